/** Whether a name is a slip of a known one: that is certain enough to call it wrong where no list of all names exists. */

/** Number of insertions, deletions, replacements and swaps of neighbors that make one text of the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] as number) + 1 : Infinity;
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, replaced, swapped));
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}

/** Shorter names differ from each other by as little as a slip would make. */
const SHORTEST = 6;
const MOST_SLIPS = 2;

/**
 * The known name that `name` is a slip of; undefined where it is none, or differs only in case.
 * @param known names that certainly exist.
 * @param most letters that may differ.
 */
export function slipOf(name: string, known: Iterable<string>, most = MOST_SLIPS): string | undefined {
  if (name.length < SHORTEST) return undefined;
  const lower = name.toLowerCase();
  for (const one of known) {
    if (Math.abs(one.length - name.length) > most) continue;
    const slips = distance(lower, one.toLowerCase());
    if (slips > 0 && slips <= most) return one;
  }
  return undefined;
}
