import { describe, expect, it } from '@jest/globals';
import { syntaxProblemIn } from '../../../../local-org/metadata/references/aura-script.ts';

describe('the script of an Aura bundle', () => {
  it.each([
    ['({ init: function (component) { return 1; } })'],
    ['/* first */\n({\n  a: function () {}, // last\n  b: function () {}\n});\n'],
    ['{ a: function () {}, b: function () {} }'],
    [''],
  ])('can be read: %j', (text) => {
    expect(syntaxProblemIn(text, 'f.js')).toBeUndefined();
  });

  it('is told by the line at which it cannot be read, and is not run', () => {
    expect(syntaxProblemIn('({\n  a: function () { throw 1; },\n  b: functio () {}\n})', 'f.js')).toEqual({
      problem: expect.stringMatching(/^Failed to parse the script: Unexpected token/),
      at: { file: 'f.js', line: 3, column: 1 },
    });
  });
});
