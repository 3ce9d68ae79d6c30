import { createElement } from 'lwc';
import getFilterOptions from '@salesforce/apex/RollcallListController.getFilterOptions';
import RollcallFilterBar from 'c/rollcallFilterBar';
import { DEFAULT_VIEW, SORT_FIELDS } from 'c/rollcallView';
import options from './data/options.json';

jest.mock('@salesforce/apex/RollcallListController.getFilterOptions', () => ({ default: jest.fn() }), {
  virtual: true,
});

/** The console's one timer, on the clock of the suite. */
function mockTimer() {
  const after = (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  };
  return { after };
}
jest.mock('c/rollcallTimer', () => mockTimer());

const sources = [{ name: 'Employees', label: 'Entra – Employees', idpKind: 'Entra', integrationUsernames: [] }];
const find = (element, selector) => element.shadowRoot.querySelector(selector);
const choice = (element, id) => find(element, `[data-id="${id}"]`);
const pillsOf = (element) => [...element.shadowRoot.querySelectorAll('lightning-pill')].map(({ label }) => label);
const settle = () => jest.advanceTimersByTimeAsync(0);

/** Shows the bar; like the list, gives back what it reports. */
async function show(properties) {
  const element = createElement('c-rollcall-filter-bar', { is: RollcallFilterBar });
  Object.assign(element, { sources, view: DEFAULT_VIEW, ...properties });
  const changed = jest.fn();
  element.addEventListener('filterchange', (event) => {
    changed(event.detail);
    element.view = { ...element.view, ...event.detail };
  });
  document.body.appendChild(element);
  await settle();
  return { element, changed };
}

async function open(element) {
  choice(element, 'more').click();
  await settle();
}

function choose(element, id, value) {
  choice(element, id).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  return settle();
}

function type(element, value) {
  find(element, 'lightning-input').dispatchEvent(new CustomEvent('change', { detail: { value } }));
}

