/** System classes that only hold values: their fields read and write `values`. */
import type { SystemType } from '../runtime/contract.ts';

export interface HoldsValues {
  values: Record<string, unknown>;
}

/** Field entries for names that live in `values`. */
export function plainFields(names: string[]): NonNullable<SystemType['fields']> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        get: (_rt: unknown, self: HoldsValues) => self.values[name] ?? null,
        set: (_rt: unknown, self: HoldsValues, value: unknown) => {
          self.values[name] = value;
        },
      },
    ]),
  );
}
