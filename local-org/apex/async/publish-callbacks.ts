/**
 * Callbacks of `EventBus.publish` on their way to be called with the final result (Platform Events Developer Guide, "Get
 * the Result of Asynchronous Platform Event Publishing with Apex Publish Callbacks"). Each is called once, as the
 * Automated Process user, in a transaction of its own.
 */
import type { OrgData } from '../../data/contract.ts';
import type { ApexHost, Runtime } from '../runtime/contract.ts';
import { PublishResult } from '../system/event-bus.ts';
import { freeze, thaw } from './payload.ts';

/** Callbacks that may publish with a callback one inside the other ("Apex Publish Callback Limits"). */
const MAX_DEPTH = 10;

const TABLE = `CREATE TABLE IF NOT EXISTS _apex_publish_callback (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, uuids TEXT NOT NULL, payload TEXT, test INTEGER NOT NULL, depth INTEGER NOT NULL)`;

export type PublishOutcome = 'onSuccess' | 'onFailure';

interface Waiting {
  seq: number;
  /** JSON list of EventUuid values. */
  uuids: string;
  /** The callback as text; null in tests, which call the instance that was given. */
  payload: string | null;
  depth: number;
}

export class PublishCallbacks {
  private readonly host: ApexHost;
  private readonly data: OrgData;
  private readonly automatedProcess: () => string;
  /** Instances that tests gave, by seq. */
  private readonly ofTests = new Map<number, object>();
  /** Depth of the callback that runs now; 0 outside one. */
  private depth = 0;
  onQueued: (() => void) | null = null;

  constructor(host: ApexHost, automatedProcess: () => string) {
    this.host = host;
    this.data = host.data;
    this.automatedProcess = automatedProcess;
    this.data.sql.exec(TABLE);
  }

  /** Takes over a callback for events that were published; `immediate` as the events are, whatever becomes of the transaction. */
  keep(rt: Runtime, callback: object, uuids: readonly string[], immediate: boolean): void {
    const depth = this.depth + 1;
    if (depth > MAX_DEPTH)
      rt.raise('System.LimitException', `Publish callbacks may publish with a callback ${MAX_DEPTH} times recursively`);
    if (rt.test) {
      this.ofTests.set(this.add(uuids, null, true, depth), callback);
      return;
    }
    const payload = freeze(rt, callback);
    if (immediate) {
      this.data.afterEnd(() => {
        this.add(uuids, payload, false, depth);
        this.onQueued?.();
      });
      return;
    }
    this.add(uuids, payload, false, depth);
    this.data.afterCommit(() => this.onQueued?.());
  }

  /** Calls the oldest callback with the outcome; false when none waits. A test gets what its callback throws. */
  answer(rt: Runtime | null, outcome: PublishOutcome): boolean {
    const [first] = this.waiting(rt !== null);
    if (first) this.call(rt, first, outcome);
    return first !== undefined;
  }

  /** Fails what a test has published so far; what its callbacks publish in turn waits. */
  failAll(rt: Runtime): void {
    for (const waiting of this.waiting(true)) this.call(rt, waiting, 'onFailure');
  }

  private call(rt: Runtime | null, waiting: Waiting, outcome: PublishOutcome): void {
    const restore = rt ? this.data.freshMixedDml() : () => undefined;
    const outer = this.depth;
    this.depth = waiting.depth;
    try {
      this.run(rt, waiting, outcome);
    } catch (error) {
      this.drop(waiting);
      if (rt) throw error;
      // Nobody waits for what a callback throws: the publisher has ended.
    } finally {
      this.depth = outer;
      this.ofTests.delete(waiting.seq);
      restore();
    }
  }

  private run(rt: Runtime | null, waiting: Waiting, outcome: PublishOutcome): void {
    const { seq, uuids, payload } = waiting;
    const actor = { userId: this.automatedProcess() };
    this.host.transaction({ actor, test: rt?.test ?? null, statics: rt ?? 'fresh' }, (running) => {
      this.drop(waiting);
      const callback = (payload === null ? this.ofTests.get(seq) : thaw(running, payload)) as object;
      if (running.responds(callback, outcome, 1))
        running.call(callback, outcome, [new PublishResult(outcome, JSON.parse(uuids) as string[])]);
    });
  }

  private add(uuids: readonly string[], payload: string | null, test: boolean, depth: number): number {
    return Number(
      this.data.sql
        .prepare('INSERT INTO _apex_publish_callback (uuids, payload, test, depth) VALUES (?, ?, ?, ?)')
        .run(JSON.stringify(uuids), payload, Number(test), depth).lastInsertRowid,
    );
  }

  private waiting(test: boolean): Waiting[] {
    return this.data.sql
      .prepare('SELECT seq, uuids, payload, depth FROM _apex_publish_callback WHERE test = ? ORDER BY seq')
      .all(Number(test)) as unknown as Waiting[];
  }

  private drop({ seq }: Waiting): void {
    this.data.sql.prepare('DELETE FROM _apex_publish_callback WHERE seq = ?').run(seq);
  }
}
