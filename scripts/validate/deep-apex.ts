/** Keeps the Apex compiler, which descends as deep as the code is nested, from taking the whole validation down with it. */
import type { ApexProblem, ApexSource } from '../../local-org/apex/contract.ts';

type Check = (sources: ApexSource[]) => ApexProblem[];

const TOO_DEEP = 'The code is nested too deeply to be compiled';

function overflows(check: Check, sources: ApexSource[]): ApexProblem[] | undefined {
  try {
    return check(sources);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The same check; a source that exhausts the stack is told, and the others are compiled without it. */
export function withDeepCode(check: Check): Check {
  return (sources) => {
    const problems = overflows(check, sources);
    if (problems) return problems;
    const deep = new Set(sources.filter((source) => overflows(check, [source]) === undefined));
    const rest =
      overflows(
        check,
        sources.filter((source) => !deep.has(source)),
      ) ?? [];
    const names = [...deep].map(({ name }) => name);
    return [
      ...names.map((name) => ({ name, line: 1, column: 1, problem: TOO_DEEP })),
      // Whoever uses what was left out is not to blame.
      ...rest.filter(({ problem }) => !names.some((name) => new RegExp(`\\b${name}\\b`, 'i').test(problem))),
    ];
  };
}
