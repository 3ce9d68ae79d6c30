/** Calls of Apex REST resources (Apex Developer Guide, "Exposing Apex Classes as REST Web Services"). */
import { PlatformError } from '../../data/types.ts';
import type { Actor } from '../../data/types.ts';
import type { ApexRestRequest, ApexRestResponse } from '../contract.ts';
import { HTTP_METHODS, annotationOf } from '../language/check/entry-points.ts';
import type { Program } from '../language/program.ts';
import type { ClassSymbol, MethodSymbol } from '../language/types/symbols.ts';
import { JsonTextError, parseTree } from '../system/json/parse.ts';
import type { Tree } from '../system/json/parse.ts';
import { typed } from '../system/json/read.ts';
import { writeJson } from '../system/json/write.ts';
import { openRestContext, restResponse } from '../system/rest.ts';
import type { RestMessage } from '../system/rest.ts';
import { ApexBlob } from '../values/blob.ts';
import type { ApexMap } from '../values/collections.ts';
import { ApexException } from '../values/object.ts';
import { typeRef } from '../values/type.ts';
import { callEntryPoint } from './aura.ts';
import type { Transaction } from './transaction.ts';
import type { World } from './world.ts';

/** Apex Reference, "RestResponse Class", statusCode: every other value becomes a 500. */
const STATUS_CODES = new Set([
  200, 201, 202, 204, 206, 300, 301, 302, 304, 400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 414, 415, 417, 500,
  503,
]);

interface Resource {
  mapping: string;
  symbol: ClassSymbol;
  /** By HTTP method. */
  methods: Map<string, MethodSymbol>;
}

const resourcesOf = new WeakMap<Program, Resource[]>();

function resources(program: Program): Resource[] {
  let found = resourcesOf.get(program);
  if (!found) {
    found = program.classNames().flatMap((name) => {
      const symbol = program.findClass(name);
      const annotation = symbol && annotationOf(symbol.declaration.modifiers.annotations, 'restresource');
      const mapping = annotation?.values.get('urlmapping');
      return symbol && mapping ? [{ mapping, symbol, methods: methodsOf(symbol) }] : [];
    });
    resourcesOf.set(program, found);
  }
  return found;
}

function methodsOf(symbol: ClassSymbol): Map<string, MethodSymbol> {
  const methods = new Map<string, MethodSymbol>();
  for (const method of [...symbol.members().methods.values()].flat()) {
    for (const [annotation, verb] of HTTP_METHODS)
      if (method.static && annotationOf(method.annotations, annotation)) methods.set(verb, method);
  }
  return methods;
}

/** An exact match wins, then the longest pattern with a wildcard ("RestResource Annotation", URL Guidelines). */
function resourceFor(program: Program, path: string): Resource | undefined {
  const bare = path.length > 1 ? path.replace(/\/$/, '') : path;
  const all = resources(program);
  const exact = all.find(({ mapping }) => mapping === path || mapping === bare || mapping === `${bare}/`);
  if (exact) return exact;
  return all
    .filter(({ mapping }) => mapping.includes('*') && matches(mapping, path))
    .sort((left, right) => right.mapping.length - left.mapping.length)[0];
}

/** A wildcard stands for any number of segments; at the end also for none. */
function matches(mapping: string, path: string): boolean {
  const pattern = mapping
    .split('/')
    .map((segment) => (segment === '*' ? '.*' : segment.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)))
    .join('/');
  return new RegExp(`^${pattern.replace(/\/\.\*$/, '(?:/.*)?')}$`).test(path);
}

