/** Asynchronous paths of record-triggered flows: each batch in a transaction of its own, behind the commit of the save. */
import type { ApexHost, Flows, Runtime } from '../runtime/contract.ts';

export class FlowPaths {
  private readonly host: ApexHost;
  private readonly flows: Flows;

  constructor(host: ApexHost, flows: Flows) {
    this.host = host;
    this.flows = flows;
  }

  /** Runs the oldest batch; false when none waits. What goes wrong in it reaches neither the save nor the test. */
  deliver(rt: Runtime | null): boolean {
    const next = this.flows.later(rt !== null);
    if (!next) return false;
    const { data } = this.host;
    const restore = rt ? data.freshMixedDml() : () => undefined;
    try {
      this.host.transaction(
        { actor: { userId: next.userId }, asynchronous: true, test: rt?.test ?? null, statics: rt ?? 'fresh' },
        (running) => next.run(running),
      );
    } catch {
      data.transaction(() => next.drop(), { mixedDml: true });
    } finally {
      restore();
    }
    return true;
  }
}
