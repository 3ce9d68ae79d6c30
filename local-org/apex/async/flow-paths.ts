/** Asynchronous paths of record-triggered flows: each batch in a transaction of its own, behind the commit of the save. */
import type { ApexHost, Flows, Runtime } from '../runtime/contract.ts';
import { ApexException } from '../values/object.ts';

export class FlowPaths {
  private readonly host: ApexHost;
  private readonly flows: Flows;

  constructor(host: ApexHost, flows: Flows) {
    this.host = host;
    this.flows = flows;
  }

  /**
   * Runs the oldest batch; false when none waits. What goes wrong in it reaches neither the save nor the test; what the
   * embedded org does not do fails the test by its name, and is told to who runs the org.
   */
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
    } catch (error) {
      data.transaction(() => next.drop(), { mixedDml: true });
      if (!rt && !(error instanceof ApexException)) throw error;
    } finally {
      restore();
    }
    return true;
  }
}
