/**
 * Where annotations may stand, what they may say and what they ask of the member that carries them (Apex Developer Guide,
 * "Annotations" and the page of each). Sentences, and the API version that a rule begins with, are those of Salesforce's own
 * compiler, as the Apex language server of Salesforce Extensions carries it.
 */
import type { Annotation, Position } from '../syntax/ast.ts';
import type { Problems } from '../types/problems.ts';
import type { FieldSymbol, MethodSymbol } from '../types/symbols.ts';

export type Place = 'classes' | 'interfaces' | 'enums' | 'constructors' | 'methods' | 'fields' | 'properties';

interface AnnotationRule {
  /** As the platform writes it. */
  name: string;
  /** Absent: anywhere. */
  on?: readonly Place[];
  /** Lower-case names of its properties. */
  properties?: readonly string[];
}

const ON_METHODS: readonly Place[] = ['methods'];

const RULES: ReadonlyMap<string, AnnotationRule> = new Map(
  (
    [
      {
        name: 'AuraEnabled',
        on: ['methods', 'fields', 'properties'],
        properties: ['cacheable', 'continuation', 'scope'],
      },
      { name: 'Deprecated' },
      { name: 'Future', on: ON_METHODS, properties: ['callout'] },
      { name: 'HttpDelete', on: ON_METHODS },
      { name: 'HttpGet', on: ON_METHODS },
      { name: 'HttpPatch', on: ON_METHODS },
      { name: 'HttpPost', on: ON_METHODS },
      { name: 'HttpPut', on: ON_METHODS },
      {
        name: 'InvocableMethod',
        on: ON_METHODS,
        properties: [
          'callout',
          'capabilitytype',
          'category',
          'configurationeditor',
          'description',
          'iconname',
          'label',
        ],
      },
      {
        name: 'InvocableVariable',
        on: ['fields'],
        properties: ['defaultvalue', 'description', 'label', 'placeholdertext', 'required'],
      },
      {
        name: 'IsTest',
        on: ['classes', 'methods'],
        properties: ['critical', 'isparallel', 'oninstall', 'seealldata', 'testfor'],
      },
      { name: 'JsonAccess', on: ['classes'], properties: ['deserializable', 'serializable'] },
      { name: 'NamespaceAccessible' },
      { name: 'ReadOnly', on: ON_METHODS, properties: ['usereplica'] },
      // The compiler takes the two on more than the pages name: what it does not mind is left alone.
      { name: 'RemoteAction' },
      { name: 'RestResource', properties: ['urlmapping'] },
      { name: 'SuppressWarnings', properties: ['value'] },
      { name: 'TestSetup', on: ON_METHODS },
      { name: 'TestVisible' },
    ] satisfies AnnotationRule[]
  ).map((rule) => [rule.name.toLowerCase(), rule]),
);

/** "JsonAccess Annotation": what its two properties may say. */
const JSON_ACCESS = new Set(['never', 'samenamespace', 'samepackage', 'always']);

/** The annotations of one declaration, whose name stands at `at`. */
export function checkAnnotations(
  annotations: readonly Annotation[],
  place: Place,
  at: Position,
  problems: Problems,
): void {
  const seen = new Set<string>();
  for (const annotation of annotations) {
    const rule = RULES.get(annotation.name.toLowerCase());
    if (!rule) {
      problems.add(annotation, `Annotation does not exist: ${annotation.name}`);
      continue;
    }
    if (seen.has(rule.name)) problems.add(at, `Duplicate modifier: ${rule.name}`);
    seen.add(rule.name);
    if (rule.on && !rule.on.includes(place)) problems.add(at, `${rule.name} is not allowed on ${place}`);
    checkProperties(annotation, rule, problems);
  }
}

function checkProperties(annotation: Annotation, { name, properties = [] }: AnnotationRule, problems: Problems): void {
  for (const property of annotation.values.keys()) {
    if (!properties.includes(property))
      problems.add(annotation, `No such property, ${property}, defined on this annotation: ${name}`);
  }
  if (name === 'JsonAccess') checkJsonAccess(annotation, problems);
}

function checkJsonAccess(annotation: Annotation, problems: Problems): void {
  if (annotation.values.size === 0)
    problems.add(annotation, 'At least one JSON serialization control parameter must be specified');
  for (const [property, value] of annotation.values)
    if (!JSON_ACCESS.has(value.toLowerCase()))
      problems.add(annotation, `Annotation property, ${property} on JsonAccess, unknown value: ${value}`);
}

/** Annotations of methods that only static ones may carry. */
const STATIC_ONLY = [
  'Future',
  'HttpDelete',
  'HttpGet',
  'HttpPatch',
  'HttpPost',
  'HttpPut',
  'InvocableMethod',
  'IsTest',
  'RemoteAction',
  'TestSetup',
];

const VISIBLE_METHODS = ['AuraEnabled', 'InvocableMethod', 'RemoteAction'];

/** What the annotations of a method ask of its modifiers. */
export function checkAnnotatedMethod(method: MethodSymbol, problems: Problems): void {
  const at = method.declaration!;
  const { words } = at.modifiers;
  const names = new Set(method.annotations.map((each) => RULES.get(each.name.toLowerCase())?.name ?? each.name));
  for (const name of STATIC_ONLY)
    if (names.has(name) && !words.has('static')) problems.add(at, `${name} methods must be declared as static`);
  if (words.has('testmethod') && !words.has('static'))
    problems.add(at, 'testMethod methods must be declared as static');
  for (const name of VISIBLE_METHODS) if (names.has(name)) checkVisible(name, 'methods', method.access, at, problems);
  if (names.has('NamespaceAccessible') && method.access !== 'public' && method.access !== 'protected')
    problems.add(at, 'NamespaceAccessible methods require at least one of the following public, protected');
}

/** Properties with AuraEnabled may be private up to API version 46. */
const AURA_PROPERTIES_SINCE = 47;

/** What the annotations of a field or property ask of its modifiers. */
export function checkAnnotatedField(field: FieldSymbol, problems: Problems): void {
  const names = new Set(field.annotations.map(({ name }) => name.toLowerCase()));
  const place = field.property ? 'properties' : 'fields';
  const isOld = field.owner.source.apiVersion < AURA_PROPERTIES_SINCE;
  if (names.has('auraenabled')) {
    if (field.static && !field.property) problems.add(field, 'AuraEnabled fields cannot be static');
    if (!field.property || !isOld) checkVisible('AuraEnabled', place, field.access, field, problems);
  }
  if (names.has('invocablevariable') && !field.property) {
    if (field.static) problems.add(field, 'InvocableVariable fields cannot be static');
    if (field.final) problems.add(field, 'InvocableVariable fields cannot be final');
    checkVisible('InvocableVariable', place, field.access, field, problems);
  }
}

function checkVisible(name: string, place: Place, access: string, at: Position, problems: Problems): void {
  if (access !== 'public' && access !== 'global')
    problems.add(at, `${name} ${place} require at least one of the following global, public`);
}
