import { createElement } from 'lwc';
import exportFindings from '@salesforce/apex/RollcallListController.exportFindings';
import exportPage from '@salesforce/apex/RollcallListController.exportPage';
import RollcallExportControl from 'c/rollcallExportControl';
import { DEFAULT_VIEW, wanted } from 'c/rollcallView';

jest.mock('@salesforce/apex/RollcallListController.exportPage', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RollcallListController.exportFindings', () => ({ default: jest.fn() }), {
  virtual: true,
});

const query = { ...wanted(DEFAULT_VIEW), show: 'missing', cursor: null, pageSize: 50, asOf: '' };
const find = (element, selector) => element.shadowRoot.querySelector(selector);
const noticeOf = (element) => find(element, '[data-id="notice"]').textContent;
const settle = () => jest.advanceTimersByTimeAsync(0);

/** Name and text of the files that the browser was told to save. */
let files;

function show(properties) {
  const element = createElement('c-rollcall-export-control', { is: RollcallExportControl });
  Object.assign(element, { query, total: 3, ...properties });
  document.body.appendChild(element);
  return element;
}

function choose(element, value) {
  find(element, 'lightning-button-menu').dispatchEvent(new CustomEvent('select', { detail: { value } }));
  return settle();
}

describe('c-rollcall-export-control', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date(2026, 10, 22) });
    files = [];
    let lastSize = 0;
    URL.createObjectURL = jest.fn((blob) => {
      lastSize = blob.size;
      return 'blob:rollcall';
    });
    URL.revokeObjectURL = jest.fn();
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click() {
      files.push({ name: this.download, size: lastSize });
    });
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('asks part by part for everybody who matches, and saves one file', async () => {
    exportPage
      .mockResolvedValueOnce({ rows: [['1'], ['2']], nextCursor: 'next' })
      .mockResolvedValueOnce({ rows: [['3']], nextCursor: null });
    const element = show();
    await choose(element, 'users');
    expect(exportPage.mock.calls).toEqual([[{ query, cursor: null }], [{ query, cursor: 'next' }]]);
    expect(files.map(({ name }) => name)).toEqual(['rollcall-users-2026-11-22.csv']);
    expect(noticeOf(element)).toBe('3 rows were exported to rollcall-users-2026-11-22.csv.');
  });

  it('exports one row a finding too', async () => {
    exportFindings.mockResolvedValueOnce({ rows: [['1']], nextCursor: null });
    const element = show();
    await choose(element, 'findings');
    expect(exportFindings).toHaveBeenCalledWith({ query, cursor: null });
    expect(files.map(({ name }) => name)).toEqual(['rollcall-findings-2026-11-22.csv']);
  });

  it('exports selected users, whatever narrows the list now', async () => {
    exportPage.mockResolvedValueOnce({ rows: [['1']], nextCursor: null });
    const element = show();
    await element.exportUsers(['005000000000014AAA']);
    expect(exportPage.mock.calls[0][0].query).toMatchObject({ userIds: ['005000000000014AAA'], show: 'all' });
  });

  it('shows how far it is, with words and a bar', async () => {
    exportPage.mockResolvedValueOnce({ rows: [['1']], nextCursor: 'next' }).mockReturnValueOnce(new Promise(() => {}));
    const element = show();
    await choose(element, 'users');
    expect(find(element, '[data-id="progress"] p').textContent).toBe('1 of 3 users exported so far');
    expect(find(element, 'lightning-progress-bar').value).toBe(33);
    expect(find(element, 'lightning-button-menu').disabled).toBe(true);
  });

  it('shows the rows so far where nobody knows how many there will be', async () => {
    exportFindings
      .mockResolvedValueOnce({ rows: [['1'], ['2']], nextCursor: 'next' })
      .mockReturnValueOnce(new Promise(() => {}));
    const element = show();
    await choose(element, 'findings');
    expect(find(element, '[data-id="progress"] p').textContent).toBe('2 rows exported so far');
    expect(find(element, 'lightning-progress-bar')).toBeNull();
  });

  it('stops when cancelled, and makes no file of a part', async () => {
    let answer;
    exportPage.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const element = show();
    await choose(element, 'users');
    find(element, '[data-id="cancel"]').click();
    await settle();
    expect(noticeOf(element)).toBe('The export was cancelled. No file was made.');
    answer({ rows: [['1']], nextCursor: 'next' });
    await settle();
    expect(exportPage).toHaveBeenCalledTimes(1);
    expect(files).toEqual([]);
  });

  it('says why it stopped, makes no file, and starts again when asked', async () => {
    exportPage
      .mockResolvedValueOnce({ rows: [['1']], nextCursor: 'next' })
      .mockRejectedValueOnce({ body: { message: 'Session expired' } });
    const element = show();
    await choose(element, 'users');
    expect(find(element, 'c-rollcall-error-panel').heading).toBe('The export stopped, and no file was made');
    expect(files).toEqual([]);
    exportPage.mockResolvedValueOnce({ rows: [['1']], nextCursor: null });
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(exportPage.mock.calls.at(-1)[0].cursor).toBeNull();
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
    expect(files).toHaveLength(1);
  });

  it('ignores a failure that comes after the person has cancelled', async () => {
    let fail;
    exportPage.mockReturnValueOnce(
      new Promise((_resolve, reject) => {
        fail = reject;
      }),
    );
    const element = show();
    await choose(element, 'users');
    find(element, '[data-id="cancel"]').click();
    fail(new Error('Too late'));
    await settle();
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
  });

  it('makes no file without rows', async () => {
    exportPage.mockResolvedValueOnce({ rows: [], nextCursor: null });
    const element = show({ total: 0 });
    await choose(element, 'users');
    expect(noticeOf(element)).toBe('There was nothing to export.');
    expect(files).toEqual([]);
  });

  it('takes 50,000 users to the last', async () => {
    const rows = Array.from({ length: 1000 }, (_unused, index) => [`User ${index}`, 'ada.example@example.com']);
    for (let part = 1; part <= 50; part += 1) {
      exportPage.mockResolvedValueOnce({ rows, nextCursor: part < 50 ? String(part) : null });
    }
    const element = show({ total: 50_000 });
    await choose(element, 'users');
    await settle();
    expect(noticeOf(element)).toContain('50,000 rows');
    expect(files[0].size).toBeGreaterThan(50_000 * 30);
  });

  it('waits until the list knows what it shows', async () => {
    const element = show({ query: undefined });
    await choose(element, 'users');
    await element.exportUsers(['005000000000014AAA']);
    expect(exportPage).not.toHaveBeenCalled();
  });

  it('saves nothing once it has left the page', async () => {
    let answer;
    exportPage.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const element = show();
    await choose(element, 'users');
    element.remove();
    answer({ rows: [['1']], nextCursor: null });
    await settle();
    expect(files).toEqual([]);
  });

  it('is accessible', async () => {
    const element = show();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
