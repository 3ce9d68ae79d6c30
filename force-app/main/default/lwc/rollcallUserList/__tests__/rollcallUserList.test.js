import { createElement } from 'lwc';
import getUsers from '@salesforce/apex/ProvisioningConsoleController.getUsers';
import RollcallUserList from 'c/rollcallUserList';
import { DEFAULT_VIEW, SORT_FIELDS, wanted } from 'c/rollcallView';
import firstPage from './data/firstPage.json';
import lastPage from './data/lastPage.json';

jest.mock('@salesforce/apex/ProvisioningConsoleController.getUsers', () => ({ default: jest.fn() }), {
  virtual: true,
});

const sources = [{ name: 'Employees', label: 'Entra – Employees', idpKind: 'Entra', integrationUsernames: [] }];
const OPENED = '2026-11-20T09:12:00.000Z';
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

const selectionOf = (element) => find(element, 'c-rollcall-selection-bar');
const noticeOf = (element) => find(element, '[data-id="notice"]').textContent;

/** What the filter bar says when a person chooses something. */
function filter(element, detail) {
  find(element, 'c-rollcall-filter-bar').dispatchEvent(new CustomEvent('filterchange', { detail }));
  return settle();
}

/** What the table says when a person ticks boxes; `ids` are all that are ticked now. */
function tick(element, ids, action = 'rowSelect') {
  const selectedRows = ids.map((userId) => ({ userId }));
  tableOf(element).dispatchEvent(new CustomEvent('rowselection', { detail: { selectedRows, config: { action } } }));
  return settle();
}

const idOf = (number) => `005${String(number).padStart(12, '0')}AAA`;

/** A page of `count` users, numbered from `first`. */
function pageOf(first, count, more = {}) {
  const rows = Array.from({ length: count }, (_unused, index) => ({
    ...firstPage.rows[0],
    userId: idOf(first + index),
    name: `User ${first + index}`,
  }));
  return { rows, nextCursor: null, total: null, ...more };
}

/** Answers like an org with so many users, page by page. */
function answerAsOrgWith(count) {
  getUsers.mockImplementation(async ({ query }) => {
    const first = query.cursor ? Number(query.cursor) : 0;
    const size = Math.min(query.pageSize, count - first);
    const end = first + size;
    return pageOf(first, size, { nextCursor: end < count ? String(end) : null, total: query.cursor ? null : count });
  });
}

async function loadMore(element) {
  tableOf(element).dispatchEvent(new CustomEvent('loadmore'));
  await settle();
}

/** Page by page, until the 200 rows of a window are there. */
async function fillWindow(element) {
  await loadMore(element);
  await loadMore(element);
  await loadMore(element);
  await loadMore(element);
}

async function press(element, id) {
  find(element, `[data-id="${id}"]`).click();
  await settle();
}

