/** The tables of docs/diagnose.md: every cause with its check, and what a person has to look at. */
import { CAUSES } from '../doctor/causes.ts';
import { manualItems } from '../doctor/manual.ts';
import { code, prose, table } from './markdown.ts';

/** Both tables, as they should be now. */
export function causeTables(): string {
  const checked = CAUSES.map(({ code: check, effect, cause, source, reads }) => [
    prose(cause),
    effect,
    code(check),
    prose(reads),
    source,
  ]);
  const byHand = manualItems('').map(({ code: item, cause, step, source }) => [
    prose(cause),
    code(item),
    prose(step),
    source,
  ]);
  return [
    table(['Cause', 'Effect', 'Check', 'What is read', 'Source'], checked),
    'No documented API tells these; the report lists them with links into Setup:',
    table(['Cause', 'Item', 'Where to look', 'Source'], byHand),
  ].join('\n\n');
}