export function invokeRest(world: World, actor: Actor, request: ApexRestRequest): ApexRestResponse {
  const resource = resourceFor(world.program, request.path);
  if (!resource)
    throw new PlatformError('NOT_FOUND', `Could not find a match for URL ${request.path}`, { httpStatus: 404 });
  const method = resource.methods.get(request.method);
  if (!method)
    throw new PlatformError(
      'METHOD_NOT_ALLOWED',
      `HTTP Method '${request.method}' not allowed. Allowed are ${[...resource.methods.keys()].join(',')}`,
      { httpStatus: 405 },
    );
  if (!world.data.access.hasClassAccess(actor.userId, resource.symbol.name))
    throw new PlatformError('FORBIDDEN', `You do not have access to the Apex class named: ${resource.symbol.name}`, {
      httpStatus: 403,
    });
  const body = method.parameters.length > 0 ? bodyTree(request) : null;
  checkParameters(method, body);
  const response = world.transaction({ actor }, (rt) => {
    openRestContext(rt, {
      headers: request.headers,
      params: request.params,
      values: {
        httpMethod: request.method,
        requestURI: request.path,
        resourcePath: `/services/apexrest${resource.mapping}`,
        remoteAddress: request.remoteAddress,
        // Parameters take the body; only a method without any reads it itself ("Apex REST Methods").
        requestBody: method.parameters.length > 0 ? null : new ApexBlob(request.body),
      },
    });
    const args = bound(() => argumentsOf(rt, method, body));
    return args instanceof Unbound ? args : answer(rt, method, callEntryPoint(world, method, args));
  });
  if (response instanceof Unbound) throw new PlatformError('JSON_PARSER_ERROR', response.message);
  if (!STATUS_CODES.has(response.status))
    throw new PlatformError('APEX_ERROR', `Invalid status code for HTTP response: ${response.status}`, {
      httpStatus: 500,
    });
  return response;
}

/** A body whose values are of other types than the parameters: the client's mistake, not an exception of the code. */
class Unbound {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

function bound(work: () => unknown[]): unknown[] | Unbound {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApexException) return new Unbound(error.state.message ?? error.typeName);
    throw error;
  }
}

/** The JSON object whose members are the parameters. */
function bodyTree(request: ApexRestRequest): Tree | null {
  const type = request.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const text = new TextDecoder().decode(request.body);
  if (text.trim() === '') return null;
  if (!/^application\/json\b/i.test(type))
    throw new PlatformError(
      'UNSUPPORTED_MEDIA_TYPE',
      `The content type '${type}' is not supported here: send the parameters as application/json.`,
      { httpStatus: 415 },
    );
  try {
    return parseTree(text);
  } catch (error) {
    if (error instanceof JsonTextError) throw new PlatformError('JSON_PARSER_ERROR', error.message);
    throw error;
  }
}

function checkParameters(method: MethodSymbol, body: Tree | null): void {
  if (body && body.kind !== 'object')
    throw new PlatformError('JSON_PARSER_ERROR', 'The request body must be a JSON object with the parameters by name.');
  for (const [name] of body?.entries ?? []) {
    if (!method.parameters.some((parameter) => parameter.name === name))
      throw new PlatformError('JSON_PARSER_ERROR', `Unexpected parameter encountered during deserialization: ${name}`);
  }
}

function argumentsOf(rt: Transaction, method: MethodSymbol, body: Tree | null): unknown[] {
  const given = new Map(body?.kind === 'object' ? body.entries : []);
  return method.parameters.map((parameter) => {
    const tree = given.get(parameter.name);
    return tree ? typed(rt, tree, typeRef(parameter.type.name), true) : null;
  });
}

/** A value is serialized; a void method's body is what it put into the response ("RestResponse Class", responseBody). */
function answer(rt: Transaction, method: MethodSymbol, result: unknown): ApexRestResponse {
  const response: RestMessage | null = restResponse(rt);
  const isVoid = method.returns.name === 'void';
  const blob = response?.values.responseBody;
  const own = blob instanceof ApexBlob ? blob.bytes : null;
  const body = isVoid ? own : json(rt, result);
  const asked = (response?.values.statusCode ?? null) as number | null;
  const headers = response ? [...(response.values.headers as ApexMap).entries()] : [];
  return {
    // 204: "The request was successful and the return type is void" ("Apex REST Methods", Response Status Codes).
    status: asked ?? (isVoid && body === null ? 204 : 200),
    headers: [
      ...(!isVoid && !headers.some(([name]) => String(name).toLowerCase() === 'content-type')
        ? [['Content-Type', 'application/json;charset=UTF-8'] as [string, string]]
        : []),
      ...headers.map(([name, value]): [string, string] => [String(name), String(value ?? '')]),
    ],
    body,
  };
}

/** Null fields are left out ("RestResponse Class", responseBody); a null result has no body. */
function json(rt: Transaction, value: unknown): Uint8Array | null {
  return value === null || value === undefined
    ? null
    : new TextEncoder().encode(writeJson(rt, value, { suppressNulls: true, pretty: false }));
}
