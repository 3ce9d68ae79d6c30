import { describe, expect, it } from '@jest/globals';
import { jsonProblemIn } from '../../../../local-org/metadata/references/json-content.ts';

describe('the JSON of a site', () => {
  it('can be read, with a byte order mark too', () => {
    expect(jsonProblemIn('\uFEFF{ "a": [1] }\n', 'f.json')).toBeUndefined();
  });

  it.each([
    ['{\n  "a": 1,\n  b\n}', 3],
    ['{\n  "a": 1', 2],
    ['', 1],
  ])('is told by the line of its first mistake: %j', (text, line) => {
    expect(jsonProblemIn(text, 'f.json')).toMatchObject({
      problem: expect.stringMatching(/^Failed to parse the JSON: \D/),
      at: { file: 'f.json', line },
    });
  });
});
