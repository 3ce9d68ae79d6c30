/** Which elements of a template a browser test must operate, and what counts as operated. */
import { describe, expect, it } from '@jest/globals';
import { calledMethods, elementsOf, keyOf, notPressed, operatedElements } from '../../browser/evidence/elements.ts';

const COMPONENT = 'c-rollcall-sample';
const found = (template: string): string[] => elementsOf(COMPONENT, template).map(keyOf);

describe('the elements of a template', () => {
  it('are base components that people operate, buttons and links, and nothing else', () => {
    const template = `
      <lightning-card><p>Text</p><lightning-spinner></lightning-spinner>
      <lightning-button
        label={label.go}
        data-id="go"
        onclick={handleGo}
      ></lightning-button>
      <button type="button">x</button><a href="/x">y</a><lightning-icon icon-name="x"></lightning-icon></lightning-card>`;
    expect(found(template)).toEqual([
      'c-rollcall-sample lightning-button go',
      'c-rollcall-sample button',
      'c-rollcall-sample a',
    ]);
  });

  it('are told apart by their data-id, menu items by their value', () => {
    expect(
      found(
        '<lightning-menu-item value="Full" label={x}></lightning-menu-item><lightning-input data-id="a"></lightning-input>',
      ),
    ).toEqual(['c-rollcall-sample lightning-menu-item Full', 'c-rollcall-sample lightning-input a']);
  });

  it('must be listed when only the component knows what they are called', () => {
    expect(() => found('<lightning-button data-id={button.id}></lightning-button>')).toThrow(
      'c-rollcall-sample: name in evidence/elements.ts what lightning-button {button.id} can be called.',
    );
  });
});

describe('what nobody pressed', () => {
  const elements = elementsOf(
    COMPONENT,
    '<lightning-button data-id="go"></lightning-button><lightning-button></lightning-button><a href="x"></a>',
  );
  const press = (tag: string, name: string) => ({ component: COMPONENT, tag, name });
  const left = (...presses: ReturnType<typeof press>[]): string[] => notPressed(elements, presses).map(keyOf);

  it('is all that is left; an element without a name is any of its kind that has none of the names', () => {
    expect(left(press('lightning-button', 'go'))).toEqual([
      'c-rollcall-sample lightning-button',
      'c-rollcall-sample a',
    ]);
    expect(left(press('lightning-button', 'row-7'))).toEqual([
      'c-rollcall-sample lightning-button go',
      'c-rollcall-sample a',
    ]);
    expect(left(press('lightning-button', 'go'), press('lightning-button', ''), press('a', ''))).toEqual([]);
  });
});

describe('the package', () => {
  it('has elements to operate in every screen, and calls Apex', () => {
    const components = new Set(operatedElements().map(({ component }) => component));
    for (const screen of ['filter-bar', 'fix-modal', 'leave-modal', 'leavers', 'health', 'scan-control', 'user-detail'])
      expect(components).toContain(`c-rollcall-${screen}`);
    expect(calledMethods()).toContain('RollcallFixController.startFix');
  });
});
