/** Checks that many system methods make on their arguments, with the platform's texts. */
import type { Runtime } from '../runtime/contract.ts';
import { conversionName } from '../values/type.ts';

/** Raises NullPointerException `Argument cannot be null.` for a null; returns the value otherwise. */
export function required<T>(rt: Runtime, value: T | null | undefined): T {
  if (value === null || value === undefined) return rt.raise('System.NullPointerException', 'Argument cannot be null.');
  return value;
}

/** As `required`, in the words of the methods that count their arguments: `Argument 1 cannot be null`. */
export function requiredFirst<T>(rt: Runtime, value: T | null | undefined): T {
  if (value === null || value === undefined)
    return rt.raise('System.NullPointerException', 'Argument 1 cannot be null');
  return value;
}

/** The name of a value's type, as error texts print it. */
export function typeName(rt: Runtime, value: unknown): string {
  return value === null ? 'null' : conversionName(rt.typeOf(value));
}
