/** Formulas that code builds, and evaluates over values that nobody stored (Apex Reference, FormulaEval Namespace). */
import type { RecordValues, SObjectDescribe } from '../types.ts';
import type { FormulaUse } from './moment.ts';
import type { Node } from './parse.ts';
import type { FormulaType, FormulaValue } from './type.ts';

export interface AdHocOptions {
  /** What the paths of the formula start from. */
  object: SObjectDescribe;
  /** Objects that the schema does not have, by lower-case name. */
  objects: ReadonlyMap<string, SObjectDescribe>;
  use: FormulaUse;
  result: FormulaType;
  blankAsZero: boolean;
  /** Ids have 18 characters, as in formulas of flows. */
  wholeIds?: boolean;
}

/** A row that is not stored, by object and id. */
export type RowsInMemory = (object: string, id: string) => RecordValues | undefined;

export interface AdHocFormula {
  /** The fields and globals it refers to, as written. */
  names: string[];
  /** Raises FormulaError where it cannot be worked out. `old` is the row before a save. */
  evaluate(userId: string, row: RecordValues, rows: RowsInMemory, old?: RecordValues | null): FormulaValue;
}

export function namesIn(node: Node): string[] {
  if (node.kind === 'field') return [node.name];
  return 'args' in node ? node.args.flatMap(namesIn) : [];
}
