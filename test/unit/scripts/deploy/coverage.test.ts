/** Which lines count as reached, when the API only counts them. */
import { describe, expect, it } from '@jest/globals';
import { reachedLines } from '../../../../scripts/deploy/coverage.ts';

const SOURCE = [
  'public class Roster {', // 1
  '    // counts', // 2
  '    public static Integer size(List<User> users) {', // 3
  '        Integer total = 0;', // 4
  '        for (User one : users) {', // 5
  '            total += 1;', // 6
  '        }', // 7
  '        return total;', // 8
  '    }', // 9
  '}', // 10
].join('\n');

describe('the lines that tests reached', () => {
  it('are the statements, as many as the org counted', () => {
    expect(reachedLines(SOURCE, 3, [])).toEqual([4, 6, 8]);
    expect(reachedLines(SOURCE, 5, [])).toEqual([3, 4, 5, 6, 8]);
  });

  it('are never those that the org names as not reached', () => {
    expect(reachedLines(SOURCE, 3, [6])).toEqual([4, 8]);
  });

  it('keep the figure when the source is not there', () => {
    expect(reachedLines('', 4, [2]).length).toBe(3);
  });
});
