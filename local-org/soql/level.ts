/** One SELECT of a query: the main one, a child query, or a semi-join's. What all its clauses share. */
import type { QueryBase } from '@jetstreamapp/soql-parser-js';
import type { OrgDatabase } from '../data/database.ts';
import type { FieldDescribe, QueryOptions, SObjectDescribe } from '../data/types.ts';
import type { Calendar } from './dates.ts';
import type { ParsedSoql } from './parse.ts';
import { Scope } from './scope.ts';
import type { NameAccess } from './scope.ts';

export interface TranslateContext {
  data: OrgDatabase;
  parsed: ParsedSoql;
  options: QueryOptions;
  calendar: Calendar;
  access: NameAccess;
  sharing: boolean;
  allRows: boolean;
  nextAlias(): string;
}

export interface Level {
  readonly context: TranslateContext;
  readonly object: SObjectDescribe;
  readonly query: QueryBase;
  readonly scope: Scope;
  /** Field that ties a child query to its parent. */
  readonly parentField: FieldDescribe | undefined;
  /** 0 for the main query, 1 for its child queries, and so on. */
  readonly depth: number;
}

/** @param parentField given for child queries only. */
export function createLevel(
  context: TranslateContext,
  object: SObjectDescribe,
  query: QueryBase,
  parentField?: FieldDescribe,
  depth = 0,
): Level {
  const scope = new Scope(
    {
      schema: context.data.schema,
      tables: context.data.store.tables,
      access: context.access,
      text: context.parsed.text,
      nextAlias: context.nextAlias,
    },
    object,
    query.sObjectAlias,
  );
  return { context, object, query, scope, parentField, depth };
}

/** A clause that the parser gives as one item, a list, or not at all. */
export function clausesOf<T>(clause: T | T[] | undefined): T[] {
  if (clause === undefined) return [];
  return Array.isArray(clause) ? clause : [clause];
}
