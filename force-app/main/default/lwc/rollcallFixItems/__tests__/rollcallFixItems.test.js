import { createElement } from 'lwc';
import RollcallFixItems from 'c/rollcallFixItems';
import plan from './data/plan.json';

const [LICENSE, GROUP, PROFILE, REMOVAL] = plan.items.map(({ key }) => key);

function show(properties = {}) {
  const element = createElement('c-rollcall-fix-items', { is: RollcallFixItems });
  Object.assign(element, { items: plan.items, chosen: [LICENSE, GROUP], ...properties });
  document.body.appendChild(element);
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const findAll = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];
const itemOf = (element, key) => find(element, `[data-key="${key}"]`);
const settle = () => Promise.resolve();

describe('c-rollcall-fix-items', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows the changes of each user, with reason and rule', () => {
    const element = show();
    expect(findAll(element, 'h3').map(({ textContent }) => textContent)).toEqual([
      'Ada Example ada.example@example.com',
      'Grace Sample grace.sample@example.com',
    ]);
    const box = itemOf(element, GROUP).querySelector('lightning-input');
    expect(box.label).toBe('Assign Sales Core (Permission set group)');
    expect(box.checked).toBe(true);
    expect(itemOf(element, GROUP).textContent).toContain('not assigned · Sales, all regions');
    expect(itemOf(element, REMOVAL).querySelector('lightning-input').label).toBe('Remove Modify All (Permission set)');
    expect(itemOf(element, REMOVAL).querySelector('lightning-input').checked).toBe(false);
  });

  it('says why something cannot be chosen', () => {
    const item = itemOf(show(), PROFILE);
    expect(item.querySelector('lightning-input')).toBeNull();
    expect(item.querySelector('[data-id="blocker"]').textContent).toContain('Change the profile');
    expect(item.querySelector('lightning-icon').alternativeText).toBe('Cannot be done here');
  });

  it('marks what is privileged', () => {
    expect(itemOf(show(), REMOVAL).querySelector('c-rollcall-badge').label).toBe('Privileged');
  });

  it('tells which change was chosen or left out', () => {
    const choice = jest.fn();
    const element = show();
    element.addEventListener('choice', choice);
    const box = itemOf(element, GROUP).querySelector('lightning-input');
    box.dispatchEvent(new CustomEvent('change', { detail: { checked: false } }));
    expect(choice.mock.calls[0][0].detail).toEqual({ key: GROUP, isChosen: false });
    find(element, '[data-id="all"]').dispatchEvent(new CustomEvent('change', { detail: { checked: true } }));
    expect(choice.mock.calls[1][0].detail).toEqual({ key: null, isChosen: true });
  });

  it('ticks the box above only when everything is chosen', () => {
    expect(find(show(), '[data-id="all"]').checked).toBe(false);
    document.body.replaceChildren();
    expect(find(show({ chosen: [LICENSE, GROUP, REMOVAL] }), '[data-id="all"]').checked).toBe(true);
    document.body.replaceChildren();
    expect(find(show({ items: [plan.items[3]] }), '[data-id="all"]')).toBeNull();
  });

  it('shows twenty users at first, all when asked', async () => {
    const items = Array.from({ length: 25 }, (_, index) => ({
      ...plan.items[0],
      key: `key${index}`,
      userId: `user${index}`,
      userName: `User ${index}`,
      entitlementLabel: null,
      entitlementTypeLabel: null,
      ruleLabel: null,
    }));
    const element = show({ items, chosen: [] });
    expect(findAll(element, 'section')).toHaveLength(20);
    const more = find(element, '[data-id="show-all"]');
    expect(more.label).toBe('Show all users (25)');
    more.click();
    await settle();
    expect(findAll(element, 'section')).toHaveLength(25);
    expect(element.shadowRoot.activeElement).toBe(findAll(element, 'section')[20]);
    expect(find(element, '[data-id="show-all"]')).toBeNull();
    expect(find(element, 'li').textContent).toContain('Sales_All_Regions');
  });

  it('is accessible', async () => {
    await expect(show()).toBeAccessible();
  });
});
