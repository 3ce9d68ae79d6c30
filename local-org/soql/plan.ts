/** What a translated query is: SQL, its parameters, and how rows become records. */
import type { FieldDescribe, QueryColumn, Scalar } from '../data/types.ts';
import type { SqlValue } from './values.ts';

export type Show = (value: Scalar) => Scalar;

/** One value of a record: where it stands in the SQL row. */
export interface PlannedField {
  name: string;
  index: number;
  field: FieldDescribe;
  /** What is shown instead of the value: the picklist label, the text of the user's locale. */
  show?: Show | undefined;
  /** Of an address or a place: what it consists of. Its own index is -1. */
  parts?: { name: string; index: number; field: FieldDescribe }[];
}

export interface PlannedRecord {
  type: string;
  /** Index of the row's id; a parent without one is null. */
  idIndex: number;
  fields: PlannedField[];
  parents: Map<string, PlannedRecord>;
  children: PlannedChildren[];
  /** `TYPEOF`: relationship name -> what is shown of each type of row. */
  typeofs?: Map<string, PlannedTypeof>;
}

export interface PlannedTypeof {
  variants: PlannedRecord[];
  /** Rows of all other types; absent where they show nothing. */
  otherwise?: PlannedRecord;
}

export interface PlannedChildren {
  name: string;
  /** Index, in the child's rows, of the parent's id. */
  keyIndex: number;
  plan: QueryPlan;
  limit: number | undefined;
  offset: number;
}

export interface QueryPlan {
  entity: string;
  sql: string;
  parameters: SqlValue[];
  /** Child queries: where the parent ids go in `parameters`. */
  parentParameter: number;
  /** Child queries: index, in the rows, of the parent's id; -1 for all others. */
  parentKeyIndex: number;
  aggregate: boolean;
  countOnly: boolean;
  record: PlannedRecord;
  columns: QueryColumn[];
}
