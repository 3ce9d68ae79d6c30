/** `search` and `parameterizedSearch` (REST API Developer Guide, "Search", "Parameterized Search"). */
import { z } from 'zod';
import { PlatformError } from '../../data/types.ts';
import type { SearchResult } from '../../data/types.ts';
import { recordJson } from './records.ts';
import type { RestCall, RestReply, RestResource } from './router.ts';

const NAMED = z.union([
  z.string(),
  z.object({
    name: z.string(),
    fields: z.array(z.string()).optional(),
    where: z.string().optional(),
    limit: z.number().int().optional(),
  }),
]);
const REQUEST = z.object({
  q: z.string(),
  in: z.enum(['ALL', 'NAME', 'EMAIL', 'PHONE', 'SIDEBAR']).default('ALL'),
  fields: z.array(z.string()).optional(),
  sobjects: z.array(NAMED).optional(),
  defaultLimit: z.number().int().optional(),
  overallLimit: z.number().int().optional(),
});
type Request = z.infer<typeof REQUEST>;

export const searchResources: RestResource[] = [
  { pattern: 'search', methods: { GET: search } },
  { pattern: 'parameterizedSearch', methods: { GET: parameterizedGet, POST: parameterizedPost } },
];

function search(call: RestCall): RestReply {
  const sosl = call.query.get('q');
  if (!sosl)
    throw new PlatformError(
      'MALFORMED_SEARCH',
      'SOSL statements cannot be empty or null: give the search in the parameter q',
    );
  return found(call, sosl);
}

function found(call: RestCall, sosl: string): RestReply {
  const results: SearchResult[] = call.context.org.data.search(sosl, {
    actor: call.session.actor,
    mode: 'user',
    sharing: true,
  });
  return {
    body: {
      searchRecords: results.flatMap(({ result }) => result.records.map((record) => recordJson(record, call))),
    },
  };
}

/** Lists in the query string are commas; fields of one object are `Object.fields=…`. */
function parameterizedGet(call: RestCall): RestReply {
  const list = (name: string): string[] | undefined =>
    call.query
      .get(name)
      ?.split(',')
      .map((part) => part.trim());
  const sobjects = (list('sobject') ?? []).map((name) => {
    const limit = call.query.get(`${name}.limit`);
    const where = call.query.get(`${name}.where`);
    const fields = list(`${name}.fields`);
    return {
      name,
      ...(fields ? { fields } : {}),
      ...(where ? { where } : {}),
      ...(limit ? { limit: Number(limit) } : {}),
    };
  });
  return parameterized(call, {
    q: call.query.get('q') ?? '',
    ...(call.query.has('in') ? { in: call.query.get('in')?.toUpperCase() } : {}),
    ...(list('fields') ? { fields: list('fields') } : {}),
    sobjects,
  });
}

function parameterizedPost(call: RestCall): RestReply {
  return parameterized(call, call.body);
}

function parameterized(call: RestCall, given: unknown): RestReply {
  const read = REQUEST.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new PlatformError('JSON_PARSER_ERROR', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
  }
  return found(call, soslOf(read.data));
}

function soslOf(request: Request): string {
  const term = request.q.replaceAll(/[\\{}]/g, '\\$&');
  const returning = (request.sobjects ?? []).map((entry) => {
    const named = typeof entry === 'string' ? { name: entry } : entry;
    const fields = named.fields ?? request.fields ?? ['Id'];
    const limit = named.limit ?? request.defaultLimit;
    return `${named.name}(${fields.join(', ')}${named.where ? ` WHERE ${named.where}` : ''}${limit === undefined ? '' : ` LIMIT ${limit}`})`;
  });
  return `FIND {${term}} IN ${request.in} FIELDS${returning.length > 0 ? ` RETURNING ${returning.join(', ')}` : ''}${request.overallLimit === undefined ? '' : ` LIMIT ${request.overallLimit}`}`;
}
