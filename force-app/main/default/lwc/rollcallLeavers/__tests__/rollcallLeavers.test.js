import { createElement } from 'lwc';
import getLeavers from '@salesforce/apex/RollcallLeaveController.getLeavers';
import RollcallLeaveModal from 'c/rollcallLeaveModal';
import RollcallLeavers from 'c/rollcallLeavers';
import page from './data/page.json';

jest.mock('@salesforce/apex/RollcallLeaveController.getLeavers', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('c/rollcallLeaveModal', () => ({ __esModule: true, default: { open: jest.fn() } }));

/** The console's one timer, on the clock of the suite. */
function mockTimer() {
  const after = (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  };
  return { after };
}
jest.mock('c/rollcallTimer', () => mockTimer());

/** @type {{ narrow: boolean }} */
const mockWindow = { narrow: false };
jest.mock('c/rollcallViewport', () => ({
  watchNarrow: (_rem, listener) => {
    listener(mockWindow.narrow);
    return () => {};
  },
}));

const ADA = page.rows[0].userId;
const SOURCES = [
  { name: 'Employees', label: 'Entra – Employees', idpKind: 'Entra', integrationUsernames: [] },
  { name: 'Contractors', label: 'Okta – Contractors', idpKind: 'Okta', integrationUsernames: [] },
];

const settle = () => jest.advanceTimersByTimeAsync(0);

async function show(properties = {}) {
  const element = createElement('c-rollcall-leavers', { is: RollcallLeavers });
  Object.assign(element, { canDeprovision: true, sources: SOURCES, ...properties });
  document.body.appendChild(element);
  await settle();
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const findAll = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];
const text = (element, id) => find(element, `[data-id="${id}"]`)?.textContent;

async function enter(element, id, value) {
  find(element, `[data-id="${id}"]`).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await jest.advanceTimersByTimeAsync(300);
}

describe('c-rollcall-leavers', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    mockWindow.narrow = false;
    getLeavers.mockResolvedValue(page);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
    jest.useRealTimers();
  });

  it('shows who leaves, since when, by when, and what is still live', async () => {
    const element = await show();
    expect(getLeavers).toHaveBeenCalledWith({
      query: { search: '', source: '', show: 'all', cursor: null, pageSize: 50 },
    });
    expect(text(element, 'count')).toBe('Users: 12');
    const [ada, grace] = findAll(element, 'tbody tr');
    expect(ada.textContent).toContain('Entra – Employees');
    expect(ada.textContent).toContain('3 items');
    expect(ada.querySelector('c-rollcall-badge').label).toBe('Overdue');
    expect(grace.textContent).toContain('Nothing');
    expect(grace.textContent).toContain('Never');
    expect(grace.querySelector('c-rollcall-badge')).toBeNull();
    expect(findAll(element, 'thead th')).toHaveLength(8);
  });

  it('shows the same as cards on narrow screens', async () => {
    mockWindow.narrow = true;
    const element = await show();
    expect(find(element, 'table')).toBeNull();
    const [ada, grace] = findAll(element, '.card');
    expect(ada.textContent).toContain('Still live3 items');
    expect(ada.querySelectorAll('lightning-formatted-date-time')).toHaveLength(2);
    expect(grace.querySelectorAll('lightning-formatted-date-time')).toHaveLength(0);
  });

  it('offers the steps only to those who may run them, and says so', async () => {
    const element = await show({ canDeprovision: false });
    expect(find(element, '[data-id="run"]')).toBeNull();
    expect(text(element, 'no-right')).toContain('SCIM Rollcall Deprovisioner');
    expect(findAll(element, 'thead th')).toHaveLength(7);
  });

  it('filters', async () => {
    const element = await show();
    await enter(element, 'show', 'overdue');
    await enter(element, 'source', 'Employees');
    find(element, '[data-id="search"]').dispatchEvent(new CustomEvent('change', { detail: { value: 'ad' } }));
    await enter(element, 'search', 'ada');
    expect(getLeavers).toHaveBeenCalledTimes(4);
    expect(getLeavers.mock.calls[3][0].query).toMatchObject({ search: 'ada', source: 'Employees', show: 'overdue' });
  });

  it('needs no choice between sources where there is one', async () => {
    expect(find(await show({ sources: SOURCES.slice(0, 1) }), '[data-id="source"]')).toBeNull();
  });

  it('loads more', async () => {
    const element = await show();
    getLeavers.mockResolvedValue({
      ...page,
      rows: [{ ...page.rows[0], userId: '005000000000016AAA' }],
      nextCursor: null,
    });
    find(element, '[data-id="more"]').click();
    await settle();
    expect(element.shadowRoot.activeElement.userId).toBe('005000000000016AAA');
    expect(getLeavers.mock.calls[1][0].query.cursor).toBe('next');
    expect(findAll(element, 'tbody tr')).toHaveLength(3);
    expect(find(element, '[data-id="more"]')).toBeNull();
  });

  it('says that nobody leaves, that nobody is overdue, or that nobody matches', async () => {
    getLeavers.mockResolvedValue({ rows: [], nextCursor: null, total: 0 });
    const element = await show();
    expect(text(element, 'empty')).toContain('Nobody is leaving');
    await enter(element, 'show', 'overdue');
    expect(text(element, 'empty')).toContain('Nobody is overdue');
    await enter(element, 'show', 'frozen');
    expect(text(element, 'empty')).toContain('No leaver matches');
    await enter(element, 'search', 'ada');
    expect(text(element, 'empty')).toContain('No leaver matches');
  });

  it('opens a user', async () => {
    const element = await show();
    const opened = jest.fn();
    element.addEventListener('useropen', opened);
    find(element, 'c-rollcall-user-cell').dispatchEvent(new CustomEvent('useropen', { detail: { userId: ADA } }));
    expect(opened.mock.calls[0][0].detail).toEqual({ userId: ADA });
  });

  it('runs the leaving steps, then shows who is left and tells the console', async () => {
    const element = await show();
    const fixed = jest.fn();
    element.addEventListener('fixed', fixed);
    RollcallLeaveModal.open.mockImplementation(({ onprogress }) => {
      onprogress(new CustomEvent('progress', { detail: {} }));
      return Promise.resolve({});
    });
    getLeavers.mockResolvedValue({ ...page, rows: [page.rows[1]] });
    find(element, `[data-id="run"][data-user="${ADA}"]`).click();
    await settle();
    expect(RollcallLeaveModal.open.mock.calls[0][0]).toMatchObject({
      size: 'medium',
      userId: ADA,
      label: 'Run the leaving steps for Ada Example',
    });
    expect(fixed.mock.calls[0][0].detail).toEqual({ userId: ADA });
    expect(findAll(element, 'tbody tr')).toHaveLength(1);
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h2'));
  });

  it('changes nothing when the window was only looked at', async () => {
    const element = await show();
    RollcallLeaveModal.open.mockResolvedValue(undefined);
    find(element, `[data-id="run"][data-user="${ADA}"]`).click();
    await settle();
    expect(getLeavers).toHaveBeenCalledTimes(1);
  });

  it('says what went wrong and tries again, keeping the rows that are there', async () => {
    getLeavers.mockRejectedValueOnce({ body: { message: 'Session expired or invalid' } });
    const element = await show();
    expect(text(element, 'count')).toBe('');
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(findAll(element, 'tbody tr')).toHaveLength(2);
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h2'));

    getLeavers.mockRejectedValueOnce({ body: { message: 'Too slow' } });
    find(element, '[data-id="more"]').click();
    await settle();
    expect(findAll(element, 'tbody tr')).toHaveLength(2);
    expect(find(element, 'c-rollcall-error-panel').error.body.message).toBe('Too slow');
  });

  it('never shows an answer that was overtaken', async () => {
    let answer;
    let refuse;
    getLeavers
      .mockReturnValueOnce(
        new Promise((resolve) => {
          answer = resolve;
        }),
      )
      .mockReturnValueOnce(
        new Promise((_, reject) => {
          refuse = reject;
        }),
      );
    const element = await show();
    element.refresh();
    element.refresh();
    await settle();
    answer({ rows: [], nextCursor: null, total: 0 });
    refuse(new Error('late'));
    await settle();
    expect(findAll(element, 'tbody tr')).toHaveLength(2);
    element.remove();
  });

  it('is accessible', async () => {
    const element = await show();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
