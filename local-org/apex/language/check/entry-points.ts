/**
 * Rules of classes that are called from outside: Apex REST resources and invocable actions (Apex Developer Guide,
 * "RestResource Annotation", "InvocableMethod Annotation", "InvocableVariable Annotation"). The pages give the rules, not
 * the compiler's sentences.
 */
import type { Annotation } from '../syntax/ast.ts';
import type { Problems } from '../types/problems.ts';
import { findField } from '../types/symbols.ts';
import type { ClassSymbol, MethodSymbol } from '../types/symbols.ts';
import { isError, isNamed } from '../types/type.ts';
import { describe } from './calls.ts';
import { invocableProblem } from './invocable-types.ts';

/** The annotation of a REST method -> its HTTP method. */
export const HTTP_METHODS: ReadonlyMap<string, string> = new Map([
  ['httpget', 'GET'],
  ['httppost', 'POST'],
  ['httpput', 'PUT'],
  ['httppatch', 'PATCH'],
  ['httpdelete', 'DELETE'],
]);

/** "RestResource Annotation", URL Guidelines. */
const MAX_MAPPING = 255;

export function annotationOf(annotations: readonly Annotation[], name: string): Annotation | undefined {
  return annotations.find((each) => each.name.toLowerCase() === name);
}

export function checkEntryPoints(symbol: ClassSymbol, problems: Problems): void {
  const methods = [...symbol.members().methods.values()].flat();
  checkRestResource(symbol, methods, problems);
  checkLightning(symbol, methods, problems);
  checkNamesakes(methods, problems);
  for (const method of methods) checkReadOnly(symbol, method, problems);
  const invocable = methods.filter((method) => annotationOf(method.annotations, 'invocablemethod'));
  for (const method of invocable) checkInvocable(symbol, method, problems);
  for (const method of invocable.slice(1))
    problems.add(method.declaration!, 'Only one method per type can be defined with: InvocableMethod');
  for (const field of symbol.members().fields.values()) {
    if (!annotationOf(field.annotations, 'invocablevariable') || field.property) continue;
    if (invocableProblem(field.type, 'variable'))
      problems.add(field, `InvocableVariable fields do not support type of ${field.type.name}`);
    else if (symbol.outer && symbol.access === 'private')
      problems.add(field, 'Defining type for InvocableVariable fields cannot be private');
  }
}

/** Methods without parameters could read parameters since this version only. */
const NO_PARAMETERS_SINCE = 24;

function checkRestResource(symbol: ClassSymbol, methods: MethodSymbol[], problems: Problems): void {
  const resource = annotationOf(symbol.declaration.modifiers.annotations, 'restresource');
  if (resource) checkMapping(symbol, resource, problems);
  const seen = new Set<string>();
  for (const method of methods) {
    const at = method.declaration!;
    for (const annotation of method.annotations) {
      const kind = annotation.name.toLowerCase();
      if (!HTTP_METHODS.has(kind)) continue;
      const name = `Http${kind[4]!.toUpperCase()}${kind.slice(5)}`;
      if (method.access !== 'global') problems.add(at, `${name} methods must be declared as global`);
      if (!resource) problems.add(at, `Defining type for ${name} methods must be declared as RestResource`);
      if (seen.has(kind)) problems.add(at, `Only one method per type can be defined with: ${name}`);
      // GET and DELETE requests have no body that could hold parameters ("Apex REST Methods").
      const isBodiless = kind === 'httpget' || kind === 'httpdelete';
      if (isBodiless && method.parameters.length > 0 && symbol.source.apiVersion >= NO_PARAMETERS_SINCE)
        problems.add(at, `${name} methods do not support parameters`);
      seen.add(kind);
    }
  }
}

function checkMapping(symbol: ClassSymbol, resource: Annotation, problems: Problems): void {
  if (symbol.access !== 'global') problems.add(symbol.declaration, 'RestResource classes must be declared as global');
  const mapping = resource.values.get('urlmapping');
  if (mapping === undefined) problems.add(resource, 'Required property is missing: urlMapping');
  else {
    const problem = mappingProblem(mapping);
    if (problem) problems.add(resource, `Rest Resource url ${problem}`);
  }
}

function mappingProblem(mapping: string): string | null {
  if (mapping === '') return 'cannot be empty';
  if (mapping.length > MAX_MAPPING) return `cannot be longer than ${MAX_MAPPING} characters`;
  if (!mapping.startsWith('/')) return "must begin with a forward slash, '/'";
  if (/[^/]\*/.test(mapping)) return "wildcard, '*', must be preceded by a forward slash, '/'";
  if (/\*[^/]/.test(mapping))
    return "wildcard, '*', must be followed by a forward slash, '/', or be the last character";
  return null;
}

