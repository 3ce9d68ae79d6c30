import { describe, expect, it } from '@jest/globals';
import { checkBaseComponents } from '../../../scripts/validate/base-components.ts';

function attributes(template: string): string[] {
  const files = [
    { path: 'lwc/tile/tile.html', source: 'force-app/lwc/tile/tile.html', content: Buffer.from(template) },
  ];
  const at = { file: 'force-app/lwc/tile/tile.html', line: 1, column: 1 };
  return checkBaseComponents([
    { type: 'LightningComponentBundle', fullName: 'tile', fileName: 'lwc/tile/tile.html', at, files },
  ]).map(({ line, column, severity, message }) => `${line}:${column} ${severity} ${message}`);
}

describe('attributes of base components', () => {
  it('are named where the component does not have them', () => {
    expect(
      attributes(
        '<template>\n  <lightning-button lable="Go"\n    onclick={go} varient={x}></lightning-button>\n</template>',
      ),
    ).toEqual([
      '2:21 warning lightning-button has no attribute lable.',
      '3:18 warning lightning-button has no attribute varient.',
    ]);
  });

  it.each([
    [
      'own ones, and those of what it extends',
      '<lightning-button label="Go" variant="brand" disabled></lightning-button>',
    ],
    ['those that HTML writes in one word', '<lightning-input label="x" maxlength="3" readonly></lightning-input>'],
    [
      'those of every element, and directives',
      '<lightning-icon key={a} lwc:if={b} class="c" data-id="1" aria-label="d" onclick={e} title="f"></lightning-icon>',
    ],
    [
      'any of a component whose source is not published',
      '<lightning-record-form whatever="x"></lightning-record-form>',
    ],
    ['any of other components', '<c-button lable="x"></c-button>'],
    ['any in a comment', '<!-- <lightning-button lable="x"></lightning-button> -->'],
  ])('may be %s', (_, markup) => {
    expect(attributes(`<template>${markup}</template>`)).toEqual([]);
  });
});
