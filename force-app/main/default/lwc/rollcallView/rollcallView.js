/**
 * The view: which tab is open, what the list shows and which user is open. It lives in the URL (`c__tab`,
 * `c__user` and the keys of `LIST_KEYS`), so that a view can be bookmarked, shared and stepped back to.
 * Only state keys with the `c__` prefix reach a custom component (LWC guide, `lightning/navigation`).
 *
 * @typedef {import('@rollcall/apex').Shown} Shown
 * @typedef {import('@rollcall/apex').SortField} SortField
 * @typedef {'asc' | 'desc'} SortDirection
 * @typedef {object} View empty text in a filter means all
 * @property {string} search free text; empty when not searching
 * @property {string} source developer name of a provisioning source
 * @property {Shown} show whom: everybody, or the users behind one figure
 * @property {string} status `Active`, `Frozen` or `Inactive`
 * @property {string} reason code of a reason, such as `NOT_ASSIGNED`
 * @property {string} entitlement reference of an entitlement, such as `permissionset:sales_core`
 * @property {string} severity `Critical`, `High`, `Medium` or `Low`
 * @property {string} department name of a department
 * @property {string} columns names of the table's columns, separated by commas; empty for the person's own choice
 * @property {SortField} sortField
 * @property {SortDirection} sortDirection
 *
 * @typedef {'overview' | 'users' | 'entitlements' | 'leavers' | 'health'} Tab
 * @typedef {Record<string, string | undefined>} PageState state of a page reference
 */

/** @type {Tab[]} in the order of the screen; the first is the one of a plain URL */
export const TABS = ['overview', 'users', 'entitlements', 'leavers', 'health'];

/** @type {SortField[]} in the order in which the columns are offered */
export const SORT_FIELDS = [
  'name',
  'email',
  'username',
  'federationId',
  'source',
  'matchedBy',
  'profile',
  'role',
  'department',
  'title',
  'status',
  'missing',
  'unexpected',
  'deadline',
  'created',
  'lastLogin',
  'evaluated',
];

/** @type {Shown[]} */
export const SHOWN = ['all', 'missing', 'unexpected', 'privileged', 'overdue', 'resolved'];
export const STATUSES = ['Active', 'Frozen', 'Inactive'];
export const SEVERITIES = ['Critical', 'High', 'Medium', 'Low'];

/** @type {Readonly<View>} Users with the most missing first: what an admin came for. */
export const DEFAULT_VIEW = Object.freeze({
  search: '',
  source: '',
  show: 'all',
  status: '',
  reason: '',
  entitlement: '',
  severity: '',
  department: '',
  columns: '',
  sortField: 'missing',
  sortDirection: 'desc',
});

/** What narrows the list; clearing the filters sets these back. */
export const NO_FILTERS = Object.freeze({
  search: '',
  source: '',
  show: DEFAULT_VIEW.show,
  status: '',
  reason: '',
  entitlement: '',
  severity: '',
  department: '',
});

/** Longer searches match nothing: the longest searched field, `User.Username`, holds 80 characters. */
export const MAX_SEARCH_LENGTH = 80;
/** `User.Department` holds 80 characters (Object Reference, "User"). */
const MAX_DEPARTMENT_LENGTH = 80;

const USER_ID = /^005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;
const DEVELOPER_NAME = /^[A-Za-z]\w{0,79}$/;
const REASON = /^[A-Z_]{1,40}$/;
/** Type and name in lower case; a profile's name may hold nearly any character. */
const ENTITLEMENT = /^[a-z]{1,40}:.{1,200}$/;
/** Keys of the users tab: a URL that has one of them and no tab means that tab. */
const LIST_KEYS = [
  'c__user',
  'c__show',
  'c__source',
  'c__search',
  'c__status',
  'c__reason',
  'c__entitlement',
  'c__severity',
  'c__department',
  'c__columns',
  'c__sort',
];
const OWN_KEYS = ['c__tab', ...LIST_KEYS];

/**
 * Reads a URL state. Values that a person mangled fall back to the default, one by one.
 *
 * @param {PageState | null | undefined} state
 * @returns {{ tab: Tab, view: View, userId: string | null }}
 */
