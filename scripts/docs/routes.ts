/** The addresses that the embedded org answers, read from the tables and calls that register them. */
import ts from 'typescript';
import { Closure, evaluate, readModule, recordOf } from './evaluate.ts';
import type { Value } from './evaluate.ts';
import { byCodePoint, eachNode, filesBelow } from './walk.ts';

export interface Route {
  path: string;
  /** HTTP verbs, or SOAP operations. */
  verbs: string[];
}

/** How clients delete that can only send GET and POST. */
const OVERRIDDEN = 'POST with `X-HTTP-Method-Override: DELETE`';
const HTTP_VERBS = ['get', 'post', 'put', 'patch', 'delete', 'all', 'head'];

/** REST resources: object literals with `pattern` and `methods`. */
export function restResources(): Route[] {
  const routes: Route[] = [];
  for (const file of filesBelow('local-org/server', '.ts')) {
    const { source, scope } = readModule(file);
    eachNode(source, (node) => {
      if (!ts.isObjectLiteralExpression(node)) return;
      const resource = recordOf(evaluate(node, scope));
      const { pattern, methods, tooling } = resource;
      if (typeof pattern !== 'string' || methods === undefined) return;
      const verbs = Object.entries(recordOf(methods))
        .filter(([, handler]) => !onlyRefuses(handler))
        .map(([verb]) => verb);
      if (verbs.length === 0) return;
      if (tooling !== 'only') routes.push({ path: `/services/data/vXX.X/${pattern}`, verbs });
      if (tooling) routes.push({ path: `/services/data/vXX.X/tooling/${pattern}`, verbs });
    });
  }
  return sorted(routes);
}

/** SOAP services: object literals with `path` and `operations`. */
export function soapServices(): Route[] {
  const routes: Route[] = [];
  for (const file of filesBelow('local-org/server/soap', '.ts')) {
    const { source, scope } = readModule(file);
    eachNode(source, (node) => {
      if (!ts.isObjectLiteralExpression(node)) return;
      const { path, operations } = recordOf(evaluate(node, scope));
      if (typeof path === 'string' && operations !== undefined)
        routes.push({ path, verbs: Object.keys(recordOf(operations)).sort(byCodePoint) });
    });
  }
  return sorted(routes);
}

/** Everything registered as `app.get('/…', …)`: OAuth, streaming, pages. */
export function otherAddresses(): Route[] {
  const routes: Route[] = [];
  for (const file of filesBelow('local-org', '.ts')) {
    const { source, scope } = readModule(file);
    eachNode(source, (node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || !node.arguments[0]) return;
      const verb = node.expression.name.text;
      const path = evaluate(node.arguments[0], scope);
      const last = node.arguments.at(-1);
      if (!HTTP_VERBS.includes(verb) || typeof path !== 'string' || !path.startsWith('/')) return;
      if (last && onlyRefuses(evaluate(last, scope))) return;
      routes.push({ path, verbs: [verb === 'all' ? 'any' : verb.toUpperCase()] });
    });
  }
  return sorted(routes);
}

/** SCIM endpoints: the calls `route('GET', '/Users', …)`. Those whose handler only refuses are the platform's own 501. */
export function scimEndpoints(): Route[] {
  const routes: Route[] = [];
  const { source, scope } = readModule(filesBelow('local-org/scim', 'plugin.ts')[0]!);
  eachNode(source, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'route') return;
    const [verb, path, handler] = node.arguments;
    if (!verb || !path || handler?.getText() === 'refuse') return;
    const values = [evaluate(verb, scope), evaluate(path, scope)];
    if (typeof values[0] !== 'string' || typeof values[1] !== 'string') return;
    routes.push({ path: values[1], verbs: [handler?.getText().startsWith('overridden(') ? OVERRIDDEN : values[0]] });
  });
  return sorted(routes);
}

/** Whether a handler ends by raising an error. */
function onlyRefuses(handler: Value): boolean {
  const body = handler instanceof Closure ? handler.node.body : undefined;
  const last = body && ts.isBlock(body) ? body.statements.at(-1) : undefined;
  return last !== undefined && ts.isThrowStatement(last);
}

/** One line an address, its verbs together. */
function sorted(routes: Route[]): Route[] {
  const byPath = new Map<string, Set<string>>();
  for (const { path, verbs } of routes) {
    const shown = path.replace(/\/$/, '').replace(/:(\w+)/g, '{$1}') || '/';
    byPath.set(shown, new Set([...(byPath.get(shown) ?? []), ...verbs]));
  }
  return [...byPath].map(([path, verbs]) => ({ path, verbs: [...verbs] })).sort((a, b) => byCodePoint(a.path, b.path));
}