describe('c-rollcall-user-list', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date(OPENED) });
    getUsers.mockResolvedValue(firstPage);
  });
  afterEach(() => {
    document.body.replaceChildren();
    window.localStorage.clear();
    jest.resetAllMocks();
    jest.useRealTimers();
  });

  it('asks for the first page and shows its users', async () => {
    const element = await show();
    expect(lastQuery()).toEqual({ ...wanted(DEFAULT_VIEW), cursor: null, pageSize: 40, asOf: OPENED });
    expect(tableOf(element).data.map(({ name }) => name)).toEqual(['Ada Example', 'Grace Sample']);
    expect(resultsOf(element)).toMatch(/^3 users, as of \d\d:\d\d [AP]M$/);
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

  it('asks for what the filter bar says, from the first page', async () => {
    const element = await show();
    await filter(element, { search: 'ada', show: 'missing' });
    expect(lastQuery()).toMatchObject({ search: 'ada', show: 'missing', cursor: null });
    await filter(element, { search: 'ada', source: 'Employees', reason: 'NO_SEATS_LEFT' });
    expect(lastQuery()).toMatchObject({ show: 'missing', source: 'Employees', reason: 'NO_SEATS_LEFT' });
  });

  it('asks for nothing when a filter is chosen that was chosen before', async () => {
    const element = await show();
    await filter(element, { search: '' });
    expect(getUsers).toHaveBeenCalledTimes(1);
  });

  it('hands what it shows and whom there is to the filter bar', async () => {
    const element = await show({ view: { ...DEFAULT_VIEW, status: 'Frozen' }, compact: true });
    const bar = find(element, 'c-rollcall-filter-bar');
    expect(bar.sources).toEqual(sources);
    expect(bar.view.status).toBe('Frozen');
    expect(bar.compact).toBe(true);
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
    await filter(element, { show: 'missing' });
    getUsers.mockResolvedValueOnce(lastPage);
    await filter(element, { source: 'Employees' });
    answerSlowly(firstPage);
    await settle();
    expect(tableOf(element).data.map(({ name }) => name)).toEqual(['Linus Placeholder']);
  });

  it('follows a view that comes from outside, as from the Back button', async () => {
    const element = await show();
    element.view = { ...DEFAULT_VIEW, search: 'grace' };
    await settle();
    expect(lastQuery().search).toBe('grace');
    element.view = null;
    await settle();
    expect(lastQuery().search).toBe('');
  });

  it('shows other rows in a new table, which the keyboard can enter', async () => {
    const element = await show();
    const before = tableOf(element);
    await filter(element, { show: 'missing' });
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
    expect(find(element, '[data-id="empty"]').textContent).toContain('after an identity provider has created them');
    expect(find(element, '[data-id="empty-clear"]')).toBeNull();
  });

  it('says how to begin where no source is set up', async () => {
    getUsers.mockResolvedValue(emptyPage);
    const element = await show({ sources: [] });
    expect(find(element, '[data-id="empty"]').textContent).toContain('No provisioning source is set up yet');
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
    ['privileged', 'Nobody holds unexpected privileges'],
    ['resolved', 'Nothing was settled in the last 7 days'],
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
    await jest.advanceTimersByTimeAsync(3_600_000);
    await element.refresh();
    expect(getUsers).toHaveBeenCalledTimes(2);
    expect(lastQuery().asOf).toBe('2026-11-20T10:12:00.000Z');
    expect(resultsOf(element)).toMatch(/^3 users, as of \d\d:\d\d [AP]M$/);
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
    const focus = jest.fn(() => tableOf(element).focus());
    tableOf(element).tabIndex = 0;
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

  it('gives the keyboard to its heading when there is no row to return to', async () => {
    const element = await show();
    element.focusOpenedRow();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h2'));
  });

  it('shows cards on narrow screens, page after page', async () => {
    const element = await show({ compact: true });
    expect(tableOf(element)).toBeNull();
    expect(find(element, 'c-rollcall-column-picker')).toBeNull();
    const cards = find(element, 'c-rollcall-user-cards');
    expect(cards.rows).toHaveLength(2);
    getUsers.mockResolvedValueOnce(lastPage);
    cards.dispatchEvent(new CustomEvent('loadmore'));
    await settle();
    expect(cards.rows).toHaveLength(3);
  });

  it('keeps at most 200 rows on the page; buttons lead to the others and back', async () => {
    answerAsOrgWith(450);
    const element = await show();
    expect(find(element, 'nav')).toBeNull();
    await fillWindow(element);
    await loadMore(element);
    expect(tableOf(element).data).toHaveLength(200);
    expect(tableOf(element).enableInfiniteLoading).toBe(false);
    expect(find(element, '[data-id="range"]').textContent).toBe('Users 1 to 200 of 450');
    expect(find(element, '[data-id="previous"]')).toBeNull();

    await press(element, 'next');
    expect(tableOf(element).data[0].name).toBe('User 200');
    expect(tableOf(element).data).toHaveLength(40);
    expect(find(element, '[data-id="range"]').textContent).toBe('Users 201 to 240 of 450');
    expect(resultsOf(element)).toMatch(/^450 users, as of \d\d:\d\d [AP]M$/);
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h2'));
    expect(find(element, '[data-id="next"]')).toBeNull();

    await press(element, 'previous');
    expect(tableOf(element).data[0].name).toBe('User 0');
    expect(find(element, 'nav')).toBeNull();
  });

  it('stays where it is when the next users cannot be loaded, and goes on when asked', async () => {
    answerAsOrgWith(450);
    const element = await show();
    await fillWindow(element);
    getUsers.mockRejectedValueOnce(new Error('Offline'));
    await press(element, 'next');
    expect(tableOf(element).data[0].name).toBe('User 0');
    expect(find(element, '[data-id="error"]').heading).toBe('The next users could not be loaded');
    find(element, '[data-id="error"]').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(tableOf(element).data[0].name).toBe('User 200');
  });

  it('begins with the first rows again when the order changes', async () => {
    answerAsOrgWith(450);
    const element = await show();
    await fillWindow(element);
    await press(element, 'next');
    tableOf(element).dispatchEvent(new CustomEvent('sort', { detail: { fieldName: 'name', sortDirection: 'asc' } }));
    await settle();
    expect(tableOf(element).data[0].name).toBe('User 0');
    expect(find(element, 'nav')).toBeNull();
  });

  it('selects users across pages, and says how many', async () => {
    answerAsOrgWith(450);
    const element = await show();
    expect(selectionOf(element)).toBeNull();
    await tick(element, [idOf(0), idOf(1)]);
    expect(selectionOf(element).count).toBe(2);
    await fillWindow(element);
    await press(element, 'next');
    expect(tableOf(element).selectedRows).toEqual([]);
    await tick(element, [idOf(201)]);
    expect(selectionOf(element).count).toBe(3);
    await tick(element, [], 'rowDeselect');
    expect(selectionOf(element).count).toBe(2);
    await press(element, 'previous');
    expect(tableOf(element).selectedRows).toEqual([idOf(0), idOf(1)]);
  });

  it('does not take for a choice what the table was told', async () => {
    const element = await show();
    await tick(element, [firstPage.rows[0].userId]);
    await tick(element, [], undefined);
    tableOf(element).dispatchEvent(new CustomEvent('rowselection', { detail: { selectedRows: [] } }));
    await settle();
    expect(selectionOf(element)).toBeNull();
    await tick(element, [firstPage.rows[0].userId]);
    tableOf(element).dispatchEvent(new CustomEvent('rowselection', { detail: { selectedRows: [], config: {} } }));
    await settle();
    expect(selectionOf(element).count).toBe(1);
  });

  it('keeps the selection in another order, and clears it with a notice for other filters', async () => {
    const element = await show();
    await tick(element, [firstPage.rows[0].userId]);
    tableOf(element).dispatchEvent(new CustomEvent('sort', { detail: { fieldName: 'name', sortDirection: 'asc' } }));
    await settle();
    expect(selectionOf(element).count).toBe(1);
    await filter(element, { show: 'missing' });
    expect(selectionOf(element)).toBeNull();
    expect(noticeOf(element)).toBe('The selection was cleared because the filters have changed.');
    await filter(element, { show: 'all' });
    expect(noticeOf(element)).toBe('');
  });

  it('selects everybody who matches', async () => {
    answerAsOrgWith(120);
    const element = await show();
    await tick(element, [idOf(0)]);
    selectionOf(element).dispatchEvent(new CustomEvent('selectall'));
    await settle();
    expect(lastQuery()).toMatchObject({ pageSize: 200, cursor: null });
    expect(selectionOf(element).count).toBe(120);
    expect(tableOf(element).selectedRows).toHaveLength(40);
    expect(noticeOf(element)).toBe('');
  });

  it('selects as many as a fix covers, and says so', async () => {
    answerAsOrgWith(450);
    const element = await show();
    await tick(element, [idOf(0)]);
    selectionOf(element).dispatchEvent(new CustomEvent('selectall'));
    await settle();
    expect(selectionOf(element).count).toBe(200);
    expect(noticeOf(element)).toContain('The first 200 of 450 are selected.');
    await fillWindow(element);
    await press(element, 'next');
    await tick(element, [idOf(200)]);
    expect(selectionOf(element).count).toBe(200);
    expect(tableOf(element).selectedRows).toEqual([]);
    expect(noticeOf(element)).toContain('At most 200 users');
  });

  it('says why nobody more was selected, and tries again', async () => {
    const element = await show();
    await tick(element, [firstPage.rows[0].userId]);
    getUsers.mockRejectedValueOnce(new Error('Offline'));
    selectionOf(element).dispatchEvent(new CustomEvent('selectall'));
    await settle();
    expect(selectionOf(element).count).toBe(1);
    find(element, '[data-id="selection-error"]').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(find(element, '[data-id="selection-error"]')).toBeNull();
    expect(selectionOf(element).count).toBe(2);
  });

  it('does not select those who matched before the filters changed', async () => {
    const element = await show();
    await tick(element, [firstPage.rows[0].userId]);
    let answer;
    getUsers.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    selectionOf(element).dispatchEvent(new CustomEvent('selectall'));
    await filter(element, { show: 'missing' });
    answer(firstPage);
    await settle();
    expect(selectionOf(element)).toBeNull();
  });

  it('ticks cards as it ticks rows', async () => {
    const element = await show({ compact: true });
    const cards = find(element, 'c-rollcall-user-cards');
    const pick = async (userId, isSelected) => {
      cards.dispatchEvent(new CustomEvent('pick', { detail: { userId, isSelected } }));
      await settle();
    };
    await pick('005000000000014AAA', true);
    expect(cards.rows.map(({ isSelected }) => isSelected)).toEqual([true, false]);
    await pick('005000000000014AAA', false);
    expect(selectionOf(element)).toBeNull();
  });

  it('hands the selected users on to be fixed, to whoever may fix', async () => {
    const element = await show({ canRemediate: true });
    const fix = jest.fn();
    element.addEventListener('fix', (event) => fix(event.detail));
    await tick(element, ['005000000000014AAA', '005000000000015AAA']);
    expect(selectionOf(element).canFix).toBe(true);
    selectionOf(element).dispatchEvent(new CustomEvent('fix'));
    expect(fix.mock.calls).toEqual([[{ userIds: ['005000000000014AAA', '005000000000015AAA'] }]]);
    element.clearSelection();
    await settle();
    expect(selectionOf(element)).toBeNull();
  });

  it('exports the selected users', async () => {
    const element = await show();
    const control = find(element, 'c-rollcall-export-control');
    const exported = jest.spyOn(control, 'exportUsers').mockResolvedValue();
    await tick(element, ['005000000000014AAA']);
    selectionOf(element).dispatchEvent(new CustomEvent('export'));
    expect(exported).toHaveBeenCalledWith(['005000000000014AAA']);
    expect(control.total).toBe(3);
    expect(control.query).toMatchObject({ show: 'all', cursor: null });
  });

  it('clears the selection by its button, and gives the keyboard to the heading', async () => {
    const element = await show();
    await tick(element, ['005000000000014AAA']);
    selectionOf(element).dispatchEvent(new CustomEvent('clear'));
    await settle();
    expect(selectionOf(element)).toBeNull();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h2'));
  });

  it('shows other columns without asking the org again', async () => {
    const element = await show();
    const picker = find(element, 'c-rollcall-column-picker');
    picker.dispatchEvent(new CustomEvent('columnschange', { detail: { columns: 'name,title,unexpected' } }));
    await settle();
    expect(tableOf(element).columns.map(({ fieldName }) => fieldName)).toEqual(['name', 'title', 'unexpected']);
    expect(getUsers).toHaveBeenCalledTimes(1);
  });

  it('offers every column to be sorted by', async () => {
    const columns = SORT_FIELDS.join(',');
    const element = await show({ view: { ...DEFAULT_VIEW, columns } });
    expect(tableOf(element).columns.every(({ sortable }) => sortable)).toBe(true);
    expect(tableOf(element).columns.map(({ fieldName }) => fieldName)).toEqual(SORT_FIELDS);
  });

  it('leaves the page without a trace', async () => {
    let answer;
    getUsers.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const element = await show();
    element.remove();
    answer(firstPage);
    await settle();
    element.view = { ...DEFAULT_VIEW, show: 'missing' };
    expect(getUsers).toHaveBeenCalledTimes(1);
  });

  it('is accessible', async () => {
    const element = await show();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
