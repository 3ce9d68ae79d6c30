/** Types of formula expressions, as error messages name them, and the values that go with them. */
import type { Decimal } from 'decimal.js';

/** `Null` is the literal; it goes with every type. */
export type FormulaType =
  | 'Text'
  | 'Number'
  | 'Boolean'
  | 'Date'
  | 'DateTime'
  | 'Time'
  | 'Picklist'
  | 'Multi-Select Picklist'
  | 'Geolocation'
  | 'Null';

export interface Place {
  latitude: number;
  longitude: number;
}

/**
 * Text and picklists are strings (`null` when blank), numbers decimals; dates count days since 1970-01-01, datetimes
 * milliseconds since then, times milliseconds since midnight. `null` is blank; a condition that is `null` is neither true
 * nor false (formula-engine: "Oracle three-value semantics").
 */
export type FormulaValue = string | boolean | number | Decimal | Place | null;

/** The type that two expressions can share, or undefined. */
export function commonType(a: FormulaType, b: FormulaType): FormulaType | undefined {
  if (a === 'Null') return b;
  if (b === 'Null' || a === b) return a;
  return undefined;
}
