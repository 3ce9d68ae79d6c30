/** Components and interfaces of the platform in Aura markup. */
import { describe, expect, it } from '@jest/globals';
import { unknownInAura } from '../../../../local-org/metadata/references/aura-platform.ts';

const told = (text: string, path = 'aura/Box/Box.cmp'): unknown =>
  unknownInAura(text, { path, source: path, content: Buffer.from(text) });

describe('Aura markup', () => {
  it.each([
    '<aura:component implements="flexipage:availableForAllPageTypes,force:hasRecordId"><lightning:button/></aura:component>',
    '<aura:component><lightning:somethingOfNextYear/><ui:button/><ltng:require/><aura:if/></aura:component>',
    '<aura:component><!-- <lightning:buttqn/> --></aura:component>',
  ])('may use %s', (text) => {
    expect(told(text)).toBeUndefined();
  });

  it.each([
    [
      '<aura:component>\n <lightning:buttqon/></aura:component>',
      'No COMPONENT named markup://lightning:buttqon found',
      2,
    ],
    [
      '<aura:component>\n <aura:atribute name="x"/></aura:component>',
      'No COMPONENT named markup://aura:atribute found',
      2,
    ],
    ['<aura:component\n implements="force:appHosqtable"/>', 'No INTERFACE named markup://force:appHosqtable found', 2],
  ])('must not use %s', (text, problem, line) => {
    expect(told(text)).toMatchObject({ problem, at: { line } });
  });

  it('is not what other files hold', () => {
    expect(told('<lightning:buttqon/>', 'aura/Box/Box.auradoc')).toBeUndefined();
  });
});
