/**
 * The view: what the list shows and which user is open. It lives in the URL (`c__user`, `c__show`,
 * `c__source`, `c__search`, `c__sort`), so that a view can be bookmarked, shared and stepped back to.
 * Only state keys with the `c__` prefix reach a custom component (LWC guide, `lightning/navigation`).
 *
 * @typedef {'name' | 'source' | 'profile' | 'status' | 'missing' | 'evaluated'} SortField
 * @typedef {'asc' | 'desc'} SortDirection
 * @typedef {import('@rollcall/apex').Shown} Shown
 * @typedef {object} View
 * @property {string} search free text; empty when not searching
 * @property {string} source developer name of a provisioning source; empty for all
 * @property {Shown} show whom: everybody, or the users behind one figure
 * @property {SortField} sortField
 * @property {SortDirection} sortDirection
 *
 * @typedef {Record<string, string | undefined>} PageState state of a page reference
 */

/** @type {SortField[]} */
export const SORT_FIELDS = ['missing', 'name', 'source', 'profile', 'status', 'evaluated'];

/** @type {Shown[]} */
const SHOWN = ['all', 'missing', 'unexpected', 'overdue'];

/** @type {Readonly<View>} Users with the most missing first: what an admin came for. */
export const DEFAULT_VIEW = Object.freeze({
  search: '',
  source: '',
  show: 'all',
  sortField: 'missing',
  sortDirection: 'desc',
});

/** Longer searches match nothing: the longest searched field, `User.Username`, holds 80 characters. */
export const MAX_SEARCH_LENGTH = 80;

const USER_ID = /^005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;
const DEVELOPER_NAME = /^[A-Za-z]\w{0,79}$/;
const OWN_KEYS = ['c__user', 'c__show', 'c__source', 'c__search', 'c__sort'];

/**
 * Reads a URL state. Values that a person mangled fall back to the default, one by one.
 *
 * @param {PageState | null | undefined} state
 * @returns {{ view: View, userId: string | null }}
 */
export function readState(state) {
  const [sortField = '', sortDirection = ''] = (state?.c__sort ?? '').split('-');
  const sorted = SORT_FIELDS.some((field) => field === sortField) && ['asc', 'desc'].includes(sortDirection);
  const user = state?.c__user ?? '';
  return {
    view: {
      search: (state?.c__search ?? '').slice(0, MAX_SEARCH_LENGTH),
      source: DEVELOPER_NAME.test(state?.c__source ?? '') ? (state?.c__source ?? '') : '',
      show: SHOWN.find((shown) => shown === state?.c__show) ?? DEFAULT_VIEW.show,
      sortField: sorted ? /** @type {SortField} */ (sortField) : DEFAULT_VIEW.sortField,
      sortDirection: sorted ? /** @type {SortDirection} */ (sortDirection) : DEFAULT_VIEW.sortDirection,
    },
    userId: USER_ID.test(user) ? user : null,
  };
}

/**
 * Writes a view into a URL state. Defaults are left out, so that the plain tab has a plain URL; keys of
 * others are kept.
 *
 * @param {PageState | null | undefined} state the state to start from
 * @param {View} view
 * @param {string | null} userId the open user
 * @returns {PageState}
 */
export function writeState(state, view, userId) {
  const others = Object.entries(state ?? {}).filter(([key]) => !OWN_KEYS.includes(key));
  const sort = `${view.sortField}-${view.sortDirection}`;
  const own = [
    ['c__user', userId],
    ['c__show', view.show === DEFAULT_VIEW.show ? '' : view.show],
    ['c__source', view.source],
    ['c__search', view.search],
    ['c__sort', sort === `${DEFAULT_VIEW.sortField}-${DEFAULT_VIEW.sortDirection}` ? '' : sort],
  ];
  return Object.fromEntries([...others, ...own.filter(([, value]) => value)]);
}

/**
 * @param {View} view
 * @returns {boolean} whether something narrows the list
 */
export function isFiltered(view) {
  return view.search !== '' || view.source !== '' || view.show !== DEFAULT_VIEW.show;
}

/**
 * @param {View} left
 * @param {View} right
 * @returns {boolean} whether both show the same rows in the same order
 */
export function sameView(left, right) {
  return JSON.stringify(writeState(null, left, null)) === JSON.stringify(writeState(null, right, null));
}
