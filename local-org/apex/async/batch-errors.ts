/**
 * `BatchApexErrorEvent`: what a batch that implements `Database.RaisesPlatformEvents` tells its subscribers when one of
 * its methods fails (Apex Developer Guide, "Firing Platform Events from Batch Apex").
 */
import { randomUUID } from 'node:crypto';
import type { PublishedEvent } from '../../data/contract.ts';
import type { Runtime } from '../runtime/contract.ts';
import { asException } from '../runtime/errors.ts';
import { ApexList } from '../values/collections.ts';
import { ApexException, shownMessage } from '../values/object.ts';
import { ApexSObject } from '../values/sobject.ts';
import { toText } from '../values/text.ts';
import { typeRef } from '../values/type.ts';
import type { StoredJob } from './store.ts';

/** Longest texts of the event's fields (Field Reference Guide, BatchApexErrorEvent). */
const MAX_SCOPE = 40_000;
const MAX_TEXT = 5_000;

const RAISES = typeRef('Database.RaisesPlatformEvents');

/** Remembers what one method of a batch failed with: the event must be published outside what rolls back. */
export class BatchErrors {
  readonly events: PublishedEvent[] = [];
  private readonly job: StoredJob;
  private readonly phase: 'START' | 'EXECUTE' | 'FINISH';

  constructor(job: StoredJob, phase: BatchErrors['phase']) {
    this.job = job;
    this.phase = phase;
  }

  /** Calls the batch; `scope` is what its `execute` works on. */
  watch<T>(rt: Runtime, batch: object, scope: unknown, work: () => T): T {
    try {
      return work();
    } catch (error) {
      const exception = asException(error);
      if (exception instanceof ApexException && rt.isInstance(batch, RAISES))
        this.events.push(this.eventOf(rt, exception, scopeText(rt, scope)));
      throw error;
    }
  }

  private eventOf(rt: Runtime, exception: ApexException, scope: string): PublishedEvent {
    return {
      object: 'BatchApexErrorEvent',
      immediate: false,
      values: {
        AsyncApexJobId: this.job.id,
        DoesExceedJobScopeMaxLength: scope.length > MAX_SCOPE,
        ExceptionType: exception.typeName,
        JobScope: scope.slice(0, MAX_SCOPE) || null,
        Message: shownMessage(exception).slice(0, MAX_TEXT),
        Phase: this.phase,
        RequestId: rt.requestId,
        StackTrace: rt.stackOf(exception).slice(0, MAX_TEXT),
        EventUuid: randomUUID(),
        CreatedById: this.job.userId,
        CreatedDate: `${rt.data.now().toISOString().slice(0, 19)}.000+0000`,
      },
    };
  }
}

/** Ids of records; what other values print as. */
function scopeText(rt: Runtime, scope: unknown): string {
  if (!(scope instanceof ApexList)) return '';
  return scope.items.map((item) => (item instanceof ApexSObject && item.id) || toText(rt, item)).join(',');
}
