/** The list of proven behaviors, by layer and test file, as Markdown. */
import path from 'node:path';
import { behaviorsOf } from './behaviors.ts';
import type { Behavior } from './behaviors.ts';
import { bullets, count, details } from './markdown.ts';
import { filesBelow, fromRoot } from './walk.ts';

/** Folders of tests, in the order of the page, with what they are about. */
const LAYERS: readonly (readonly [folder: string, title: string])[] = [
  ['test/unit/scim', 'SCIM'],
  ['test/unit/identity', 'Identity: OAuth and sessions'],
  ['test/unit/devhub', 'Dev Hub and scratch orgs'],
  ['test/unit/server', 'REST, SOAP and Tooling API'],
  ['test/unit/metadata', 'Metadata API'],
  ['test/unit/apex', 'Apex'],
  ['test/unit/soql', 'SOQL'],
  ['test/unit/data', 'Records, rules and access'],
  ['test/unit/lightning', 'Lightning pages and components'],
  ['test/wire', 'Unmodified clients: sf and jsforce'],
];

export interface BehaviorList {
  /** Number of behaviors and of the files that prove them. */
  behaviors: number;
  files: number;
  markdown: string;
}

export function behaviorList(): BehaviorList {
  let behaviors = 0;
  let files = 0;
  const sections = LAYERS.map(([folder, title]) => {
    const blocks = filesBelow(folder, '.test.ts').flatMap((file) => {
      const proven = behaviorsOf(file);
      if (proven.length === 0) return [];
      behaviors += proven.length;
      files += 1;
      const name = path
        .relative(folder, fromRoot(file))
        .replaceAll(path.sep, '/')
        .replace(/\.test\.ts$/, '');
      return [
        details(
          `${name}: ${count(proven.length, 'behavior')}`,
          `[${fromRoot(file)}](../${fromRoot(file)})\n\n${suites(proven)}`,
        ),
      ];
    });
    return `### ${title}\n\n${blocks.join('\n\n')}`;
  });
  return { behaviors, files, markdown: sections.join('\n\n') };
}

/** Behaviors under the titles of their suites. */
function suites(proven: readonly Behavior[]): string {
  const groups: { title: string; items: string[] }[] = [];
  for (const { suites: around, title } of proven) {
    const heading = around.join(' › ');
    if (groups.at(-1)?.title !== heading) groups.push({ title: heading, items: [] });
    groups.at(-1)!.items.push(title);
  }
  return groups.map(({ title, items }) => `${title ? `**${title}**\n\n` : ''}${bullets(items)}`).join('\n\n');
}