describe('c-rollcall-filter-bar', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    getFilterOptions.mockResolvedValue(options);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
    jest.useRealTimers();
  });

  it('offers everybody and the users behind each figure', async () => {
    const { element, changed } = await show();
    expect(choice(element, 'show').options).toEqual([
      { label: 'All users', value: 'all' },
      { label: 'Missing only', value: 'missing' },
      { label: 'With unexpected entitlements', value: 'unexpected' },
      { label: 'With unexpected privileges', value: 'privileged' },
      { label: 'Leavers overdue', value: 'overdue' },
      { label: 'Settled in the last 7 days', value: 'resolved' },
    ]);
    await choose(element, 'show', 'overdue');
    expect(changed).toHaveBeenCalledWith({ search: '', show: 'overdue' });
  });

  it('offers every source and all of them together', async () => {
    const { element, changed } = await show();
    expect(choice(element, 'source').options).toEqual([
      { label: 'All sources', value: '' },
      { label: 'Entra – Employees', value: 'Employees' },
    ]);
    await choose(element, 'source', 'Employees');
    expect(changed).toHaveBeenCalledWith({ search: '', source: 'Employees' });
  });

  it('searches once typing has paused', async () => {
    const { element, changed } = await show();
    type(element, 'a');
    type(element, 'ada ');
    await jest.advanceTimersByTimeAsync(299);
    expect(changed).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(changed.mock.calls).toEqual([[{ search: 'ada' }]]);
    expect(find(element, 'lightning-input').value).toBe('ada ');
  });

  it('takes along what was typed when a filter is chosen before the pause is over', async () => {
    const { element, changed } = await show();
    type(element, 'ada');
    await choose(element, 'show', 'missing');
    await jest.advanceTimersByTimeAsync(1000);
    expect(changed.mock.calls).toEqual([[{ search: 'ada', show: 'missing' }]]);
  });

  it('keeps what is being typed while the list is sorted', async () => {
    const { element, changed } = await show();
    type(element, 'ada');
    element.view = { ...element.view, sortField: 'name' };
    await jest.advanceTimersByTimeAsync(300);
    expect(changed.mock.calls).toEqual([[{ search: 'ada' }]]);
  });

  it('follows a search that comes from outside, as from the Back button', async () => {
    const { element } = await show();
    element.view = { ...DEFAULT_VIEW, search: 'grace' };
    await settle();
    expect(find(element, 'lightning-input').value).toBe('grace');
    element.view = null;
    await settle();
    expect(find(element, 'lightning-input').value).toBe('');
  });

  it('opens more filters by a button that says so, and asks once for the choices', async () => {
    const { element } = await show();
    expect(getFilterOptions).not.toHaveBeenCalled();
    expect(choice(element, 'more').ariaExpanded).toBe('false');
    await open(element);
    expect(choice(element, 'more').ariaExpanded).toBe('true');
    await open(element);
    expect(choice(element, 'panel')).toBeNull();
    await open(element);
    expect(getFilterOptions).toHaveBeenCalledTimes(1);
  });

  it('offers what the org knows, in words', async () => {
    const { element } = await show();
    await open(element);
    const labels = (id) => choice(element, id).options.map(({ label }) => label);
    expect(labels('status')).toEqual(['All statuses', 'Active', 'Frozen', 'Inactive']);
    expect(labels('severity')).toEqual(['All severities', 'Critical', 'High', 'Medium', 'Low']);
    expect(labels('department')).toEqual(['All departments', 'Finance', 'Sales']);
    expect(labels('entitlement')).toEqual(['All entitlements', 'Sales Core (Permission set group)']);
    expect(labels('reason')).toEqual(['All reasons', 'no seats left', 'not assigned']);
  });

  it.each([
    ['status', 'Frozen', 'Status: Frozen'],
    ['reason', 'NO_SEATS_LEFT', 'Reason: no seats left'],
    ['entitlement', 'permissionsetgroup:sales_core', 'Entitlement: Sales Core (Permission set group)'],
    ['severity', 'Critical', 'Severity: Critical'],
    ['department', 'Sales', 'Department: Sales'],
  ])('filters by %s and shows a pill for it', async (id, value, pill) => {
    const { element, changed } = await show();
    await open(element);
    await choose(element, id, value);
    expect(changed).toHaveBeenCalledWith({ search: '', [id]: value });
    expect(pillsOf(element)).toEqual([pill]);
    expect(choice(element, 'more').label).toBe('More filters (1)');
  });

  it('takes a filter away with its pill, and keeps the keyboard in the bar', async () => {
    const { element, changed } = await show({ view: { ...DEFAULT_VIEW, status: 'Frozen', department: 'Sales' } });
    const focus = jest.spyOn(choice(element, 'more'), 'focus');
    find(element, '[data-filter="status"]').dispatchEvent(new CustomEvent('remove', { cancelable: true }));
    await settle();
    expect(changed).toHaveBeenCalledWith({ search: '', status: '' });
    expect(pillsOf(element)).toEqual(['Department: Sales']);
    expect(focus).toHaveBeenCalledTimes(1);
  });

  it('asks for the words of a filter that came with the address', async () => {
    const { element } = await show({ view: { ...DEFAULT_VIEW, reason: 'NOT_ASSIGNED' } });
    expect(pillsOf(element)).toEqual(['Reason: not assigned']);
  });

  it('keeps as a choice what the org does not know any more', async () => {
    const { element } = await show({ view: { ...DEFAULT_VIEW, department: 'Closed' } });
    await open(element);
    expect(choice(element, 'department').options.map(({ value }) => value)).toEqual(['', 'Finance', 'Sales', 'Closed']);
    expect(pillsOf(element)).toEqual(['Department: Closed']);
  });

  it('says why there is nothing to choose from, and asks again when told', async () => {
    getFilterOptions.mockRejectedValueOnce({ body: { message: 'No access' } });
    const { element } = await show();
    await open(element);
    expect(find(element, 'c-rollcall-error-panel').heading).toContain('could not be loaded');
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
    expect(choice(element, 'department').options).toHaveLength(3);
  });

  it('clears everything by one button, which is there only when it can help', async () => {
    const { element } = await show();
    expect(choice(element, 'clear')).toBeNull();
    element.view = { ...DEFAULT_VIEW, status: 'Frozen', search: 'ada' };
    await settle();
    const cleared = jest.fn();
    element.addEventListener('filtersclear', cleared);
    choice(element, 'clear').click();
    await settle();
    expect(cleared).toHaveBeenCalledTimes(1);
    expect(find(element, 'lightning-input').value).toBe('');
  });

  it('lets cards be sorted by every column and in both directions', async () => {
    const { element, changed } = await show({ compact: true });
    expect(choice(element, 'sort').options.map(({ value }) => value)).toEqual(SORT_FIELDS);
    await choose(element, 'sort', 'name');
    expect(changed).toHaveBeenLastCalledWith({ search: '', sortField: 'name', sortDirection: 'asc' });
    await choose(element, 'sortDirection', 'desc');
    expect(changed).toHaveBeenLastCalledWith({ search: '', sortDirection: 'desc' });
    await choose(element, 'sort', 'missing');
    expect(changed).toHaveBeenLastCalledWith({ search: '', sortField: 'missing', sortDirection: 'desc' });
  });

  it('leaves the page without a trace', async () => {
    const { element, changed } = await show();
    type(element, 'ada');
    element.remove();
    await jest.advanceTimersByTimeAsync(1000);
    expect(changed).not.toHaveBeenCalled();
  });

  it('is accessible', async () => {
    const { element } = await show({ view: { ...DEFAULT_VIEW, status: 'Frozen' }, compact: true });
    await open(element);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
