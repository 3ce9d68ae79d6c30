/** String methods that say what kind of characters a text holds. An empty text holds none. */
import type { SystemFunction } from '../../runtime/contract.ts';

const test =
  (pattern: RegExp): SystemFunction =>
  (_rt, self: string) =>
    pattern.test(self);

export const stringTests: Record<string, SystemFunction> = {
  isAllLowerCase: test(/^\p{Ll}+$/u),
  isAllUpperCase: test(/^\p{Lu}+$/u),
  isAlpha: test(/^\p{L}+$/u),
  isAlphaSpace: test(/^[\p{L} ]*$/u),
  isAlphanumeric: test(/^[\p{L}\p{Nd}]+$/u),
  isAlphanumericSpace: test(/^[\p{L}\p{Nd} ]*$/u),
  isAsciiPrintable: test(/^[ -~]*$/),
  isNumeric: test(/^\p{Nd}+$/u),
  isNumericSpace: test(/^[\p{Nd} ]*$/u),
  isWhitespace: test(/^\s*$/),
};