export function readState(state) {
  const [sortField = '', sortDirection = ''] = (state?.c__sort ?? '').split('-');
  const sorted = SORT_FIELDS.some((field) => field === sortField) && ['asc', 'desc'].includes(sortDirection);
  return {
    tab: readTab(state),
    view: {
      search: (state?.c__search ?? '').slice(0, MAX_SEARCH_LENGTH),
      source: matching(DEVELOPER_NAME, state?.c__source),
      show: SHOWN.find((shown) => shown === state?.c__show) ?? DEFAULT_VIEW.show,
      status: STATUSES.find((status) => status === state?.c__status) ?? '',
      reason: matching(REASON, state?.c__reason),
      entitlement: matching(ENTITLEMENT, state?.c__entitlement?.toLowerCase()),
      severity: SEVERITIES.find((severity) => severity === state?.c__severity) ?? '',
      department: (state?.c__department ?? '').slice(0, MAX_DEPARTMENT_LENGTH),
      columns: knownColumns(state?.c__columns).join(','),
      sortField: sorted ? /** @type {SortField} */ (sortField) : DEFAULT_VIEW.sortField,
      sortDirection: sorted ? /** @type {SortDirection} */ (sortDirection) : DEFAULT_VIEW.sortDirection,
    },
    userId: matching(USER_ID, state?.c__user) || null,
  };
}

/**
 * @param {string | null | undefined} columns names of columns, separated by commas
 * @returns {SortField[]} those that exist, each once, in the order of the screen
 */
export function knownColumns(columns) {
  const names = (columns ?? '').split(',');
  return SORT_FIELDS.filter((field) => names.includes(field));
}

/**
 * @param {RegExp} pattern
 * @param {string | undefined} text
 * @returns {string} the text; empty when it does not match
 */
function matching(pattern, text) {
  return text !== undefined && pattern.test(text) ? text : '';
}

/**
 * A mangled tab falls back like a missing one.
 *
 * @param {PageState | null | undefined} state
 * @returns {Tab}
 */
function readTab(state) {
  const fallback = LIST_KEYS.some((key) => state?.[key]) ? 'users' : 'overview';
  return TABS.find((tab) => tab === state?.c__tab) ?? fallback;
}

/**
 * Writes a view into a URL state. Defaults are left out, so that the plain tab has a plain URL; keys of
 * others are kept. What the list shows belongs to the users tab and is left out on the others.
 *
 * @param {PageState | null | undefined} state the state to start from
 * @param {View} view
 * @param {string | null} userId the open user
 * @param {Tab} [tab] the open tab
 * @returns {PageState}
 */
export function writeState(state, view, userId, tab = 'users') {
  const others = Object.entries(state ?? {}).filter(([key]) => !OWN_KEYS.includes(key));
  const sort = `${view.sortField}-${view.sortDirection}`;
  const own = [
    ['c__user', userId],
    ['c__show', view.show === DEFAULT_VIEW.show ? '' : view.show],
    ['c__source', view.source],
    ['c__search', view.search],
    ['c__status', view.status],
    ['c__reason', view.reason],
    ['c__entitlement', view.entitlement],
    ['c__severity', view.severity],
    ['c__department', view.department],
    ['c__columns', view.columns],
    ['c__sort', sort === `${DEFAULT_VIEW.sortField}-${DEFAULT_VIEW.sortDirection}` ? '' : sort],
  ];
  const ofTab = tab === 'users' ? own : [];
  const shownTab = tab === 'overview' ? [] : [['c__tab', tab]];
  return Object.fromEntries([...others, ...shownTab, ...ofTab.filter(([, value]) => value)]);
}

/**
 * @param {View} view
 * @returns {Omit<View, 'columns'>} what the org is asked for: all but the columns
 */
export function wanted(view) {
  const { search, source, show, status, reason, entitlement, severity, department, sortField, sortDirection } = view;
  return { search, source, show, status, reason, entitlement, severity, department, sortField, sortDirection };
}

/**
 * @param {View} view
 * @returns {boolean} whether something narrows the list
 */
export function isFiltered(view) {
  return !sameFilters(view, DEFAULT_VIEW);
}

/**
 * @param {View} left
 * @param {View} right
 * @returns {boolean} whether both let the same users through, in whatever order
 */
export function sameFilters(left, right) {
  return Object.keys(NO_FILTERS).every(
    (filter) => left[/** @type {keyof NO_FILTERS} */ (filter)] === right[/** @type {keyof NO_FILTERS} */ (filter)],
  );
}

/**
 * @param {View} left
 * @param {View} right
 * @returns {boolean} whether both show the same users in the same order, in whatever columns
 */
export function sameRows(left, right) {
  return sameFilters(left, right) && left.sortField === right.sortField && left.sortDirection === right.sortDirection;
}

/**
 * @param {View} left
 * @param {View} right
 * @returns {boolean} whether both look the same
 */
export function sameView(left, right) {
  return sameRows(left, right) && left.columns === right.columns;
}
