/** References of Visualforce pages and components: classes, objects, components, resources, labels and pages in the markup. */
import { decodeText } from '../package/component.ts';
import { blanked, placeIn } from './reference.ts';
import type { Reference, Subject } from './reference.ts';

const COMMENTS = /<!--[\s\S]*?-->/g;
/** The opening tag of `<apex:page …>` or `<apex:component …>`, attributes with `>` in quotes included. */
const ROOT = /<apex:(?:page|component)\b(?:"[^"]*"|'[^']*'|[^>"'])*>/i;
const ATTRIBUTE = /\b(controller|extensions|standardController)\s*=\s*(["'])([^"']*)\2/gi;
const COMPONENT = /<c:([A-Za-z]\w*)/g;
/** What expressions reach by a global name. */
const GLOBALS: [pattern: RegExp, type: string, problem: (name: string) => string][] = [
  [/\$Resource\.(\w+)/g, 'StaticResource', (name) => `Static Resource named ${name} does not exist. Check spelling.`],
  [
    /\$Label\.(?!Site\b)(?:c\.)?(\w+)(?!\.?\w)/g,
    'CustomLabel',
    (name) => `Field $Label.${name} does not exist. Check spelling.`,
  ],
  [/\$Page\.(\w+)/g, 'ApexPage', (name) => `Field $Page.${name} does not exist. Check spelling.`],
];

/** `$ObjectType.Widget__c.Fields.Code__c`, and the record of a standard controller: `Widget__c.Code__c`. */
const OBJECT_FIELD = /\$ObjectType\.(\w+)\.fields\.(\w+)/gi;

/** Expressions only: the same words in text or scripts are no references. */
const EXPRESSION = /\{![^}]*\}/g;

interface Found {
  field: string;
  type: string;
  fullName: string;
  offset: number;
  problem: string;
}

function rootAttributes(markup: string): Found[] {
  const root = ROOT.exec(markup);
  if (!root) return [];
  return [...root[0].matchAll(ATTRIBUTE)].flatMap((match) => {
    const field = (match[1] as string).toLowerCase();
    const start = root.index + match.index + match[0].lastIndexOf(match[3] as string);
    const isObject = field === 'standardcontroller';
    return [...(match[3] as string).matchAll(/[^\s,]+/g)].map((name) => ({
      field: match[1] as string,
      type: isObject ? 'CustomObject' : 'ApexClass',
      fullName: name[0],
      offset: start + name.index,
      problem: isObject ? `Invalid standardController: ${name[0]}` : `Apex class '${name[0]}' does not exist`,
    }));
  });
}

function components(markup: string): Found[] {
  return [...markup.matchAll(COMPONENT)].map((match) => ({
    field: 'component',
    type: 'ApexComponent',
    fullName: match[1] as string,
    offset: match.index,
    problem: `Component c:${match[1]} does not exist`,
  }));
}

/** Pages and flows that components show, named without an expression (Standard Component Reference). */
const SHOWN: [pattern: RegExp, type: string, problem: (name: string) => string][] = [
  [
    /<apex:include\b[^>]*?\bpageName\s*=\s*["']([A-Za-z]\w*)["']/gi,
    'ApexPage',
    (name) => `Page ${name} does not exist`,
  ],
  [
    /<apex:composition\b[^>]*?\btemplate\s*=\s*["']([A-Za-z]\w*)["']/gi,
    'ApexPage',
    (name) => `Page ${name} does not exist`,
  ],
  [
    /<flow:interview\b[^>]*?(?<=\s)name\s*=\s*["']([A-Za-z]\w*)["']/gi,
    'Flow',
    (name) => `In field: name - no Flow named ${name} found`,
  ],
];

function shown(markup: string): Found[] {
  return SHOWN.flatMap(([pattern, type, problem]) =>
    [...markup.matchAll(pattern)].map((match) => ({
      field: 'name',
      type,
      fullName: match[1] as string,
      offset: match.index + match[0].lastIndexOf(match[1] as string),
      problem: problem(match[1] as string),
    })),
  );
}

function fields(markup: string): Found[] {
  const object = rootAttributes(markup).find(({ type }) => type === 'CustomObject')?.fullName;
  const ofRecord = object === undefined ? undefined : new RegExp(`(?<![\\w.$])(${object})\\.(\\w+__c)\\b`, 'gi');
  return [...markup.matchAll(EXPRESSION)].flatMap((expression) =>
    [OBJECT_FIELD, ...(ofRecord ? [ofRecord] : [])].flatMap((pattern) =>
      [...expression[0].matchAll(pattern)].map((match) => ({
        field: 'expression',
        type: 'CustomField',
        fullName: `${match[1]}.${match[2]}`,
        offset: expression.index + match.index,
        problem:
          pattern === OBJECT_FIELD
            ? `Field ${match[0]} does not exist. Check spelling.`
            : `Invalid field ${match[2]} for SObject ${match[1]}`,
      })),
    ),
  );
}

function globals(markup: string): Found[] {
  return [...markup.matchAll(EXPRESSION)].flatMap((expression) =>
    GLOBALS.flatMap(([pattern, type, problem]) =>
      [...expression[0].matchAll(pattern)].map((match) => ({
        field: 'expression',
        type,
        fullName: match[1] as string,
        offset: expression.index + match.index,
        problem: problem(match[1] as string),
      })),
    ),
  );
}

export function visualforceReferences({ files }: Subject): Reference[] {
  const file = files.find(({ path }) => !path.endsWith('-meta.xml'));
  if (!file) return [];
  const text = decodeText(file.content);
  const markup = blanked(text, COMMENTS);
  const found = [
    ...rootAttributes(markup),
    ...components(markup),
    ...shown(markup),
    ...globals(markup),
    ...fields(markup),
  ];
  return found.map(({ offset, ...reference }) => ({
    ...reference,
    at: placeIn(text, offset, file.source),
  }));
}
