/** Line coverage of a run: per test method and in all. */
import type { ClassCoverage } from '../contract.ts';
import type { ApexHost } from '../runtime/contract.ts';

interface Lines {
  name: string;
  kind: 'class' | 'trigger';
  all: Set<number>;
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
    for (const { name, kind, lines } of this.#host.coverage()) {
      let total = this.#classes.get(name);
      if (!total) this.#classes.set(name, (total = { name, kind, all: new Set(), hit: new Set() }));
      const covered: number[] = [];
      const uncovered: number[] = [];
      for (const [line, hits] of lines) {
        total.all.add(line);
        if (hits > 0) {
          total.hit.add(line);
          covered.push(line);
        } else {
          uncovered.push(line);
        }
      }
      if (covered.length > 0) touched.push({ name, kind, covered, uncovered });
    }
    return touched;
  }

  /** Every class and trigger that is not a test, also those that no test ran. */
  total(): ClassCoverage[] {
    if (this.#classes.size === 0) this.end();
    return [...this.#classes.values()].map(({ name, kind, all, hit }) => {
      const lines = [...all].sort((left, right) => left - right);
      return {
        name,
        kind,
        covered: lines.filter((line) => hit.has(line)),
        uncovered: lines.filter((line) => !hit.has(line)),
      };
    });
  }
}
