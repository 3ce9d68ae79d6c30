/** Runs SOSL: finds the rows whose text fields hold the term, and lets SOQL return what is asked of them. */
import { isGranted } from '../../data/access/access.ts';
import type { OrgDatabase } from '../../data/database.ts';
import { columnOf } from '../../data/storage/columns.ts';
import { PlatformError } from '../../data/types.ts';
import type { FieldDescribe, QueryOptions, SearchOptions, SearchResult, SObjectDescribe } from '../../data/types.ts';
import { unsupportedObject } from '../errors.ts';
import { checkQuery } from '../check.ts';
import type { QueryProblem } from '../check.ts';
import { MAXIMUM_RESULTS, parseSosl } from './parse.ts';
import type { ParsedSosl, Returning, SearchGroup } from './parse.ts';
import { finderOf, wordsOf } from './terms.ts';
import { needsFilter } from '../translate.ts';

const TEXTS = new Set(['string', 'textarea', 'email', 'phone', 'url', 'combobox']);
/** Name of the bind variable that holds the ids found. */
const FOUND = 'sosl_found';

/** One list of records for each object that the search returns, in its order; empty lists included. */
export function runSearch(data: OrgDatabase, sosl: string, options: SearchOptions): SearchResult[] {
  const parsed = parseSosl(sosl);
  const finder = options.fixed ? undefined : finderOf(termOf(parsed, options));
  let left = parsed.limit ?? MAXIMUM_RESULTS;
  return objectsOf(data, parsed, sosl).map((returning) => {
    const object = data.schema.get(returning.object);
    const ids = options.fixed
      ? options.fixed.filter((id) => id.startsWith(object.keyPrefix ?? '?'))
      : matches(data, object, parsed.group, finder as NonNullable<typeof finder>);
    const result = data.query(soqlOf(returning, object, parsed.mode), {
      ...options,
      binds: { ...options.binds, [FOUND]: ids },
    });
    const records = result.records.slice(0, left);
    left -= records.length;
    return { object: object.name, result: { ...result, records, totalSize: records.length } };
  });
}

/** Problems of a search as the Apex compiler tells them, at its beginning. */
export function checkSearch(data: OrgDatabase, sosl: string): QueryProblem[] {
  return searchProblems(data, sosl).map((problem) => ({ problem, line: 1, column: 1 }));
}

function searchProblems(data: OrgDatabase, sosl: string): string[] {
  try {
    const parsed = parseSosl(sosl);
    if ('text' in parsed.term) finderOf(parsed.term.text);
    return objectsOf(data, parsed, sosl).flatMap((returning) =>
      checkQuery(data, soqlOf(returning, data.schema.get(returning.object), parsed.mode)).map(({ problem }) => problem),
    );
  } catch (error) {
    if (error instanceof PlatformError) return [error.message];
    throw error;
  }
}

function termOf({ term }: ParsedSosl, { binds }: QueryOptions): string {
  if ('text' in term) return term.text;
  const value = binds?.[term.bind.toLowerCase()];
  return typeof value === 'string' ? value : '';
}

function objectsOf(data: OrgDatabase, parsed: ParsedSosl, sosl: string): Returning[] {
  if (parsed.returning.length === 0)
    return data.schema
      .names()
      .map((name) => data.schema.find(name))
      .filter((object) => object !== undefined && object.queryable && (object.kind === 'custom' || isGranted(object)))
      .filter((object) => object?.keyPrefix !== null && !needsFilter(object?.name ?? ''))
      .map((object) => ({ object: (object as SObjectDescribe).name, fields: 'Id', tail: '' }));
  for (const { object } of parsed.returning)
    if (!data.schema.find(object)?.queryable) throw unsupportedObject(data.schema, sosl, object);
  return parsed.returning;
}

function soqlOf({ fields, where, tail }: Returning, object: SObjectDescribe, mode: string | undefined): string {
  const conditions = [`Id IN :${FOUND}`, ...(where === undefined ? [] : [`(${where})`])];
  return `SELECT ${fields} FROM ${object.name} WHERE ${conditions.join(' AND ')}${mode === undefined ? '' : ` WITH ${mode}`} ${tail}`;
}

/** Ids of the rows whose fields of the group hold the term. */
function matches(
  data: OrgDatabase,
  object: SObjectDescribe,
  group: SearchGroup,
  finder: (fields: string[][]) => boolean,
): string[] {
  const fields = fieldsOf(object, group);
  if (fields.length === 0) return [];
  const table = data.store.tables.table(object);
  const live = object.fields.has('IsDeleted') ? ' WHERE t."IsDeleted" = 0' : '';
  const columns = fields.map((field) => columnOf(object, 't', field));
  const rows = data.store.tables.prepareArrays(`SELECT t."Id", ${columns.join(', ')} FROM ${table} t${live}`).all();
  return (rows as unknown as (string | null)[][])
    .filter(([, ...values]) => finder(values.filter((value) => value !== null).map((value) => wordsOf(String(value)))))
    .map(([id]) => id as string);
}

/** Text fields, those that name the row, or those of one kind. Formulas are not searched. */
function fieldsOf(object: SObjectDescribe, group: SearchGroup): FieldDescribe[] {
  return [...object.fields.values()].filter((field) => {
    if (field.formula !== undefined || !TEXTS.has(field.type)) return false;
    switch (group) {
      case 'NAME':
        return field.nameField || ['FirstName', 'LastName'].includes(field.name);
      case 'EMAIL':
        return field.type === 'email';
      case 'PHONE':
        return field.type === 'phone';
      default:
        return true;
    }
  });
}
