/**
 * Salesforce record ids: three characters of key prefix, twelve of instance and number, three of checksum.
 * The checksum holds the upper-case bits of the first fifteen characters, so that ids survive case-insensitive systems
 * (SOAP API Developer Guide, "ID Field Type").
 */
const CHECKSUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SHAPE = /^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/;
/** Instance characters of every id this org hands out; position 6 is reserved by the platform and always 0. */
const INSTANCE = 'Rc0';
const NUMBER_LENGTH = 9;

/** The 18-character form of a 15- or 18-character id, its case restored from the checksum; null for anything else. */
export function toId18(text: string): string | null {
  if (!SHAPE.test(text)) return null;
  if (text.length === 15) return text + checksum(text);
  return restoreCase(text);
}

/** Whether the text is a well-formed id of 15 or 18 characters. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && toId18(text) !== null;
}

/** The id with this number under a key prefix; numbers sort as their ids do. */
export function formatId(prefix: string, number: number): string {
  let rest = number;
  let digits = '';
  while (digits.length < NUMBER_LENGTH) {
    digits = DIGITS.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  const id = prefix + INSTANCE + digits;
  return id + checksum(id);
}

function checksum(id15: string): string {
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let index = 0; index < 5; index++) {
      const code = id15.charCodeAt(block + index);
      if (code >= 65 && code <= 90) bits |= 1 << index;
    }
    suffix += CHECKSUM.charAt(bits);
  }
  return suffix;
}

function restoreCase(id18: string): string | null {
  const suffix = id18.slice(15).toUpperCase();
  let restored = '';
  for (let block = 0; block < 3; block++) {
    const bits = CHECKSUM.indexOf(suffix.charAt(block));
    if (bits < 0) return null;
    for (let index = 0; index < 5; index++) {
      const character = id18.charAt(block * 5 + index);
      const upper = (bits & (1 << index)) !== 0;
      if (upper && !/[A-Za-z]/.test(character)) return null;
      restored += upper ? character.toUpperCase() : character.toLowerCase();
    }
  }
  return restored + suffix;
}

/** The number inside an id, as `formatId` put it there. */
export function idNumber(id: string): number {
  let number = 0;
  for (const digit of id.slice(15 - NUMBER_LENGTH, 15)) number = number * 62 + DIGITS.indexOf(digit);
  return number;
}