/** AuraEnabled methods may have overloads up to API version 54. */
const NO_OVERLOADS_SINCE = 55;

/** "AuraEnabled Annotation": instance methods are getters; no two methods of a name. */
function checkLightning(symbol: ClassSymbol, methods: MethodSymbol[], problems: Problems): void {
  const enabled = methods.filter((method) => annotationOf(method.annotations, 'auraenabled'));
  for (const method of enabled) {
    const at = method.declaration!;
    if (!method.static && method.parameters.length > 0)
      problems.add(at, 'Non static AuraEnabled methods may not have parameters');
    if (!method.static && !/^get/i.test(method.name))
      problems.add(at, "Non static AuraEnabled methods must be named with a prefix 'get'");
    const namesakes = enabled.filter((each) => each.name.toLowerCase() === method.name.toLowerCase());
    const field = /^get./i.test(method.name) ? findField(symbol, method.name.slice(3)) : undefined;
    if (!method.static && field && annotationOf(field.annotations, 'auraenabled'))
      problems.add(at, `AuraEnabled method and variable cannot have the same name: ${method.name.slice(3)}`);
    if (namesakes.length > 1 && symbol.source.apiVersion >= NO_OVERLOADS_SINCE)
      problems.add(at, `Overload of AuraEnabled method: ${method.name} overload is not permitted`);
  }
}

/** "Remote Methods" and "webservice Methods": two that a caller could not tell apart. */
function checkNamesakes(methods: MethodSymbol[], problems: Problems): void {
  const remote = new Set<string>();
  const soap = new Set<string>();
  for (const method of methods) {
    const name = method.name.toLowerCase();
    const told = `${name} ${method.parameters.length}`;
    const isRemote = annotationOf(method.annotations, 'remoteaction') !== undefined;
    if (isRemote && remote.has(told))
      problems.add(
        method.declaration!,
        'Remote Action does not support two remote action methods with the same name and same number of parameters',
      );
    if (isRemote) remote.add(told);
    if (!method.declaration?.modifiers.words.has('webservice')) continue;
    if (soap.has(name))
      problems.add(
        method.declaration,
        `Web Service does not support two web service methods with the same name: ${describe(method)}`,
      );
    soap.add(name);
  }
}

/** REST methods may be read-only since this version. */
const READ_ONLY_REST_SINCE = 49;

/** "ReadOnly Annotation". */
function checkReadOnly(symbol: ClassSymbol, method: MethodSymbol, problems: Problems): void {
  if (!annotationOf(method.annotations, 'readonly')) return;
  const at = method.declaration!;
  if (!method.static) {
    const isJob =
      /^execute$/i.test(method.name) && /^(System\.)?SchedulableContext$/.test(method.parameters[0]?.type.name ?? '');
    if (!isJob)
      problems.add(
        at,
        'Only WebService, RemoteAction or Schedulable.execute(SchedulableContext) methods can be marked ReadOnly',
      );
    return;
  }
  const isRest = method.annotations.some(({ name }) => HTTP_METHODS.has(name.toLowerCase()));
  const takesRest = symbol.source.apiVersion >= READ_ONLY_REST_SINCE;
  const isCalled =
    at.modifiers.words.has('webservice') || annotationOf(method.annotations, 'remoteaction') !== undefined;
  if (isCalled || (isRest && takesRest)) return;
  const rest = takesRest ? ', HttpGet, HttpPost, HttpPatch, HttpPut, HttpDelete' : '';
  problems.add(at, `ReadOnly methods require at least one of the following webService, RemoteAction${rest}`);
}

function checkInvocable(symbol: ClassSymbol, method: MethodSymbol, problems: Problems): void {
  const at = method.declaration!;
  // Inner classes have no static methods: that is told already.
  if (symbol.outer) return;
  if (method.annotations.some((each) => !BESIDE_INVOCABLE.has(each.name.toLowerCase())))
    problems.add(at, 'The only annotation that can be used with InvocableMethod is Deprecated');
  if (method.parameters.length > 1)
    problems.add(at, 'Only one parameter is supported on methods with @Invocable annotation');
  const [parameter] = method.parameters;
  if (parameter && !isError(parameter.type) && !isNamed(parameter.type, 'List'))
    problems.add(
      at,
      `Unsupported parameter type ${parameter.type.name}. Valid invocable parameters must be List types like List<T> where T is a supported type`,
    );
  else if (parameter && invocableProblem(parameter.type, 'list'))
    problems.add(at, `InvocableMethod methods do not support parameter type of ${parameter.type.name}`);
  if (method.returns.name !== 'void' && invocableProblem(method.returns, 'list'))
    problems.add(at, `InvocableMethod methods do not support return type of ${method.returns.name}`);
}

const BESIDE_INVOCABLE = new Set(['deprecated', 'invocablemethod', 'suppresswarnings']);
