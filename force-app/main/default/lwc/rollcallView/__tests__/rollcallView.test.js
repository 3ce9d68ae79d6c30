import {
  DEFAULT_VIEW,
  NO_FILTERS,
  SHOWN,
  SORT_FIELDS,
  isFiltered,
  knownColumns,
  readState,
  sameFilters,
  sameRows,
  sameView,
  wanted,
  writeState,
} from 'c/rollcallView';

const USER_ID = '005000000000014AAA';

describe('c-rollcall-view', () => {
  it('reads the default view from a URL without state', () => {
    expect(readState(undefined)).toEqual({ tab: 'overview', view: DEFAULT_VIEW, userId: null });
    expect(readState({})).toEqual({ tab: 'overview', view: DEFAULT_VIEW, userId: null });
  });

  it('reads every part of the state', () => {
    const state = {
      c__tab: 'users',
      c__user: USER_ID,
      c__show: 'missing',
      c__source: 'Employees',
      c__search: 'ada',
      c__status: 'Frozen',
      c__reason: 'NO_SEATS_LEFT',
      c__entitlement: 'permissionset:sales_core',
      c__severity: 'Critical',
      c__department: 'Sales & Service',
      c__columns: 'name,department,title',
      c__sort: 'name-asc',
    };
    expect(readState(state)).toEqual({
      tab: 'users',
      view: {
        search: 'ada',
        source: 'Employees',
        show: 'missing',
        status: 'Frozen',
        reason: 'NO_SEATS_LEFT',
        entitlement: 'permissionset:sales_core',
        severity: 'Critical',
        department: 'Sales & Service',
        columns: 'name,department,title',
        sortField: 'name',
        sortDirection: 'asc',
      },
      userId: USER_ID,
    });
  });

  it('falls back part by part when the URL was mangled', () => {
    const state = {
      c__user: '001000000000000AAA',
      c__show: 'everything',
      c__source: "x' OR Name != '",
      c__search: 'x'.repeat(200),
      c__status: 'Asleep',
      c__reason: "') OR (1=1",
      c__entitlement: 'sales core',
      c__severity: 'Terrible',
      c__columns: 'password,ssn',
      c__sort: 'password-asc',
    };
    const { view, userId } = readState(state);
    expect(userId).toBeNull();
    expect(view).toEqual({ ...DEFAULT_VIEW, search: 'x'.repeat(80) });
    expect(readState({ c__sort: 'name-sideways' }).view.sortField).toBe('missing');
  });

  it('writes only what differs from the default and keeps what others wrote', () => {
    expect(writeState({ c__other: '1', c__user: USER_ID }, DEFAULT_VIEW, null, 'overview')).toEqual({
      c__other: '1',
    });
    expect(writeState(null, { ...DEFAULT_VIEW, sortField: 'name', sortDirection: 'asc' }, USER_ID)).toEqual({
      c__tab: 'users',
      c__user: USER_ID,
      c__sort: 'name-asc',
    });
  });

  it.each(SHOWN)('keeps in the URL that it shows %s', (shown) => {
    const view = { ...DEFAULT_VIEW, show: shown };
    expect(readState(writeState({}, view, null)).view).toEqual(view);
  });

  it.each(['overview', 'users', 'entitlements', 'leavers', 'health'])('keeps the tab %s in the URL', (tab) => {
    expect(readState(writeState({}, DEFAULT_VIEW, null, tab)).tab).toBe(tab);
  });

  it('opens the list for a URL that says what to list, and the overview for a mangled tab', () => {
    expect(readState({ c__show: 'missing' }).tab).toBe('users');
    expect(readState({ c__user: USER_ID }).tab).toBe('users');
    expect(readState({ c__tab: 'nowhere' }).tab).toBe('overview');
    expect(readState({ c__tab: 'health', c__show: 'missing' }).tab).toBe('health');
  });

  it('leaves out on other tabs what the list shows', () => {
    expect(writeState(null, { ...DEFAULT_VIEW, show: 'missing' }, USER_ID, 'health')).toEqual({ c__tab: 'health' });
  });

  it('reads back what it wrote', () => {
    const view = {
      search: 'a b',
      source: 'By_Hand',
      show: 'privileged',
      status: 'Inactive',
      reason: 'NOT_EXPECTED_PRIVILEGED',
      entitlement: 'profile:minimum access - salesforce',
      severity: 'High',
      department: 'R&D, Ångström',
      columns: 'name,email,lastLogin',
      sortField: 'lastLogin',
      sortDirection: 'desc',
    };
    expect(readState(writeState({}, view, USER_ID))).toEqual({ tab: 'users', view, userId: USER_ID });
  });

  it.each(SORT_FIELDS)('keeps in the URL that it sorts by %s', (sortField) => {
    const view = { ...DEFAULT_VIEW, sortField, sortDirection: 'asc' };
    expect(readState(writeState({}, view, null)).view).toEqual(view);
  });

  it('takes an entitlement in any case, as developer names are', () => {
    expect(readState({ c__entitlement: 'PermissionSet:Sales_Core' }).view.entitlement).toBe('permissionset:sales_core');
  });

  it('cuts a department that no user can have', () => {
    expect(readState({ c__department: 'x'.repeat(100) }).view.department).toHaveLength(80);
  });

  it('knows its columns, each once and in the order of the screen', () => {
    expect(knownColumns('title,name,title,shoeSize')).toEqual(['name', 'title']);
    expect(knownColumns(undefined)).toEqual([]);
  });

  it('asks the org for everything but the columns', () => {
    expect(Object.keys(wanted(DEFAULT_VIEW))).toEqual(Object.keys(DEFAULT_VIEW).filter((name) => name !== 'columns'));
  });

  it('knows when something narrows the list; an order does not', () => {
    expect(isFiltered(DEFAULT_VIEW)).toBe(false);
    expect(isFiltered({ ...DEFAULT_VIEW, sortField: 'name' })).toBe(false);
    expect(isFiltered({ ...DEFAULT_VIEW, search: 'a' })).toBe(true);
    expect(isFiltered({ ...DEFAULT_VIEW, source: 'Employees' })).toBe(true);
    expect(isFiltered({ ...DEFAULT_VIEW, show: 'missing' })).toBe(true);
    expect(isFiltered({ ...DEFAULT_VIEW, columns: 'name,email' })).toBe(false);
    expect(isFiltered({ ...DEFAULT_VIEW, department: 'Sales' })).toBe(true);
    expect(isFiltered({ ...DEFAULT_VIEW, department: 'Sales', ...NO_FILTERS })).toBe(false);
  });

  it('compares views by what they show', () => {
    expect(sameView(DEFAULT_VIEW, { ...DEFAULT_VIEW })).toBe(true);
    expect(sameView(DEFAULT_VIEW, { ...DEFAULT_VIEW, search: 'a' })).toBe(false);
    const otherColumns = { ...DEFAULT_VIEW, columns: 'name,email' };
    expect(sameView(DEFAULT_VIEW, otherColumns)).toBe(false);
    expect(sameRows(DEFAULT_VIEW, otherColumns)).toBe(true);
    const otherOrder = { ...DEFAULT_VIEW, sortDirection: 'asc' };
    expect(sameRows(DEFAULT_VIEW, otherOrder)).toBe(false);
    expect(sameFilters(DEFAULT_VIEW, otherOrder)).toBe(true);
  });
});
