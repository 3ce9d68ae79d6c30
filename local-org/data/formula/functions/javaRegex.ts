/** Regular expressions of formulas are Java's, and match the whole text (Salesforce Help, "REGEX"). */
import { FormulaProblem, notAvailable } from '../problem.ts';

/** What Java's patterns have and JavaScript's have not, or read otherwise. */
const OTHERWISE: readonly [RegExp, string][] = [
  [/\[[^\]\\]*&&/, 'an intersection (&&) of character classes'],
  [/\[[^\]\\]*(?<!\\)\[/, 'a character class inside another'],
  [/[*+?}]\+/, 'a possessive quantifier'],
  [/\(\?>/, 'an atomic group'],
  [/\(\?[a-zA-Z-]+[:)]/, 'a flag inside a pattern'],
  [/\\[AZzGQEhHRXae]/, 'a Java escape'],
];
const POSIX: Record<string, string> = {
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Upper: 'A-Z',
  Lower: 'a-z',
  Space: '\\s',
  Punct: '!-\\/:-@\\[-`{-~',
};

/** Raises FormulaProblem for patterns that are wrong, or that JavaScript would read otherwise. */
export function javaRegex(pattern: string): RegExp {
  const plain = pattern.replaceAll('\\\\', '');
  for (const [form, name] of OTHERWISE)
    if (form.test(plain)) throw notAvailable(`${name} in a formula's regular expression`);
  const translated = pattern.replaceAll(
    /(\[[^\]]*)?\\p\{(\w+)\}/g,
    (whole, inClass: string | undefined, name: string) => {
      const members = POSIX[name];
      if (members === undefined) return whole;
      return inClass === undefined ? `[${members}]` : `${inClass}${members}`;
    },
  );
  try {
    return new RegExp(`^(?:${translated})$`, 'u');
  } catch {
    try {
      // Escapes of letters that mean nothing are errors in Unicode mode only.
      return new RegExp(`^(?:${translated})$`);
    } catch (error) {
      throw new FormulaProblem(`Invalid regular expression: ${(error as Error).message}`);
    }
  }
}
