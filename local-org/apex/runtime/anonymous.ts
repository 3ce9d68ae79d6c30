/** Anonymous Apex: `sf apex run`, the developer console. */
import type { Actor } from '../../data/types.ts';
import { ApexError } from '../contract.ts';
import type { AnonymousResult, ApexSource } from '../contract.ts';
import { compileAnonymous } from '../language/check/unit.ts';
import { parseAnonymous } from '../language/syntax/parse.ts';
import { Problems } from '../language/types/problems.ts';
import { asApexError } from './errors.ts';
import type { World } from './world.ts';

/** Name of the class that anonymous code becomes. */
const NAME = 'AnonymousBlock';

export function executeAnonymous(world: World, actor: Actor, code: string, apiVersion: number): AnonymousResult {
  const problems = new Problems(NAME);
  const source: ApexSource = { kind: 'class', name: NAME, body: code, apiVersion };
  const parsed = parseAnonymous(code);
  for (const problem of parsed.problems) problems.add(problem, problem.problem);
  const unit = parsed.tree && compileAnonymous(world.program, parsed.tree, source, problems);
  const [problem] = problems.found;
  if (problem || !unit) return notCompiled(problem!);
  world.log.take();
  begin(world, code, apiVersion);
  try {
    const target = world.linker.linkAnonymous(unit);
    world.transaction({ actor }, () => target.$run$!());
    return { ...RESULT, success: true, debugLog: finish(world) };
  } catch (error) {
    return failed(world, asApexError(error));
  }
}

const RESULT: AnonymousResult = {
  compiled: true,
  success: false,
  compileProblem: null,
  exceptionMessage: null,
  exceptionStackTrace: null,
  line: -1,
  column: -1,
  debugLog: '',
};

function notCompiled(problem: { line: number; column: number; problem: string }): AnonymousResult {
  return { ...RESULT, compiled: false, compileProblem: problem.problem, line: problem.line, column: problem.column };
}

function failed(world: World, error: unknown): AnonymousResult {
  if (!(error instanceof ApexError)) throw error;
  const line = Number(/line (\d+)/.exec(error.apexStack)?.[1] ?? 1);
  const text = `${error.exceptionType}: ${error.message}`;
  world.log.add(`FATAL_ERROR|${text}\n\n${error.apexStack}`);
  return {
    ...RESULT,
    exceptionMessage: text,
    exceptionStackTrace: error.apexStack,
    line,
    column: 1,
    debugLog: finish(world),
  };
}

function begin(world: World, code: string, apiVersion: number): void {
  world.log.note(`${apiVersion.toFixed(1)} APEX_CODE,DEBUG;APEX_PROFILING,NONE;DB,INFO`);
  for (const line of code.split('\n')) world.log.note(`Execute Anonymous: ${line}`);
  world.log.add('EXECUTION_STARTED');
  world.log.add('CODE_UNIT_STARTED|[EXTERNAL]|execute_anonymous_apex');
}

function finish(world: World): string {
  world.log.add('CODE_UNIT_FINISHED|execute_anonymous_apex');
  world.log.add('EXECUTION_FINISHED');
  return world.log.take();
}
