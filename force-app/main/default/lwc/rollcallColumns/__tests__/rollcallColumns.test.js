import { COLUMN_OPTIONS, DEFAULT_COLUMNS, columnsText, remember, shownColumns } from 'c/rollcallColumns';
import { SORT_FIELDS } from 'c/rollcallView';

describe('c-rollcall-columns', () => {
  afterEach(() => {
    jest.restoreAllMocks();
    window.localStorage.clear();
  });

  it('names every column that can be sorted', () => {
    expect(COLUMN_OPTIONS.map(({ value }) => value)).toEqual(SORT_FIELDS);
    for (const { label } of COLUMN_OPTIONS) {
      expect(label).not.toBe('');
    }
  });

  it('starts with the columns that fit a screen', () => {
    expect(shownColumns('')).toEqual(DEFAULT_COLUMNS);
  });

  it('shows what the address asks for, and always the user', () => {
    expect(shownColumns('title,email')).toEqual(['name', 'email', 'title']);
  });

  it('keeps a choice for the next visit; the address goes before it', () => {
    expect(remember('name,email')).toBe(true);
    expect(shownColumns('')).toEqual(['name', 'email']);
    expect(shownColumns('name,title')).toEqual(['name', 'title']);
    remember('');
    expect(shownColumns('')).toEqual(DEFAULT_COLUMNS);
  });

  it('does without what a browser has kept from another version', () => {
    remember('shoeSize');
    expect(shownColumns('')).toEqual(DEFAULT_COLUMNS);
  });

  it('works in a browser that keeps nothing', () => {
    const refuse = () => {
      throw new Error('The operation is insecure.');
    };
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse);
    jest.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse);
    expect(remember('name,email')).toBe(false);
    expect(shownColumns('')).toEqual(DEFAULT_COLUMNS);
  });

  it('writes into the address only what differs from the start', () => {
    expect(columnsText(DEFAULT_COLUMNS)).toBe('');
    expect(columnsText([...DEFAULT_COLUMNS].reverse())).toBe('');
    expect(columnsText(['email'])).toBe('name,email');
    expect(columnsText([])).toBe('name');
  });
});
