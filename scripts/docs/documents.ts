/** The generated documents as texts. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { behaviorList } from './behavior-sections.ts';
import { errorsPage } from './errors.ts';
import { faultTable, requestTable } from './deploy-tables.ts';
import { count } from './markdown.ts';
import { restResources, scimEndpoints, soapServices } from './routes.ts';
import {
  addressTable,
  apexClasses,
  lightningTable,
  metadataTypes,
  refusalCount,
  refusedList,
  routeTable,
  standardObjects,
} from './sections.ts';
import { switchTable } from './switches.ts';
import { ROOT } from './walk.ts';

const SWITCHES_START = '<!-- switches: written by npm run docs -->';
const SWITCHES_END = '<!-- end of switches -->';

/** docs/local-org.md: the template with its tables. */
function localOrg(): string {
  const proven = behaviorList();
  const parts: Record<string, string> = {
    summary: `Today ${count(proven.behaviors, 'behavior')} are proven by tests in ${count(proven.files, 'file')}, and ${count(refusalCount(), 'thing')} are refused by name.`,
    'scim-endpoints': routeTable(scimEndpoints(), ['Endpoint', 'Methods']),
    'scim-switches': switchTable(),
    rest: routeTable(restResources(), ['Resource', 'Methods']),
    soap: routeTable(soapServices(), ['Service', 'Operations']),
    addresses: addressTable(),
    metadata: metadataTypes(),
    apex: apexClasses(),
    objects: standardObjects(),
    lightning: lightningTable(),
    refused: refusedList(),
    behaviors: proven.markdown,
  };
  const template = readFileSync(path.join(import.meta.dirname, 'local-org.template.md'), 'utf8');
  return template.replace(/^\{\{([\w-]+)\}\}$/gm, (_, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`local-org.template.md asks for {{${name}}}, which nobody writes.`);
    return part;
  });
}

/**
 * docs/scim.md as written by hand, with today's table of switches between its markers.
 * @throws {Error} when the markers are gone
 */
export function withSwitches(page: string): string {
  const start = page.indexOf(SWITCHES_START);
  const end = page.indexOf(SWITCHES_END);
  if (start < 0 || end < start)
    throw new Error(
      `docs/scim.md needs the lines "${SWITCHES_START}" and "${SWITCHES_END}" around its table of switches.`,
    );
  return `${page.slice(0, start + SWITCHES_START.length)}\n\n${switchTable()}\n\n${page.slice(end)}`;
}

/** docs/deploy.md as written by hand, with the tables that its tests prove between their markers. */
function deployPage(page: string): string {
  const parts = { faults: faultTable(), requests: requestTable() };
  return Object.entries(parts).reduce((text, [name, part]) => {
    const start = `<!-- ${name}: written by npm run docs -->`;
    const from = text.indexOf(start);
    const to = text.indexOf(`<!-- end of ${name} -->`);
    if (from < 0 || to < from) throw new Error(`docs/deploy.md needs the marker "${start}" and its end.`);
    return `${text.slice(0, from + start.length)}\n\n${part}\n\n${text.slice(to)}`;
  }, page);
}

/** Path from the project root -> text as it should be now. */
export function documents(): Map<string, string> {
  const scim = readFileSync(path.join(ROOT, 'docs/scim.md'), 'utf8');
  return new Map([
    ['docs/local-org.md', localOrg()],
    ['docs/scim.md', withSwitches(scim)],
    ['docs/errors.md', errorsPage()],
    ['docs/deploy.md', deployPage(readFileSync(path.join(ROOT, 'docs/deploy.md'), 'utf8'))],
  ]);
}
