import { createElement } from 'lwc';
import RollcallRuleProblems from 'c/rollcallRuleProblems';
import problems from './data/problems.json';

function show(shown) {
  const element = createElement('c-rollcall-rule-problems', { is: RollcallRuleProblems });
  element.problems = shown;
  document.body.appendChild(element);
  return element;
}

const itemsOf = (element) => [...element.shadowRoot.querySelectorAll('li')];

describe('c-rollcall-rule-problems', () => {
  afterEach(() => document.body.replaceChildren());

  it('names the rule, what is wrong and how to repair it', () => {
    const element = show(problems.slice(0, 1));
    expect(element.shadowRoot.querySelector('h2').textContent).toBe('1 problem with sources or rules');
    expect(itemsOf(element)[0].textContent).toContain('Quoting');
    expect(itemsOf(element)[0].textContent).toContain('Permission set Quote_Edtor does not exist.');
    expect(itemsOf(element)[0].textContent).toContain('Correct the name');
    expect(element.shadowRoot.querySelector('lightning-button')).toBeNull();
  });

  it('shows three, and all of them when asked', async () => {
    const element = show(problems);
    expect(itemsOf(element)).toHaveLength(3);
    const button = element.shadowRoot.querySelector('lightning-button');
    expect(button.label).toBe('Show all (4)');
    button.click();
    await Promise.resolve();
    expect(itemsOf(element)).toHaveLength(4);
    await Promise.resolve();
    expect(element.shadowRoot.activeElement).toBe(itemsOf(element)[3]);
    expect(element.shadowRoot.querySelector('lightning-button')).toBeNull();
  });

  it('is accessible', async () => {
    await expect(show(problems)).toBeAccessible();
  });
});
