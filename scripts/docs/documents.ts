/** The generated documents as texts. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { behaviorList } from './behavior-sections.ts';
import { causeTables } from './causes.ts';
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
const CAUSES_START = '<!-- causes: written by npm run docs -->';
const CAUSES_END = '<!-- end of causes -->';
const FAULTS_START = '<!-- faults: written by npm run docs -->';
const FAULTS_END = '<!-- end of faults -->';

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
  return between(page, 'docs/scim.md', SWITCHES_START, SWITCHES_END, switchTable());
}

/** A page with `text` between its two marker lines. */
function between(page: string, file: string, startMark: string, endMark: string, text: string): string {
  const start = page.indexOf(startMark);
  const end = page.indexOf(endMark);
  if (start < 0 || end < start)
    throw new Error(`${file} needs the lines "${startMark}" and "${endMark}" around its table.`);
  return `${page.slice(0, start + startMark.length)}\n\n${text}\n\n${page.slice(end)}`;
}

/** docs/deploy.md as written by hand, with the tables that its tests prove between their markers. */
function deployPage(page: string): string {
  const parts = { faults: faultTable('deploy'), requests: requestTable() };
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [start, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- end of ${name} -->`];
    return between(text, 'docs/deploy.md', start, end, part);
  }, page);
}

/** Path from the project root -> text as it should be now. */
export function documents(): Map<string, string> {
  const scim = readFileSync(path.join(ROOT, 'docs/scim.md'), 'utf8');
  const diagnose = readFileSync(path.join(ROOT, 'docs/diagnose.md'), 'utf8');
  return new Map([
    ['docs/local-org.md', localOrg()],
    ['docs/scim.md', withSwitches(scim)],
    ['docs/errors.md', errorsPage()],
    ['docs/diagnose.md', between(diagnose, 'docs/diagnose.md', CAUSES_START, CAUSES_END, causeTables())],
    [
      'docs/faults.md',
      between(
        readFileSync(path.join(ROOT, 'docs/faults.md'), 'utf8'),
        'docs/faults.md',
        FAULTS_START,
        FAULTS_END,
        faultTable('faults'),
      ),
    ],
    ['docs/deploy.md', deployPage(readFileSync(path.join(ROOT, 'docs/deploy.md'), 'utf8'))],
  ]);
}
