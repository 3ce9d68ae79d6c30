/** Runs triggers inside DML, with the Trigger context variables (Apex Developer Guide, "Trigger Context Variables"). */
import type { DmlEvent, DmlListener } from '../../data/contract.ts';
import type { Actor, RecordValues, Scalar, SObjectDescribe } from '../../data/types.ts';
import { enumValue } from '../system/enums.ts';
import { ApexList, ApexMap } from '../values/collections.ts';
import { ApexException, shownMessage } from '../values/object.ts';
import { fromValues, toValues } from '../values/records.ts';
import type { ApexSObject } from '../values/sobject.ts';
import { ID, listOf, mapOf, typeRef } from '../values/type.ts';
import { caught } from './errors.ts';
import { exceptionFrames, printFrames } from './stack.ts';
import type { Transaction, TriggerContext } from './transaction.ts';
import type { World } from './world.ts';

export class TriggerRunner implements DmlListener {
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  before(event: DmlEvent): void {
    this.run(event, 'before');
  }

  after(event: DmlEvent): void {
    this.run(event, 'after');
  }

  /** Whether a trigger waits for the event, e.g. `after insert`. */
  has(object: string, event: string): boolean {
    return this.names(object, event).length > 0;
  }

  /** Runs the triggers of platform events, in the running transaction. */
  publish(object: string, rows: RecordValues[], actor: Actor): void {
    // Nothing was written that `addError` could keep from being written.
    const event: DmlEvent = { operation: 'insert', object, newRows: rows, actor, addError: () => undefined };
    this.run(event, 'after', (error) => {
      throw error;
    });
  }

  private names(object: string, event: string): string[] {
    const { program } = this.world;
    return program.triggerNames().filter((name) => {
      const trigger = program.trigger(name);
      return trigger && trigger.object.toLowerCase() === object.toLowerCase() && trigger.events.includes(event);
    });
  }

  private run(event: DmlEvent, when: 'before' | 'after', failed = failRows): void {
    const names = this.names(event.object, `${when} ${event.operation}`);
    if (!names.length) return;
    this.world.inTransaction(event.actor, (rt) => {
      const rows = new TriggerRows(rt, event);
      const outer = rt.trigger;
      rt.trigger = rows.context(when);
      try {
        for (const name of names) {
          try {
            this.world.linker.trigger(name)();
          } catch (error) {
            return failed(error, event, `${name}: execution of ${capitalized(when)}${capitalized(event.operation)}`);
          }
        }
      } finally {
        rt.trigger = outer;
      }
      rows.giveBack(when);
    });
  }
}

/**
 * An exception that leaves a trigger fails all its rows, and reaches the Apex that wrote them as a DmlException. The
 * words are those that people quote from their orgs (SFDO-Community/declarative-lookup-rollup-summaries #467, #621).
 * What no `catch` sees goes on as it is.
 */
function failRows(error: unknown, event: DmlEvent, execution: string): void {
  const exception = caught(error);
  if (!(exception instanceof ApexException)) throw exception;
  const cause = `${exception.typeName}: ${shownMessage(exception)}`;
  const message = `${execution}\n\ncaused by: ${cause}\n\n${stackInTrigger(exception)}`;
  const rows = event.newRows ?? event.oldRows ?? [];
  rows.forEach((_row, index) => event.addError(index, message, undefined, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY'));
}

function stackInTrigger(exception: ApexException): string {
  const frames = exceptionFrames(exception.state.captured, exception.typeName);
  const last = frames.findIndex((frame) => frame.place.startsWith('Trigger.'));
  return printFrames(last < 0 ? frames : frames.slice(0, last + 1));
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

class TriggerRows {
  private readonly rt: Transaction;
  private readonly event: DmlEvent;
  private readonly describe: SObjectDescribe;
  private readonly newRows: ApexSObject[];
  private readonly oldRows: ApexSObject[];

  constructor(rt: Transaction, event: DmlEvent) {
    this.rt = rt;
    this.event = event;
    this.describe = rt.data.schema.get(event.object);
    this.newRows = (event.newRows ?? []).map((row) => fromValues(this.describe, row));
    this.oldRows = (event.oldRows ?? []).map((row) => fromValues(this.describe, row));
  }

  /** Keys are the lower-case names of the variables; what an event does not have is null. */
  context(when: 'before' | 'after'): TriggerContext {
    const { operation } = this.event;
    const hasNew = operation !== 'delete';
    const hasOld = operation === 'update' || operation === 'delete';
    return {
      new: hasNew ? this.list(this.newRows) : null,
      old: hasOld ? this.list(this.oldRows) : null,
      newmap: hasNew && !(when === 'before' && operation === 'insert') ? this.map(this.newRows) : null,
      oldmap: hasOld ? this.map(this.oldRows) : null,
      isexecuting: true,
      isbefore: when === 'before',
      isafter: when === 'after',
      isinsert: operation === 'insert',
      isupdate: operation === 'update',
      isdelete: operation === 'delete',
      isundelete: operation === 'undelete',
      size: Math.max(this.newRows.length, this.oldRows.length),
      operationtype: enumValue('TriggerOperation', `${when}_${operation}`) ?? null,
    };
  }

  private list(rows: ApexSObject[]): ApexList {
    return new ApexList(listOf(typeRef(this.describe.name)), rows);
  }

  private map(rows: ApexSObject[]): ApexMap {
    const map = new ApexMap(mapOf(ID, typeRef(this.describe.name)));
    for (const row of rows) map.put(this.rt, row.id, row);
    return map;
  }

  /** Before triggers change the rows that are about to be written; addError fails a row. */
  giveBack(when: 'before' | 'after'): void {
    const rows = this.event.operation === 'delete' ? this.oldRows : this.newRows;
    rows.forEach((row, index) => {
      if (when === 'before' && this.event.newRows) copyChanges(row, this.event.newRows[index]!);
      for (const error of row.errors) this.event.addError(index, error.message, error.field ?? undefined);
    });
  }
}

function copyChanges(row: ApexSObject, target: RecordValues): void {
  const values: Record<string, Scalar> = toValues(row);
  for (const name of row.changed) if (name in values) target[name] = values[name]!;
}
