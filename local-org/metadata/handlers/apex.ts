/** ApexClass and ApexTrigger: all sources of a deploy compile together against the org's objects. */
import type { ApexProblem, ApexSource } from '../../apex/contract.ts';
import type { DeployContext } from '../deploy/context.ts';
import { putRow } from '../deploy/rows.ts';
import { contentOf } from '../package/component.ts';
import type { Component } from '../package/component.ts';
import { apexSource } from '../store.ts';
import { numberOf, placeOf, textOf } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

/** API versions that Apex can be saved with: 21.0 is the oldest that the platform runs, 68.0 the newest (reference/metadata.md §6). */
const API_VERSIONS: [number, number] = [21, 68];
const SUFFIX: Record<string, string> = { ApexClass: 'cls', ApexTrigger: 'trigger' };

function sourceOf(component: Component, context: DeployContext): ApexSource {
  const source = apexSource(
    component.type,
    component.fullName,
    new Map(component.files.map((file) => [file.path, file.content])),
  );
  return { ...source, apiVersion: source.apiVersion || context.apiVersion };
}

function check(component: Component, context: DeployContext): void {
  const content = contentOf(component);
  const suffix = SUFFIX[component.type] as string;
  if (!content) {
    context.problem(component, `The content file ${component.fullName}.${suffix} is missing`);
    return;
  }
  if (!component.document) {
    context.problem(component, `The metadata file ${component.fullName}.${suffix}-meta.xml is missing`, {
      at: { file: content.file.source, line: 1, column: 1 },
    });
    return;
  }
  const version = numberOf(component.document, 'apiVersion');
  if (version === undefined) {
    context.problem(component, 'Required field is missing: apiVersion', { at: component.document.at });
  } else if (!(version >= API_VERSIONS[0] && version <= API_VERSIONS[1])) {
    context.problem(component, `Invalid version specified:${version}`, {
      at: placeOf(component.document, 'apiVersion'),
    });
  }
}

/** A complaint about an object or field that failed itself says nothing new. */
function isEcho(problem: string, failedNames: string[]): boolean {
  return failedNames.some((name) => new RegExp(`\\b${name}\\b`, 'i').test(problem));
}

/** Everything that Apex may call what failed: the relationship and the parts of a custom field, the record type of a row. */
function failedNames(context: DeployContext): string[] {
  if (!context.allOrNothing) return [];
  const names = context.failedNames(['CustomObject', 'CustomField']);
  const stems = names.filter((name) => /__c$/i.test(name)).map((name) => name.slice(0, -'__c'.length));
  return [
    ...names,
    ...stems.flatMap((stem) => [`${stem}__r`, `${stem}__pc`, `${stem}__\\w+__s`, `${stem}__(Share|History|Feed)`]),
    ...(context.anyFailed(['RecordType']) ? ['RecordType', 'RecordTypeId'] : []),
  ];
}

/** Problems of other classes, which this deploy would break, are told at the deployed class that comes first. */
function report(problems: ApexProblem[], components: Component[], context: DeployContext): void {
  const byName = new Map(components.map((component) => [component.fullName.toLowerCase(), component]));
  const failed = failedNames(context);
  for (const { name, line, column, problem } of problems) {
    if (isEcho(problem, failed)) continue;
    const component = byName.get(name.toLowerCase());
    const file = component && contentOf(component)?.file;
    if (component && file) context.problem(component, problem, { at: { file: file.source, line, column } });
    else if (components[0])
      context.problem(components[0], `Dependent class is invalid and needs recompilation: Class ${name} : ${problem}`);
  }
}

/**
 * When one error undoes the deploy anyway, classes with a broken metadata file compile with the rest, so that nobody who
 * uses them is blamed. A partial deploy leaves failing classes out, and the rest must compile without them.
 */
function checkTogether(components: Component[], context: DeployContext): void {
  let sound = components.filter(
    (component) => contentOf(component) && (context.allOrNothing || !context.failed(component)),
  );
  while (sound.length > 0) {
    const problems = context.checkApex(sound.map((component) => sourceOf(component, context)));
    report(problems, sound, context);
    if (problems.length === 0 || context.allOrNothing) return;
    const remaining = sound.filter((component) => !context.failed(component));
    if (remaining.length === sound.length) return;
    sound = remaining;
  }
}

/** Code without comments and white space counts (Object Reference, "ApexClass", LengthWithoutComments). */
function lengthWithoutComments(body: string): number {
  return body.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/[^\n]*/g, '').length;
}

export const apexHandler: TypeHandler = {
  types: ['ApexClass', 'ApexTrigger'],
  check,
  checkTogether,
  apply(component, context) {
    const { data } = context;
    const source = sourceOf(component, context);
    const existed = data.rows(component.type, { Name: component.fullName }).length > 0;
    const trigger = component.type === 'ApexTrigger' ? triggerColumns(source.body) : {};
    const id = putRow(
      data,
      component.type,
      {
        Name: component.fullName,
        Body: source.body,
        ApiVersion: source.apiVersion,
        NamespacePrefix: null,
        Status: textOf(component.document, 'status') ?? 'Active',
        IsValid: true,
        LengthWithoutComments: lengthWithoutComments(source.body),
        ...trigger,
      },
      ['Name'],
    );
    return { id, existed };
  },
  finish(components, context) {
    context.apexLoaded = !context.allOrNothing || !context.anyFailed(['ApexClass', 'ApexTrigger']);
    if (components.length > 0 && context.apexLoaded)
      context.org.apex.load(components.map((component) => sourceOf(component, context)));
  },
  remove(fullName, context) {
    for (const type of ['ApexClass', 'ApexTrigger']) {
      for (const row of context.data.rows(type, { Name: fullName })) {
        context.data.remove('SetupEntityAccess', { SetupEntityId: row['Id'] ?? null });
        context.data.remove(type, { Id: row['Id'] ?? null });
      }
    }
    context.org.apex.unload([fullName]);
  },
};

const TRIGGER = /\btrigger\s+\w+\s+on\s+(\w+)\s*\(([^)]*)\)/i;

/** `UsageBeforeInsert` and the like, from the trigger's own declaration. */
function triggerColumns(body: string): Record<string, string | boolean> {
  const [, object = '', events = ''] = TRIGGER.exec(body) ?? [];
  const named = new Set(
    events
      .toLowerCase()
      .split(',')
      .map((event) => event.trim().replace(/\s+/g, ' ')),
  );
  const usage = [
    'before insert',
    'before update',
    'before delete',
    'after insert',
    'after update',
    'after delete',
    'after undelete',
  ];
  return {
    TableEnumOrId: object,
    ...Object.fromEntries(
      usage.map((event) => [
        `Usage${event
          .split(' ')
          .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
          .join('')}`,
        named.has(event),
      ]),
    ),
  };
}
