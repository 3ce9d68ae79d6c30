/**
 * Rules of classes that are called from outside: Apex REST resources and invocable actions (Apex Developer Guide,
 * "RestResource Annotation", "InvocableMethod Annotation", "InvocableVariable Annotation"). The pages give the rules, not
 * the compiler's sentences.
 */
import type { Annotation } from '../syntax/ast.ts';
import type { Problems } from '../types/problems.ts';
import type { ClassSymbol, MethodSymbol } from '../types/symbols.ts';
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
  const invocable = methods.filter((method) => annotationOf(method.annotations, 'invocablemethod'));
  for (const method of invocable) checkInvocable(symbol, method, problems);
  for (const method of invocable.slice(1))
    problems.add(method.declaration!, 'Only one method per type can be defined with: InvocableMethod');
  for (const field of symbol.members().fields.values()) {
    const annotation = annotationOf(field.annotations, 'invocablevariable');
    if (!annotation) continue;
    if (field.static) problems.add(annotation, `InvocableVariable fields cannot be static: ${field.name}`);
    else if (field.access !== 'public' && field.access !== 'global')
      problems.add(annotation, `InvocableVariable fields must be public or global: ${field.name}`);
    else if (invocableProblem(field.type, 'variable'))
      problems.add(annotation, `InvocableVariable fields do not support type of ${field.type.name}`);
  }
}

function checkRestResource(symbol: ClassSymbol, methods: MethodSymbol[], problems: Problems): void {
  const resource = annotationOf(symbol.declaration.modifiers.annotations, 'restresource');
  if (resource) checkMapping(symbol, resource, problems);
  const seen = new Set<string>();
  for (const method of methods) {
    for (const annotation of method.annotations) {
      const kind = annotation.name.toLowerCase();
      if (!HTTP_METHODS.has(kind)) continue;
      if (!method.static || method.access !== 'global')
        problems.add(annotation, `${annotation.name} methods must be declared as global static: ${method.name}`);
      if (!resource)
        problems.add(annotation, `Defining type for ${annotation.name} methods must be annotated with RestResource`);
      if (seen.has(kind)) problems.add(annotation, `Only one method per type can be defined with: ${annotation.name}`);
      // GET and DELETE requests have no body that could hold parameters ("Apex REST Methods").
      if ((kind === 'httpget' || kind === 'httpdelete') && method.parameters.length > 0)
        problems.add(annotation, `${annotation.name} methods do not support parameters: ${method.name}`);
      seen.add(kind);
    }
  }
}

function checkMapping(symbol: ClassSymbol, resource: Annotation, problems: Problems): void {
  if (symbol.outer || symbol.access !== 'global')
    problems.add(resource, `RestResource classes must be top-level and declared as global: ${symbol.name}`);
  const mapping = resource.values.get('urlmapping');
  if (!mapping) {
    problems.add(resource, 'Annotation RestResource is missing required attribute: urlMapping');
    return;
  }
  if (!mapping.startsWith('/')) problems.add(resource, `Invalid urlMapping '${mapping}': it must begin with a slash`);
  if (mapping.length > MAX_MAPPING)
    problems.add(resource, `Invalid urlMapping: it may have at most ${MAX_MAPPING} characters`);
  if (mapping.split('/').some((segment) => segment.includes('*') && segment !== '*'))
    problems.add(resource, `Invalid urlMapping '${mapping}': a wildcard must stand between slashes or at the end`);
}

function checkInvocable(symbol: ClassSymbol, method: MethodSymbol, problems: Problems): void {
  const at = method.declaration!;
  if (symbol.outer) problems.add(at, 'InvocableMethod methods must be in an outer class');
  if (!method.static || (method.access !== 'public' && method.access !== 'global'))
    problems.add(at, `InvocableMethod methods must be static and public or global: ${method.name}`);
  if (method.annotations.some((each) => !['invocablemethod', 'suppresswarnings'].includes(each.name.toLowerCase())))
    problems.add(at, `Other annotations can't be used with the InvocableMethod annotation: ${method.name}`);
  if (method.parameters.length > 1) problems.add(at, 'InvocableMethod methods support at most one parameter');
  const [parameter] = method.parameters;
  if (parameter && invocableProblem(parameter.type, 'list'))
    problems.add(at, `InvocableMethod methods do not support parameter type of ${parameter.type.name}`);
  if (method.returns.name !== 'void' && invocableProblem(method.returns, 'list'))
    problems.add(at, `InvocableMethod methods do not support return type of ${method.returns.name}`);
}
