/** The known name that a misspelled one most likely stands for. */

/** Edits between two words, a swap of neighbors counted as one; stops caring above `limit`. */
function distance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1])
        cost = Math.min(cost, (before[column - 2] as number) + 1);
      current.push(cost);
    }
    before = last;
    last = current;
  }
  return last[right.length] as number;
}

/**
 * @param known names to choose from; case counts for nothing.
 * @param most edits that still count as a slip of the fingers; never more than a third of the word.
 * @returns the nearest name, undefined where none is near.
 */
export function didYouMean(word: string, known: Iterable<string>, most = 3): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  let least = Math.min(most, Math.floor(word.length / 3)) + 1;
  for (const name of known) {
    const edits = distance(lower, name.toLowerCase(), least);
    if (edits < least && name !== word) {
      best = name;
      least = edits;
    }
  }
  return best;
}
