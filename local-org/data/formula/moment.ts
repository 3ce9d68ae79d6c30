/** What formulas are compiled against (names of the org) and run in (a row and its surroundings). */
import type { RecordValues, SObjectDescribe } from '../types.ts';
import type { FormulaType, FormulaValue } from './type.ts';

/** Where a formula stands; that decides what it may use (Salesforce Help, "Formula Operators and Functions", availability). */
export type FormulaUse = 'field' | 'validation' | 'default';

/** What the org has by name, deployed or about to be. */
export interface FormulaNames {
  find(object: string): SObjectDescribe | undefined;
  exists(type: 'CustomLabel' | 'CustomPermission' | 'CustomMetadata', fullName: string): boolean;
}

/** The org as a formula sees it while it runs. */
export interface Surroundings {
  readonly userId: string;
  readonly now: Date;
  readonly timeZone: string;
  row(object: string, id: string): RecordValues | undefined;
  first(object: string, where: RecordValues): RecordValues | undefined;
  label(name: string): string | null;
  hasPermission(name: string): boolean;
  /** The value that holds for the user of a hierarchy custom setting's field. */
  setting(object: string, field: string): RecordValues[string];
  /** Value of another formula field. */
  calculated(object: SObjectDescribe, field: string, row: RecordValues): FormulaValue;
}

/** A row at the moment a formula looks at it. */
export interface Moment {
  row: RecordValues;
  /** Before the save that runs now; null where the row is new or nothing is being saved. */
  old: RecordValues | null;
  org: Surroundings;
}

/** A compiled expression. */
export interface Compiled {
  type: FormulaType;
  run(moment: Moment): FormulaValue;
  /** The text of a literal. */
  literal?: string;
  /** Names of a field reference. */
  field?: string;
  /** A field reference as it was before the save; the same as `run` for other objects' fields. */
  prior?: (moment: Moment) => FormulaValue;
  /** A standard text field that may be a picklist: the catalogue does not tell. */
  maybePicklist?: boolean;
  /** Values of a picklist field, for literals that must be among them. */
  choices?: readonly string[];
}

/** Raised while a formula runs: the platform shows `#Error!`. */
export class FormulaError extends Error {}
