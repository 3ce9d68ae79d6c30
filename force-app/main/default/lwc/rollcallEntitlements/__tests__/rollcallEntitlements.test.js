import { createElement } from 'lwc';
import getEntitlements from '@salesforce/apex/RollcallEntitlementController.getEntitlements';
import RollcallEntitlements from 'c/rollcallEntitlements';
import entitlements from './data/entitlements.json';

jest.mock('@salesforce/apex/RollcallEntitlementController.getEntitlements', () => ({ default: jest.fn() }), {
  virtual: true,
});

/** Lets the answer arrive and the component render. */
const settle = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

async function show(properties = {}) {
  const element = createElement('c-rollcall-entitlements', { is: RollcallEntitlements });
  Object.assign(element, properties);
  document.body.appendChild(element);
  await settle();
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const tableOf = (element) => find(element, 'c-rollcall-entitlement-table');
const labels = (element) => tableOf(element).data.map(({ label }) => label);

async function change(element, selector, value) {
  find(element, selector).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settle();
}

async function sort(element, fieldName, sortDirection) {
  tableOf(element).dispatchEvent(new CustomEvent('sort', { detail: { fieldName, sortDirection } }));
  await settle();
}

describe('c-rollcall-entitlements', () => {
  beforeEach(() => getEntitlements.mockResolvedValue(entitlements));
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('lists the most missed first and says how many there are', async () => {
    const element = await show();
    expect(labels(element)).toEqual(['Quote Editor', 'Sales Core', 'EMEA']);
    expect(find(element, '[data-id="results"]').textContent).toBe('3 entitlements');
    expect(tableOf(element).data[1].rulesText).toBe('Sales, all regions');
  });

  it('shows that it loads', async () => {
    getEntitlements.mockReturnValue(new Promise(() => {}));
    const element = await show();
    expect(find(element, 'lightning-spinner').alternativeText).toBe('Loading');
    expect(find(element, '[data-id="empty"]')).toBeNull();
  });

  it.each([
    ['label', 'asc', ['EMEA', 'Quote Editor', 'Sales Core']],
    ['held', 'desc', ['Quote Editor', 'EMEA', 'Sales Core']],
    ['unexpected', 'desc', ['Quote Editor', 'EMEA', 'Sales Core']],
    ['seatsOf', 'asc', ['Sales Core', 'Quote Editor', 'EMEA']],
    ['rulesText', 'desc', ['Sales Core', 'Quote Editor', 'EMEA']],
  ])('sorts by %s, %sending', async (field, direction, expected) => {
    const element = await show();
    await sort(element, field, direction);
    expect(labels(element)).toEqual(expected);
    expect(tableOf(element).sortedBy).toBe(field);
  });

  it('finds by name, label or rule, whatever the case', async () => {
    const element = await show();
    await change(element, '.search', 'quote_ED');
    expect(labels(element)).toEqual(['Quote Editor']);
    expect(find(element, '[data-id="results"]').textContent).toBe('1 entitlement');
    await change(element, '.search', 'all regions');
    expect(labels(element)).toEqual(['Sales Core']);
  });

  it('filters by type and offers the types that there are', async () => {
    const element = await show();
    expect(find(element, '[data-id="type"]').options.map(({ label }) => label)).toEqual([
      'All types',
      'Permission set',
      'Permission set group',
      'Public group',
    ]);
    await change(element, '[data-id="type"]', 'PublicGroup');
    expect(labels(element)).toEqual(['EMEA']);
  });

  it('says that nothing matches, and clears the filters again', async () => {
    const element = await show();
    await change(element, '.search', 'nothing has this name');
    expect(find(element, '[data-id="empty"]').textContent).toContain('No entitlement matches.');
    find(element, '[data-id="clear"]').click();
    await settle();
    expect(labels(element)).toHaveLength(3);
    expect(find(element, '.search').value).toBe('');
  });

  it('says what to do before the first scan', async () => {
    getEntitlements.mockResolvedValue([]);
    const element = await show();
    expect(find(element, '[data-id="empty"]').textContent).toContain('Start a scan.');
    expect(find(element, '[data-id="clear"]')).toBeNull();
  });

  it('leads to the users of an entitlement', async () => {
    const element = await show();
    const showUsers = jest.fn();
    element.addEventListener('showusers', (event) => showUsers(event.detail));
    const [row] = tableOf(element).data;
    expect(row.action).toBe('Show users of Quote Editor');
    tableOf(element).dispatchEvent(new CustomEvent('rowaction', { detail: { row } }));
    expect(showUsers.mock.calls).toEqual([[{ entitlement: 'permissionset:quote_editor' }]]);
  });

  it('draws many rows page by page', async () => {
    const many = Array.from({ length: 250 }, (_, index) => ({ ...entitlements[2], key: `publicgroup:${index}` }));
    getEntitlements.mockResolvedValue(many);
    const element = await show();
    expect(tableOf(element).data).toHaveLength(100);
    find(element, '[data-id="more"]').click();
    await settle();
    expect(tableOf(element).data).toHaveLength(200);
    find(element, '[data-id="more"]').click();
    await settle();
    expect(tableOf(element).data).toHaveLength(250);
    expect(find(element, '[data-id="more"]')).toBeNull();
  });

  it('shows cards with a sort choice where the table does not fit', async () => {
    const element = await show({ compact: true });
    expect(tableOf(element)).toBeNull();
    const names = () => [...element.shadowRoot.querySelectorAll('h3')].map((heading) => heading.textContent);
    expect(names()).toEqual(['Quote Editor', 'Sales Core', 'EMEA']);
    expect(find(element, 'dl').textContent).toContain('1,320');
    expect(find(element, 'c-rollcall-seats').needed).toBe(50);
    await change(element, '[data-id="sort"]', 'label');
    expect(names()).toEqual(['EMEA', 'Quote Editor', 'Sales Core']);
    await change(element, '[data-id="sort"]', 'missing');
    expect(names()).toEqual(['Quote Editor', 'Sales Core', 'EMEA']);
    const showUsers = jest.fn();
    element.addEventListener('showusers', (event) => showUsers(event.detail));
    find(element, '[data-key="publicgroup:emea"]').click();
    expect(showUsers.mock.calls).toEqual([[{ entitlement: 'publicgroup:emea' }]]);
  });

  it('shows an error in place of the rows and tries again when asked', async () => {
    getEntitlements.mockRejectedValueOnce({ body: { message: 'No access' } });
    const element = await show();
    expect(tableOf(element)).toBeNull();
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(labels(element)).toHaveLength(3);
    await element.refresh();
    expect(getEntitlements).toHaveBeenCalledTimes(3);
  });

  it.each([false, true])('is accessible (cards: %s)', async (compact) => {
    await expect(await show({ compact })).toBeAccessible();
  });
});
