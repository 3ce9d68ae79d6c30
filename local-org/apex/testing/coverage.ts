/** Line coverage of a run: per test method and in all. */
import type { ClassCoverage } from '../contract.ts';
import type { ApexHost } from '../runtime/contract.ts';

interface Lines {
  name: string;
  kind: 'class' | 'trigger';
  all: readonly number[];
  hit: Set<number>;
}

export class CoverageRecorder {
  readonly #host: ApexHost;
  readonly #classes = new Map<string, Lines>();
  constructor(host: ApexHost) {
    this.#host = host;
  }

  begin(): void {
    this.#host.resetCoverage();
  }

  /** What ran since `begin`: only the classes that ran at all. */
  end(): ClassCoverage[] {
    const touched: ClassCoverage[] = [];
    for (const { name, kind, lines, hits } of this.#host.coverage()) {
      let total = this.#classes.get(name);
      if (!total) this.#classes.set(name, (total = { name, kind, all: lines, hit: new Set() }));
      // Most classes have nothing to do with a test.
      if (!hits || !lines.some((line) => hits[line])) continue;
      const covered = lines.filter((line) => hits[line]);
      for (const line of covered) total.hit.add(line);
      touched.push({ name, kind, covered, uncovered: lines.filter((line) => !hits[line]) });
    }
    return touched;
  }

  /** Every class and trigger that is not a test, also those that no test ran. */
  total(): ClassCoverage[] {
    if (this.#classes.size === 0) this.end();
    return [...this.#classes.values()].map(({ name, kind, all, hit }) => ({
      name,
      kind,
      covered: all.filter((line) => hit.has(line)),
      uncovered: all.filter((line) => !hit.has(line)),
    }));
  }
}
