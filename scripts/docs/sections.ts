/** The tables of docs/local-org.md. */
import path from 'node:path';
import { catalogueNames } from '../../local-org/data/schema/catalogue.ts';
import { FUNCTIONS, REFUSED_FUNCTIONS } from '../../local-org/data/formula/functions/index.ts';
import { OVERLAY } from '../../local-org/data/schema/overlay/index.ts';
import { UNDONE_ELEMENTS } from '../../local-org/flow/undone.ts';
import { deployableTypes } from '../../local-org/metadata/deploy/order.ts';
import { keptHandler } from '../../local-org/metadata/handlers/kept.ts';
import { storedAfterAccessHandler, storedHandler } from '../../local-org/metadata/handlers/stored.ts';
import { metadataRegistry } from '../../local-org/metadata/package/registry.ts';
import { apexTypes } from './apex-types.ts';
import type { ApexTypeCoverage } from './apex-types.ts';
import { readModule, recordOf } from './evaluate.ts';
import { lightningModules } from './lightning-modules.ts';
import { code, count, details, prose, table } from './markdown.ts';
import { refusals } from './refusals.ts';
import { otherAddresses } from './routes.ts';
import type { Route } from './routes.ts';
import { byCodePoint, ROOT } from './walk.ts';

const codes = (names: readonly string[]): string => names.map(code).join(', ');

export function routeTable(routes: readonly Route[], head: readonly [string, string]): string {
  return table(
    head,
    routes.map(({ path, verbs }) => [
      code(path),
      verbs.map((verb) => (verb.includes('`') ? verb : code(verb))).join(', '),
    ]),
  );
}

/** Addresses that are no REST resource, SOAP service or SCIM endpoint. */
export function addressTable(): string {
  return routeTable(
    otherAddresses().filter(({ path }) => !path.startsWith('/services/scim')),
    ['Address', 'Methods'],
  );
}

/** Kept as files, and run by `local-org/flow`. */
const RUN = new Set([
  'Flow',
  'FlowDefinition',
  'Workflow',
  'WorkflowAlert',
  'WorkflowFieldUpdate',
  'WorkflowRule',
  'WorkflowTask',
]);

/** Types that deploy, by what they do, then the others. */
export function metadataTypes(): string {
  const kept = new Set(
    [...storedHandler.types, ...storedAfterAccessHandler.types, ...keptHandler.types].filter((type) => !RUN.has(type)),
  );
  const types = [...deployableTypes()].sort(byCodePoint);
  const registry = metadataRegistry();
  const others = registry
    .types()
    .map(({ name }) => name)
    .filter((name) => !types.includes(name))
    .sort(byCodePoint);
  return [
    `**Take effect when deployed** (${types.length - kept.size}): ${codes(types.filter((type) => !kept.has(type)))}.`,
    `**Checked and kept** (${kept.size}): their files and references are checked, they can be listed and retrieved, nothing behaves differently because of them: ${codes(types.filter((type) => kept.has(type)))}.`,
    '**Settings** of every type of the Metadata API are checked and kept; `SecuritySettings` set how long sessions last.',
    'Where another org would act by itself on what is kept (an active duplicate rule, a sharing rule for guests, an element of a flow that does not run), the deploy says so in a warning on that component, and succeeds.',
    `**Flows** run when a save, an event or Apex starts them, and when another flow does; workflow rules run with their field updates, tasks and email alerts. A run that comes to something else stops by its name: ${[...Object.values(UNDONE_ELEMENTS), 'an action that is no invocable Apex, flow, mail or notification', 'a date in a text'].join(', ')}. Outbound messages and time-dependent actions of workflow rules, and scheduled paths that wait for a time, are left out, schedule-triggered flows do not run; the deploy says so.`,
    `**Field types:** ${codes(constants('fields/describe.ts', 'FIELD_TYPES'))}.`,
    `**Formula functions** (formula fields, validation rules, default values): ${codes(Object.keys(FUNCTIONS).sort(byCodePoint))}. Refused by name: ${codes([...REFUSED_FUNCTIONS])}.`,
    `**Entries of permission sets and profiles that are refused**, because nothing here could honor them: ${codes(constants('permissions/grants.ts', 'UNAVAILABLE'))}.`,
    'Every other type is a component error, `Not available for deploy in the embedded org`.',
    details(`Types that do not deploy (${others.length})`, codes(others)),
  ].join('\n\n');
}

/** Names in a constant of the metadata layer: the members of a list, or the keys of a table. */
function constants(file: string, name: string): string[] {
  const value = readModule(path.join(ROOT, 'local-org/metadata', file)).scope.find(name)?.();
  const names = Array.isArray(value) ? value.map(String) : Object.keys(recordOf(value));
  if (names.length === 0)
    throw new Error(
      `local-org/metadata/${file} no longer lists ${name}; say in scripts/docs/sections.ts where it went.`,
    );
  return names.sort(byCodePoint);
}

