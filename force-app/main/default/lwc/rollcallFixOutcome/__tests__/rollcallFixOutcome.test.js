import { createElement } from 'lwc';
import RollcallFixOutcome from 'c/rollcallFixOutcome';
import outcome from './data/outcome.json';

function show(changes = {}) {
  const element = createElement('c-rollcall-fix-outcome', { is: RollcallFixOutcome });
  element.outcome = { ...outcome, ...changes };
  document.body.appendChild(element);
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const findAll = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];

describe('c-rollcall-fix-outcome', () => {
  afterEach(() => document.body.replaceChildren());

  it('counts what became of the changes', () => {
    const badges = findAll(show(), '.figures c-rollcall-badge');
    expect(badges.map(({ label, tone }) => [label, tone])).toEqual([
      ['Failed: 1', 'error'],
      ['Done: 1', 'success'],
      ['Already done: 1', 'neutral'],
    ]);
  });

  it("shows what failed first, with the platform's own words", () => {
    const items = findAll(show(), '.item');
    expect(items[0].textContent).toContain('Assign Sales Core');
    expect(items[0].textContent).toContain('Ada Example');
    expect(items[0].querySelector('.message').textContent).toMatch(/^LICENSE_LIMIT_EXCEEDED/);
    expect(items.map((item) => item.querySelector('c-rollcall-badge').label)).toEqual([
      'Failed',
      'Done',
      'Already done',
    ]);
    expect(items[2].textContent).toContain('Remove Modify All');
  });

  it('says after a check what would happen', () => {
    const items = [{ ...outcome.items[0], outcome: 'Would Succeed', action: 'Other', entitlementLabel: null }];
    const element = show({ isDryRun: true, items, succeeded: 1, failed: 0, unchanged: 0, skipped: 2 });
    expect(findAll(element, '.figures c-rollcall-badge').map(({ label }) => label)).toEqual([
      'Would succeed: 1',
      'Skipped: 2',
    ]);
    expect(find(element, '.title').textContent).toBe(outcome.items[0].key);
  });

  it('shows fifty at first, all when asked, and moves the keyboard to the first of the others', async () => {
    const items = Array.from({ length: 60 }, (_, index) => ({ ...outcome.items[0], key: `key${index}` }));
    const element = show({ items });
    expect(findAll(element, '.item')).toHaveLength(50);
    find(element, '[data-id="show-all"]').click();
    await Promise.resolve();
    expect(findAll(element, '.item')).toHaveLength(60);
    await Promise.resolve();
    expect(element.shadowRoot.activeElement).toBe(findAll(element, '.item')[50]);
  });

  it('is accessible', async () => {
    await expect(show()).toBeAccessible();
  });
});
