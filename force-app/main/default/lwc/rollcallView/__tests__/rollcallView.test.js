import { DEFAULT_VIEW, isFiltered, readState, sameView, writeState } from 'c/rollcallView';

const USER_ID = '005000000000014AAA';

describe('c-rollcall-view', () => {
  it('reads the default view from a URL without state', () => {
    expect(readState(undefined)).toEqual({ view: DEFAULT_VIEW, userId: null });
    expect(readState({})).toEqual({ view: DEFAULT_VIEW, userId: null });
  });

  it('reads every part of the state', () => {
    const state = {
      c__user: USER_ID,
      c__show: 'missing',
      c__source: 'Employees',
      c__search: 'ada',
      c__sort: 'name-asc',
    };
    expect(readState(state)).toEqual({
      view: { search: 'ada', source: 'Employees', show: 'missing', sortField: 'name', sortDirection: 'asc' },
      userId: USER_ID,
    });
  });

  it('falls back part by part when the URL was mangled', () => {
    const state = {
      c__user: '001000000000000AAA',
      c__show: 'everything',
      c__source: "x' OR Name != '",
      c__search: 'x'.repeat(200),
      c__sort: 'password-asc',
    };
    const { view, userId } = readState(state);
    expect(userId).toBeNull();
    expect(view).toEqual({ ...DEFAULT_VIEW, search: 'x'.repeat(80) });
    expect(readState({ c__sort: 'name-sideways' }).view.sortField).toBe('missing');
  });

  it('writes only what differs from the default and keeps what others wrote', () => {
    expect(writeState({ c__other: '1', c__user: USER_ID }, DEFAULT_VIEW, null)).toEqual({ c__other: '1' });
    expect(writeState(null, { ...DEFAULT_VIEW, sortField: 'name', sortDirection: 'asc' }, USER_ID)).toEqual({
      c__user: USER_ID,
      c__sort: 'name-asc',
    });
  });

  it.each(['all', 'missing', 'unexpected', 'overdue'])('keeps in the URL that it shows %s', (shown) => {
    const view = { ...DEFAULT_VIEW, show: shown };
    expect(readState(writeState({}, view, null)).view).toEqual(view);
  });

  it('reads back what it wrote', () => {
    const view = { search: 'a b', source: 'By_Hand', show: 'missing', sortField: 'status', sortDirection: 'desc' };
    expect(readState(writeState({}, view, USER_ID))).toEqual({ view, userId: USER_ID });
  });

  it('knows when something narrows the list; an order does not', () => {
    expect(isFiltered(DEFAULT_VIEW)).toBe(false);
    expect(isFiltered({ ...DEFAULT_VIEW, sortField: 'name' })).toBe(false);
    expect(isFiltered({ ...DEFAULT_VIEW, search: 'a' })).toBe(true);
    expect(isFiltered({ ...DEFAULT_VIEW, source: 'Employees' })).toBe(true);
    expect(isFiltered({ ...DEFAULT_VIEW, show: 'missing' })).toBe(true);
  });

  it('compares views by what they show', () => {
    expect(sameView(DEFAULT_VIEW, { ...DEFAULT_VIEW })).toBe(true);
    expect(sameView(DEFAULT_VIEW, { ...DEFAULT_VIEW, search: 'a' })).toBe(false);
  });
});
