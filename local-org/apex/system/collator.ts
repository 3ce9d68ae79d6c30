/** `Collator`: compares texts in the running user's locale (Apex Reference, Collator Class). */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { userLocale } from '../values/locale.ts';

class ApexCollator {
  readonly typeName = 'Collator';
  compare(rt: Runtime, left: unknown, right: unknown): number {
    if (left === null || right === null) return Number(left !== null) - Number(right !== null);
    return new Intl.Collator(userLocale(rt).locale).compare(String(left), String(right));
  }
}

export const collatorType: SystemType = {
  name: 'Collator',
  is: (value) => value instanceof ApexCollator,
  statics: { getInstance: () => new ApexCollator() },
  methods: { compare: (rt, self: ApexCollator, left: unknown, right: unknown) => self.compare(rt, left, right) },
};
