/** Apex `Id`: 15 characters become 18 with the case checksum; anything else is refused. */
import type { Runtime } from '../runtime/contract.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form, or undefined when the text is no id. */
export function id18(text: string): string | undefined {
  if (!/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text)) return undefined;
  const base = text.slice(0, 15);
  let suffix = '';
  for (let block = 0; block < 3; block++) {
    let bits = 0;
    for (let index = 0; index < 5; index++) {
      const char = base.charCodeAt(block * 5 + index);
      if (char >= 65 && char <= 90) bits |= 1 << index;
    }
    suffix += ALPHABET[bits];
  }
  // An 18-character id that went through a case-insensitive system carries its case in the suffix.
  return text.length === 18 && text.slice(15).toUpperCase() !== suffix ? restoreCase(text) : base + suffix;
}

/** Conversion of a String to Id; raises StringException `Invalid id: x` (Apex Reference, Id.valueOf). */
export function idFromText(rt: Runtime, text: string | null): string | null {
  if (text === null) return null;
  return id18(text) ?? rt.raise('System.StringException', `Invalid id: ${text}`);
}

function restoreCase(text: string): string | undefined {
  const suffix = text.slice(15).toUpperCase();
  let base = '';
  for (let index = 0; index < 15; index++) {
    const bits = ALPHABET.indexOf(suffix[Math.floor(index / 5)]!);
    if (bits < 0) return undefined;
    const upper = (bits >> (index % 5)) & 1;
    base += upper ? text[index]!.toUpperCase() : text[index]!.toLowerCase();
  }
  return base + suffix;
}
