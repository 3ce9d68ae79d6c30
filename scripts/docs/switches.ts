/** The table of SCIM switches: names, values and meaning from the source, the public evidence beside them. */
import path from 'node:path';
import ts from 'typescript';
import { SWITCHES } from '../../local-org/scim/switches.ts';
import type { SwitchName } from '../../local-org/scim/switches.ts';
import { readModule } from './evaluate.ts';
import { code, prose, table } from './markdown.ts';
import { eachNode, ROOT } from './walk.ts';

/** Where the evidence for each switch is published; the keys are explained at the end of docs/scim.md. */
const EVIDENCE: Readonly<Record<SwitchName, readonly string[]>> = {
  errorBody: ['QA', 'PILOT'],
  scalarPath: ['SF-UPD', 'MS-COMPAT', 'HELLOID', 'PILOT'],
  stringBooleans: ['MS-COMPAT', 'PILOT'],
  groupValueArray: ['SF-GRP', 'MS-SCIM'],
  patchExtensionBlock: ['PILOT'],
  patchIdentifiers: ['NETIQ', 'PILOT'],
  unexpectedFailure: ['PILOT'],
  createStatus: ['SF-CREATE', 'PILOT'],
  renameOnDelete: ['PILOT'],
  pageSize: ['NETIQ', 'HELLOID', 'PILOT'],
  emptyList: ['PILOT'],
};

/** One row a switch: its default first. */
export function switchTable(): string {
  const meanings = meaningsOfSwitches();
  const rows = Object.entries(SWITCHES).map(([name, [first, ...others]]) => {
    const meaning = meanings.get(name);
    if (!meaning)
      throw new Error(
        `The SCIM switch ${name} has no comment in local-org/scim/switches.ts that says what it is about.`,
      );
    const evidence = EVIDENCE[name as SwitchName];
    if (!evidence) throw new Error(`The SCIM switch ${name} has no evidence in scripts/docs/switches.ts.`);
    return [code(name), code(first), others.map(code).join(', '), prose(meaning), evidence.join(', ')];
  });
  return table(['Switch', 'Default', 'Instead', 'About', 'Evidence'], rows);
}

/** Switch name -> its comment, without the section number at the front. */
function meaningsOfSwitches(): Map<string, string> {
  const { source } = readModule(path.join(ROOT, 'local-org/scim/switches.ts'));
  const found = new Map<string, string>();
  eachNode(source, (node) => {
    if (!ts.isPropertyAssignment(node)) return;
    const comment = ts.getLeadingCommentRanges(source.text, node.pos)?.at(-1);
    if (!comment) return;
    const text = source.text
      .slice(comment.pos, comment.end)
      .replace(/^\/\*\*|\*\/$|^\s*\*/gm, '')
      .replace(/\s+/g, ' ')
      .trim();
    found.set(node.name.getText(), text.replace(/^§[\d.]+: /, ''));
  });
  return found;
}
