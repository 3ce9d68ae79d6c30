/** How much two texts look alike, for guesses about errors that nobody has described. */

/** Dice coefficient of the words' three-letter pieces: 1 for the same text, 0 for nothing in common. */
export function similarity(left: string, right: string): number {
  const [one, other] = [pieces(left), pieces(right)];
  if (one.size === 0 || other.size === 0) return 0;
  const shared = [...one].filter((piece) => other.has(piece)).length;
  return (2 * shared) / (one.size + other.size);
}

function pieces(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return new Set(
    words.flatMap((word) =>
      word.length < 3 ? [] : Array.from({ length: word.length - 2 }, (_unused, at) => word.slice(at, at + 3)),
    ),
  );
}
