/** After a run of all browser tests: what nobody pressed, and which call was not seen answered, refused and signed out. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { calledMethods, keyOf, notPressed, operatedElements } from './elements.ts';
import { EVIDENCE, type Answer, type Evidence } from './recorder.ts';

const RESULTS = path.resolve(import.meta.dirname, '../../../results/browser');
const ANSWERS: readonly Answer[] = ['answered', 'no permission', 'no session'];

/** Calls that have no refusal of their own, and why. */
const NO_REFUSAL: Record<string, string> = {
  'ProvisioningConsoleController.getContext': 'says what the person may do, to those who may do nothing too',
};

/** Lines of what is missing; empty when all was pressed and seen. Writes the table of what was pressed where. */
export function missingEvidence(run: string): string[] {
  const file = path.join(run, EVIDENCE);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const evidence = lines.map((line) => JSON.parse(line) as Evidence);
  const elements = operatedElements();
  const presses = evidence.flatMap((each) => ('press' in each ? [{ ...each.press, test: each.test }] : []));
  const calls = evidence.flatMap((each) => ('call' in each ? [each] : []));
  writeTable(elements.map(keyOf), (key) => presses.find((press) => keyOf(press) === key)?.test);
  return [
    ...notPressed(elements, presses).map((element) => `No browser test operates ${keyOf(element)}.`),
    ...calledMethods().flatMap((method) =>
      ANSWERS.filter((answer) => answer !== 'no permission' || !(method in NO_REFUSAL))
        .filter((answer) => !calls.some((call) => call.call === method && call.answer === answer))
        .map((answer) => `No browser test saw ${method}: ${answer}.`),
    ),
  ];
}

function writeTable(keys: string[], testOf: (key: string) => string | undefined): void {
  mkdirSync(RESULTS, { recursive: true });
  const rows = keys.map((key) => `| \`${key}\` | ${testOf(key) ?? ''} |`);
  writeFileSync(path.join(RESULTS, 'pressed.md'), `| element | first pressed by |\n|---|---|\n${rows.join('\n')}\n`);
}
