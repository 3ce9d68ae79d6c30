/** A difference as `diff -u` shows it: hunks with three lines around each change. */

const AROUND = 3;
/** Lines of a changed middle up to which the shortest difference is looked for; beyond, the middle is shown as replaced. */
const MOST = 2_000;

type Line = [mark: ' ' | '-' | '+', text: string];

/** Longest common subsequence, for the part that differs. */
function middle(before: string[], after: string[]): Line[] {
  if (before.length > MOST || after.length > MOST)
    return [...before.map((text): Line => ['-', text]), ...after.map((text): Line => ['+', text])];
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        before[row] === after[column]
          ? (lengths[(row + 1) * width + column + 1] as number) + 1
          : Math.max(lengths[(row + 1) * width + column] as number, lengths[row * width + column + 1] as number);
  const lines: Line[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      lines.push([' ', before[row] as string]);
      row += 1;
      column += 1;
    } else if (
      column === after.length ||
      (row < before.length &&
        (lengths[(row + 1) * width + column] as number) >= (lengths[row * width + column + 1] as number))
    ) {
      lines.push(['-', before[row] as string]);
      row += 1;
    } else {
      lines.push(['+', after[column] as string]);
      column += 1;
    }
  }
  return lines;
}

function linesOf(text: string | null): string[] {
  if (text === null || text === '') return [];
  return text.replace(/\n$/, '').split('\n');
}

function compare(before: string[], after: string[]): Line[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail += 1;
  const same = (lines: string[]): Line[] => lines.map((text) => [' ', text]);
  return [
    ...same(before.slice(0, head)),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ];
}

/** @param before null for a new file, @param after null for one that goes. */
export function unifiedDiff(file: string, before: string | null, after: string | null): string {
  const lines = compare(linesOf(before), linesOf(after));
  const shown = lines.map((_line, index) =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(([mark]) => mark !== ' '),
  );
  const output = [
    `--- ${before === null ? '/dev/null' : `a/${file}`}`,
    `+++ ${after === null ? '/dev/null' : `b/${file}`}`,
  ];
  let old = 1;
  let now = 1;
  for (let index = 0; index < lines.length;) {
    if (!shown[index]) {
      old += 1;
      now += 1;
      index += 1;
      continue;
    }
    const end = shown.indexOf(false, index) < 0 ? lines.length : shown.indexOf(false, index);
    const hunk = lines.slice(index, end);
    const gone = hunk.filter(([mark]) => mark !== '+').length;
    const come = hunk.filter(([mark]) => mark !== '-').length;
    output.push(`@@ -${gone === 0 ? old - 1 : old},${gone} +${come === 0 ? now - 1 : now},${come} @@`);
    output.push(...hunk.map(([mark, text]) => mark + text));
    old += gone;
    now += come;
    index = end;
  }
  return output.join('\n');
}