/** Classes with their members, then what the org does not have. */
export function apexClasses(): string {
  const all = apexTypes();
  const exceptions = all.filter(({ exception }) => exception);
  const types = all.filter(({ kind, exception }) => kind !== 'enum' && !exception);
  const present = types.filter(({ implemented }) => implemented);
  const holders = types.filter(({ holder }) => holder);
  const absent = types.filter(({ implemented, holder }) => !implemented && !holder);
  const rows = present.map(({ name, present: known, total, missing }) => [
    code(name),
    total === 0 ? 'all' : `${known} of ${total}`,
    codes(missing),
  ]);
  const members = present.reduce((sum, { present: known }) => sum + known, 0);
  const total = present.reduce((sum, each) => sum + each.total, 0);
  return [
    `${count(present.length, 'type')} of the platform with ${members.toLocaleString('en-US')} of their ${total.toLocaleString('en-US')} members, every enum, and ${exceptions.length} exception classes.`,
    details('Class by class, with what is missing', table(['Class', 'Members here', 'Missing'], rows)),
    details(`Classes that only hold values, all here (${holders.length})`, byNamespace(holders)),
    details('Exception classes', codes(exceptions.map(({ name }) => name))),
    details(`Classes that do not exist here (${absent.length.toLocaleString('en-US')})`, byNamespace(absent)),
  ].join('\n\n');
}

/** Those of the namespace System by name; the others counted by namespace. */
function byNamespace(classes: readonly ApexTypeCoverage[]): string {
  const namespaces = new Map<string, string[]>();
  for (const { name } of classes) {
    const dot = name.indexOf('.');
    const namespace = dot < 0 ? 'System' : name.slice(0, dot);
    namespaces.set(namespace, [...(namespaces.get(namespace) ?? []), dot < 0 ? name : name.slice(dot + 1)]);
  }
  const few = (names: string[]): string =>
    names.length <= 40 ? codes(names) : `${codes(names.slice(0, 8))} … (${names.length} in all)`;
  const rows = [...namespaces]
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([namespace, names]) => [code(namespace), namespace === 'System' ? codes(names) : few(names)]);
  return table(['Namespace', 'Classes'], rows);
}

/** Standard objects that hold records, and how many more can be described. */
export function standardObjects(): string {
  const known = Object.entries(OVERLAY)
    .filter(([, overlay]) => overlay.prefix)
    .map(([name]) => name)
    .sort(byCodePoint);
  return [
    `Custom objects, custom metadata types and platform rules come from what is deployed. Of the platform's ${catalogueNames().length.toLocaleString('en-US')} standard objects all can be named, described and queried; ${known.length} hold records:`,
    codes(known) + '.',
    'Writing a record of another one is refused by name.',
  ].join('\n\n');
}

export function lightningTable(): string {
  const { baseComponents, written, fromOrg } = lightningModules();
  return [
    table(
      ['Modules', 'Meaning'],
      [
        [
          codes(fromOrg),
          'what is deployed: Apex methods, custom labels, objects and fields, permissions, static resources',
        ],
        [codes(written), 'the platform around the page'],
        ['`c/*`', 'other deployed components'],
      ],
    ),
    details(`Base components (${baseComponents.length})`, codes(baseComponents)),
  ].join('\n\n');
}

const LAYER_TITLES: Readonly<Record<string, string>> = {
  apex: 'Apex',
  data: 'Records',
  devhub: 'Dev Hub',
  identity: 'Identity',
  lightning: 'Lightning',
  metadata: 'Metadata API',
  scim: 'SCIM',
  server: 'REST, SOAP and streaming',
  soql: 'SOQL',
};
/** `Database.merge`: Apex members that compile and refuse when they run. */
const APEX_MEMBER = /^(?:\w+\.)+\w+$/;

export function refusedList(): string {
  const all = refusals();
  const layers = [...new Set(all.map(({ layer }) => layer))];
  return layers
    .map((layer) => {
      const texts = all.filter((each) => each.layer === layer).map(({ text }) => text);
      const members = layer === 'apex' ? texts.filter((text) => APEX_MEMBER.test(text)) : [];
      const lines = texts.filter((text) => !members.includes(text)).map((text) => `- ${prose(text)}`);
      if (members.length > 0) lines.push(`- Compile, and refuse when they run: ${codes(members)}`);
      return `**${LAYER_TITLES[layer] ?? layer}**\n\n${lines.join('\n')}`;
    })
    .join('\n\n');
}

export function refusalCount(): number {
  return refusals().length;
}
