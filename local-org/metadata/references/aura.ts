/** References of an Aura bundle: controllers, components, events, interfaces, labels, resources and message channels. */
import { decodeText } from '../package/component.ts';
import type { ComponentFile } from '../package/component.ts';
import { blanked, placeIn } from './reference.ts';
import type { Reference, Subject } from './reference.ts';

const COMMENTS = /<!--[\s\S]*?-->/g;
const MARKUP = /\.(cmp|app|evt|intf|tokens)$/;
const SCRIPT = /\.js$/;
const BUNDLE = ['AuraDefinitionBundle'] as const;

interface Found {
  field: string;
  type: string;
  fullName: string;
  offset: number;
  or?: readonly string[];
  problem?: string;
}
type Finder = [pattern: RegExp, found: (name: string, bundle: string) => Omit<Found, 'offset'>];

const definition =
  (kind: string, field: string): Finder[1] =>
  (name, bundle) => ({
    field,
    type: 'AuraDefinitionBundle',
    fullName: name,
    problem: `No ${kind} named markup://c:${name} found : [markup://c:${bundle}]`,
  });
const component: Finder[1] = (name, bundle) => ({
  ...definition('COMPONENT', 'component')(name, bundle),
  type: 'LightningComponentBundle',
  or: BUNDLE,
});
const label: Finder[1] = (name) => ({ field: '$Label', type: 'CustomLabel', fullName: name });
const resource: Finder[1] = (name) => ({ field: '$Resource', type: 'StaticResource', fullName: name });

/** Each pattern's first group is the name. Wording: the platform's definition-not-found messages. */
const IN_MARKUP: Finder[] = [
  [/<c:([A-Za-z]\w*)/g, component],
  [/\bextends\s*=\s*["']c:(\w+)["']/g, definition('COMPONENT', 'extends')],
  [/\bevent\s*=\s*["']c:(\w+)["']/g, definition('EVENT', 'event')],
  [/<aura:registerEvent\b[^>]*\btype\s*=\s*["']c:(\w+)["']/g, definition('EVENT', 'type')],
  [/\bresource\s*=\s*["']markup:\/\/c:([A-Za-z]\w*)["']/g, component],
  [
    /<aura:(?:component|application)\b[^>]*?\bcontroller\s*=\s*["']([A-Za-z]\w*)["']/g,
    (name, bundle) => ({
      field: 'controller',
      type: 'ApexClass',
      fullName: name,
      problem: `No CONTROLLER named apex://${name} found : [markup://c:${bundle}]`,
    }),
  ],
  [
    /<lightning:messageChannel\b[^>]*\btype\s*=\s*["'](\w+)__c["']/g,
    (name) => ({ field: 'type', type: 'LightningMessageChannel', fullName: name }),
  ],
  [/\$Label\.c\.(\w+)/g, label],
  [/\$Resource\.(\w+)/g, resource],
];
const IN_SCRIPTS: Finder[] = [
  [/\$A\.get\(\s*["']\$Label\.c\.(\w+)["']/g, label],
  [/\$A\.get\(\s*["']\$Resource\.(\w+)["']/g, resource],
  [/\$A\.get\(\s*["']e\.c:(\w+)["']/g, definition('EVENT', 'event')],
];

/** `implements` lists interfaces, those of the platform among them. */
function interfaces(markup: string, bundle: string): Found[] {
  return [...markup.matchAll(/\bimplements\s*=\s*["']([^"']*)["']/g)].flatMap((list) =>
    [...(list[1] as string).matchAll(/\bc:(\w+)/g)].map((match) => ({
      ...definition('INTERFACE', 'implements')(match[1] as string, bundle),
      offset: list.index + list[0].indexOf(list[1] as string) + match.index,
    })),
  );
}

function inFile(file: ComponentFile, bundle: string): Reference[] {
  const isMarkup = MARKUP.test(file.path);
  if (!isMarkup && !SCRIPT.test(file.path)) return [];
  const text = decodeText(file.content);
  const source = isMarkup ? blanked(text, COMMENTS) : blanked(text, /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*/g);
  const found: Found[] = (isMarkup ? IN_MARKUP : IN_SCRIPTS).flatMap(([pattern, describe]) =>
    [...source.matchAll(pattern)].map((match) => ({
      ...describe(match[1] as string, bundle),
      // The place of the name, so that attributes on a line of their own are found.
      offset: match.index + match[0].lastIndexOf(match[1] as string),
    })),
  );
  return [...found, ...(isMarkup ? interfaces(source, bundle) : [])].map(({ offset, ...reference }) => ({
    ...reference,
    at: placeIn(text, offset, file.source),
  }));
}

export function auraReferences({ files, fullName }: Subject): Reference[] {
  return files.flatMap((file) => inFile(file, fullName));
}
