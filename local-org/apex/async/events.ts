/**
 * Platform events on their way to triggers: kept in the org's file until a trigger ran (Platform Events Developer Guide,
 * "Subscribe to Platform Event Notifications with Apex Triggers").
 */
import type { PublishedEvent } from '../../data/contract.ts';
import type { OrgData } from '../../data/contract.ts';
import type { RecordValues } from '../../data/types.ts';
import type { ApexHost, Runtime } from '../runtime/contract.ts';
import { ApexException } from '../values/object.ts';
import { errorText } from './run.ts';

/** Most events of one trigger run ("Considerations for Subscribing with Apex Triggers"). */
const MOST = 2_000;
/** Runs after the first for a RetryableException ("Refire Event Triggers with EventBus.RetryableException"). */
const MAX_RETRIES = 9;

const TABLE = `CREATE TABLE IF NOT EXISTS _apex_event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, object TEXT NOT NULL, data TEXT NOT NULL, test INTEGER NOT NULL,
  retries INTEGER NOT NULL DEFAULT 0, error TEXT)`;

interface Waiting {
  seq: number;
  object: string;
  data: string;
  retries: number;
  error: string | null;
}

/** Runs the `after insert` triggers of an object for events, in the running transaction; false when it has none. */
export type EventTriggers = {
  has(object: string): boolean;
  run(object: string, rows: RecordValues[], userId: string): void;
};

export class EventQueue {
  private readonly host: ApexHost;
  private readonly data: OrgData;
  private readonly triggers: EventTriggers;
  onQueued: (() => void) | null = null;

  constructor(host: ApexHost, triggers: EventTriggers) {
    this.host = host;
    this.data = host.data;
    this.triggers = triggers;
    // At opening: a table that a test makes in its transaction slows down all the rollbacks after it.
    this.data.sql.exec(TABLE);
  }

  /** Whether a trigger or a flow waits for events of the object. */
  isHeard(object: string): boolean {
    return this.triggers.has(object);
  }

  /** Takes over what was published. Events that nobody subscribes to are gone, as on a bus. */
  publish(events: readonly PublishedEvent[], test: boolean): void {
    const heard = events.filter((event) => this.triggers.has(event.object));
    const immediate = test ? [] : heard.filter((event) => event.immediate);
    this.keep(
      heard.filter((event) => !immediate.includes(event)),
      test,
    );
    if (immediate.length > 0) {
      this.data.afterEnd(() => {
        this.keep(immediate, false);
        this.onQueued?.();
      });
    }
    if (!test && heard.length > immediate.length) this.data.afterCommit(() => this.onQueued?.());
  }

  /** Delivers the oldest events of one object; false when none waits. */
  deliver(rt: Runtime | null): boolean {
    const [first] = this.waiting(rt !== null, null);
    if (!first) return false;
    const batch = this.waiting(rt !== null, first.object).filter((event) => event.retries === first.retries);
    const restore = rt ? this.data.freshMixedDml() : () => undefined;
    const context = { retries: first.retries, lastError: first.error, checkpoint: null as string | null };
    try {
      this.host.transaction(
        { actor: { userId: this.automatedProcess() }, test: rt?.test ?? null, statics: rt ?? 'fresh' },
        (running) => {
          running.eventContext = context;
          try {
            this.triggers.run(first.object, batch.map(rowOf), running.actor.userId);
          } finally {
            running.eventContext = null;
          }
          this.drop(batch);
        },
      );
    } catch (error) {
      this.failed(batch, context.checkpoint, error);
      // What a trigger throws reaches neither the publisher nor the test that delivers.
    } finally {
      restore();
    }
    return true;
  }

  /** Events up to the checkpoint are done; the rest is tried again when the trigger asked for it. */
  private failed(batch: Waiting[], checkpoint: string | null, error: unknown): void {
    const rest = batch.filter((event) => event.seq > Number(checkpoint ?? 0));
    const again = isRetryable(error) || checkpoint !== null ? rest.filter((event) => event.retries < MAX_RETRIES) : [];
    this.data.transaction(
      () => {
        this.drop(batch.filter((event) => !again.includes(event)));
        for (const event of again)
          this.data.sql
            .prepare('UPDATE _apex_event SET retries = retries + 1, error = ? WHERE seq = ?')
            .run(errorText(error), event.seq);
      },
      { mixedDml: true },
    );
  }

  /** Takes what a test has published off the bus: nobody gets it. */
  dropOfTest(): void {
    this.data.sql.exec('DELETE FROM _apex_event WHERE test = 1');
  }

  private keep(events: readonly PublishedEvent[], test: boolean): void {
    for (const { object, values } of events)
      this.data.sql
        .prepare('INSERT INTO _apex_event (object, data, test) VALUES (?, ?, ?)')
        .run(object, JSON.stringify(values), Number(test));
  }

  private waiting(test: boolean, object: string | null): Waiting[] {
    const query =
      object === null
        ? this.data.sql.prepare('SELECT * FROM _apex_event WHERE test = ? ORDER BY seq LIMIT 1').all(Number(test))
        : this.data.sql
            .prepare(`SELECT * FROM _apex_event WHERE test = ? AND object = ? ORDER BY seq LIMIT ${MOST}`)
            .all(Number(test), object);
    return query as unknown as Waiting[];
  }

  private drop(events: readonly Waiting[]): void {
    for (const { seq } of events) this.data.sql.prepare('DELETE FROM _apex_event WHERE seq = ?').run(seq);
  }

  /** The user that event triggers and publish callbacks run as, made when the first one runs ("Default Automated Process User"). */
  automatedProcess(): string {
    const [user] = this.data.rows('User', { UserType: 'AutomatedProcess' });
    if (user) return String(user.Id);
    return this.data.put('User', {
      Username: `autoproc@${this.data.orgId.toLowerCase()}.example.com`,
      FirstName: 'Automated',
      LastName: 'Process',
      Name: 'Automated Process',
      Alias: 'autoproc',
      CommunityNickname: 'autoproc',
      Email: `autoproc@${this.data.orgId.toLowerCase()}.example.com`,
      UserType: 'AutomatedProcess',
      IsActive: true,
      TimeZoneSidKey: 'GMT',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
    });
  }
}

function rowOf(event: Waiting): RecordValues {
  return { ...(JSON.parse(event.data) as RecordValues), ReplayId: String(event.seq) };
}

function isRetryable(error: unknown): boolean {
  return error instanceof ApexException && /(^|\.)RetryableException$/i.test(error.typeName);
}
