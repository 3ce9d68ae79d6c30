import { createElement } from 'lwc';
import getUsers from '@salesforce/apex/ProvisioningConsoleController.getUsers';
import RollcallUserList from 'c/rollcallUserList';
import { DEFAULT_VIEW } from 'c/rollcallView';
import firstPage from './data/firstPage.json';
import lastPage from './data/lastPage.json';

jest.mock('@salesforce/apex/ProvisioningConsoleController.getUsers', () => ({ default: jest.fn() }), {
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
const emptyPage = { rows: [], nextCursor: null, total: 0 };

/** Lets answered calls arrive and the component render; the clock stands still. */
const settle = () => jest.advanceTimersByTimeAsync(0);

/** Shows the list; like the console, gives back every view it asks for. */
async function show(properties) {
  const element = createElement('c-rollcall-user-list', { is: RollcallUserList });
  Object.assign(element, { sources, ...properties });
  element.addEventListener('viewchange', (event) => {
    element.view = event.detail;
  });
  document.body.appendChild(element);
  await settle();
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const tableOf = (element) => find(element, 'c-rollcall-user-table');
const lastQuery = () => getUsers.mock.calls.at(-1)[0].query;
const resultsOf = (element) => find(element, '[data-id="results"]').textContent;

function choose(element, id, value) {
  find(element, `[data-id="${id}"]`).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  return settle();
}

function type(element, value) {
  find(element, 'lightning-input').dispatchEvent(new CustomEvent('change', { detail: { value } }));
}

describe('c-rollcall-user-list', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    getUsers.mockResolvedValue(firstPage);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
    jest.useRealTimers();
  });

  it('asks for the first page and shows its users', async () => {
    const element = await show();
    expect(lastQuery()).toEqual({ ...DEFAULT_VIEW, cursor: null, pageSize: 50, asOf: '' });
    expect(tableOf(element).data.map(({ name }) => name)).toEqual(['Ada Example', 'Grace Sample']);
    expect(resultsOf(element)).toBe('3 users');
  });

  it('shows a spinner until the first page is there', async () => {
    getUsers.mockReturnValue(new Promise(() => {}));
    const element = await show();
    expect(find(element, 'lightning-spinner').alternativeText).toBe('Loading');
    expect(tableOf(element)).toBeNull();
    expect(find(element, '[data-id="empty"]')).toBeNull();
  });

  it('marks the open user, and keeps the columns so that the keyboard can return', async () => {
    const element = await show({ openUserId: '005000000000015AAA' });
    expect(tableOf(element).data.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    const { columns } = tableOf(element);
    element.openUserId = null;
    await settle();
    expect(tableOf(element).columns).toBe(columns);
  });

  it('loads the next page when the table wants more, and stops after the last', async () => {
    getUsers.mockResolvedValueOnce(firstPage).mockResolvedValueOnce(lastPage);
    const element = await show();
    expect(tableOf(element).enableInfiniteLoading).toBe(true);

    tableOf(element).dispatchEvent(new CustomEvent('loadmore'));
    await settle();
    expect(lastQuery().cursor).toBe(firstPage.nextCursor);
    expect(tableOf(element).data).toHaveLength(3);
    expect(tableOf(element).enableInfiniteLoading).toBe(false);

    tableOf(element).dispatchEvent(new CustomEvent('loadmore'));
    await settle();
    expect(getUsers).toHaveBeenCalledTimes(2);
  });

  it('asks for one page at a time', async () => {
    const element = await show();
    getUsers.mockReturnValue(new Promise(() => {}));
    tableOf(element).dispatchEvent(new CustomEvent('loadmore'));
    tableOf(element).dispatchEvent(new CustomEvent('loadmore'));
    await settle();
    expect(getUsers).toHaveBeenCalledTimes(2);
    expect(tableOf(element).isLoading).toBe(true);
  });

  it('offers everybody and the users behind each figure', async () => {
    const element = await show();
    expect(find(element, '[data-id="show"]').options).toEqual([
      { label: 'All users', value: 'all' },
      { label: 'Missing only', value: 'missing' },
      { label: 'With unexpected entitlements', value: 'unexpected' },
      { label: 'Leavers overdue', value: 'overdue' },
    ]);
    await choose(element, 'show', 'overdue');
    expect(lastQuery().show).toBe('overdue');
  });

  it('filters by gaps and by source', async () => {
    const element = await show();
    await choose(element, 'show', 'missing');
    expect(lastQuery().show).toBe('missing');
    await choose(element, 'source', 'Employees');
    expect(lastQuery()).toMatchObject({ show: 'missing', source: 'Employees', cursor: null });
  });

  it('offers every source and all of them together', async () => {
    const element = await show();
    expect(find(element, '[data-id="source"]').options).toEqual([
      { label: 'All sources', value: '' },
      { label: 'Entra – Employees', value: 'Employees' },
    ]);
  });

  it('searches once typing has paused', async () => {
    const element = await show();
    type(element, 'a');
    type(element, 'ad');
    type(element, 'ada ');
    await jest.advanceTimersByTimeAsync(299);
    expect(getUsers).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(getUsers).toHaveBeenCalledTimes(2);
    expect(lastQuery().search).toBe('ada');
    expect(find(element, 'lightning-input').value).toBe('ada ');
  });

  it('takes along what was typed when a filter is chosen before the pause is over', async () => {
    const element = await show();
    type(element, 'ada');
    await choose(element, 'show', 'missing');
    await jest.advanceTimersByTimeAsync(1000);
    expect(getUsers).toHaveBeenCalledTimes(2);
    expect(lastQuery()).toMatchObject({ search: 'ada', show: 'missing' });
  });

  it('sorts by the column a person chose', async () => {
    const element = await show();
    tableOf(element).dispatchEvent(new CustomEvent('sort', { detail: { fieldName: 'status', sortDirection: 'asc' } }));
    await settle();
    expect(lastQuery()).toMatchObject({ sortField: 'status', sortDirection: 'asc' });
    expect(tableOf(element).sortedBy).toBe('status');
  });

  it('ignores an answer that a later question has overtaken', async () => {
    const element = await show();
    let answerSlowly;
    getUsers.mockReturnValueOnce(
      new Promise((resolve) => {
        answerSlowly = resolve;
      }),
    );
    await choose(element, 'show', 'missing');
    getUsers.mockResolvedValueOnce(lastPage);
    await choose(element, 'source', 'Employees');
    answerSlowly(firstPage);
    await settle();
    expect(tableOf(element).data.map(({ name }) => name)).toEqual(['Linus Placeholder']);
  });

  it('follows a view that comes from outside, as from the Back button', async () => {
    const element = await show();
    element.view = { ...DEFAULT_VIEW, search: 'grace' };
    await settle();
    expect(lastQuery().search).toBe('grace');
    expect(find(element, 'lightning-input').value).toBe('grace');
    element.view = null;
    await settle();
    expect(lastQuery().search).toBe('');
  });

  it('shows other rows in a new table, which the keyboard can enter', async () => {
    const element = await show();
    const before = tableOf(element);
    await choose(element, 'show', 'missing');
    expect(tableOf(element)).not.toBe(before);
  });

  it('keeps the table that has the keyboard, and starts it from the top', async () => {
    const element = await show();
    const before = tableOf(element);
    const scrollToTop = jest.spyOn(before, 'scrollToTop');
    before.tabIndex = 0;
    before.focus();
    before.dispatchEvent(new CustomEvent('sort', { detail: { fieldName: 'name', sortDirection: 'asc' } }));
    await settle();
    expect(tableOf(element)).toBe(before);
    expect(scrollToTop).toHaveBeenCalledTimes(1);
  });

  it('says that nobody has been provisioned yet', async () => {
    getUsers.mockResolvedValue(emptyPage);
    const element = await show();
    expect(find(element, '[data-id="empty"]').textContent).toContain('No user has been provisioned yet');
    expect(find(element, '[data-id="empty-clear"]')).toBeNull();
  });

  it('says that nothing matches and clears the filters when asked', async () => {
    getUsers.mockResolvedValue(emptyPage);
    const element = await show({ view: { ...DEFAULT_VIEW, search: 'zzz', show: 'missing', source: 'Employees' } });
    expect(find(element, '[data-id="empty"]').textContent).toContain('No provisioned user matches these filters');
    find(element, '[data-id="empty-clear"]').click();
    await settle();
    expect(lastQuery()).toMatchObject({ search: '', show: 'all', source: '' });
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h2'));
  });

  it.each([
    ['missing', 'Nobody is missing anything'],
    ['unexpected', 'Nobody holds anything unexpected'],
    ['overdue', 'No leaver is overdue'],
  ])('says in words that there is nobody to show as %s', async (shown, text) => {
    getUsers.mockResolvedValue(emptyPage);
    const element = await show({ view: { ...DEFAULT_VIEW, show: shown } });
    expect(find(element, '[data-id="empty"]').textContent).toContain(text);
  });

  it('shows why the users could not be loaded and tries again when asked', async () => {
    getUsers.mockRejectedValueOnce({ body: { message: 'No access' } });
    const element = await show();
    expect(tableOf(element)).toBeNull();
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
    expect(tableOf(element).data).toHaveLength(2);
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h2'));
  });

  it('keeps the users it has when the next page fails, and takes up from there', async () => {
    const element = await show();
    getUsers.mockRejectedValueOnce(new Error('Offline'));
    tableOf(element).dispatchEvent(new CustomEvent('loadmore'));
    await settle();
    expect(tableOf(element).data).toHaveLength(2);
    expect(tableOf(element).enableInfiniteLoading).toBe(false);

    getUsers.mockResolvedValueOnce(lastPage);
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(lastQuery().cursor).toBe(firstPage.nextCursor);
    expect(tableOf(element).data).toHaveLength(3);
  });

  it('reads anew on refresh, past what the browser has cached', async () => {
    const element = await show();
    await element.refresh();
    expect(getUsers).toHaveBeenCalledTimes(2);
    expect(lastQuery().asOf).not.toBe('');
  });

  it('shows a fresher row in place of the loaded one', async () => {
    const element = await show();
    element.replaceRow({ ...firstPage.rows[0], missingCount: 0, missing: [] });
    await settle();
    expect(tableOf(element).data.map(({ missing }) => missing)).toEqual([0, 1]);
  });

  it('opens a user, and returns the keyboard to the row', async () => {
    const element = await show();
    const opened = jest.fn();
    element.addEventListener('useropen', opened);
    const focus = jest.fn(() => find(element, 'lightning-input').focus());
    tableOf(element).columns[0].typeAttributes.open({ userId: '005000000000014AAA', focus });
    expect(opened).toHaveBeenCalledTimes(1);
    expect(opened.mock.calls[0][0].detail).toEqual({ userId: '005000000000014AAA' });
    element.focusOpenedRow();
    expect(focus).toHaveBeenCalledTimes(1);
  });

  it('opens a user from a card too', async () => {
    const element = await show({ compact: true });
    const opened = jest.fn();
    element.addEventListener('useropen', (event) => opened(event.detail));
    const detail = { userId: '005000000000014AAA', focus: jest.fn() };
    find(element, 'c-rollcall-user-cards').dispatchEvent(new CustomEvent('useropen', { detail }));
    expect(opened.mock.calls).toEqual([[{ userId: '005000000000014AAA' }]]);
  });

  it('offers to sort by every column of the table', async () => {
    const element = await show({ compact: true });
    const { columns } = tableOf(await show());
    expect(find(element, '[data-id="sort"]').options).toEqual(
      columns.map(({ label, fieldName }) => ({ label, value: fieldName })),
    );
  });

  it('gives the keyboard to its heading when there is no row to return to', async () => {
    const element = await show();
    element.focusOpenedRow();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h2'));
  });

  it('shows cards with a sort choice on narrow screens', async () => {
    const element = await show({ compact: true });
    expect(tableOf(element)).toBeNull();
    expect(find(element, 'c-rollcall-user-cards').rows).toHaveLength(2);
    await choose(element, 'sort', 'name');
    expect(lastQuery()).toMatchObject({ sortField: 'name', sortDirection: 'asc' });
    await choose(element, 'sort', 'missing');
    expect(lastQuery()).toMatchObject({ sortField: 'missing', sortDirection: 'desc' });
    getUsers.mockResolvedValueOnce(lastPage);
    find(element, 'c-rollcall-user-cards').dispatchEvent(new CustomEvent('loadmore'));
    await settle();
    expect(find(element, 'c-rollcall-user-cards').rows).toHaveLength(3);
  });

  it('leaves the page without a trace', async () => {
    const element = await show();
    type(element, 'ada');
    element.remove();
    await jest.advanceTimersByTimeAsync(1000);
    expect(getUsers).toHaveBeenCalledTimes(1);
  });

  it('is accessible', async () => {
    const element = await show();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
