import { COLUMN_LABELS } from 'c/rollcallColumns';

/** What every column shares. Header menus would offer wrapping, which these cells need anyway. */
const column = { sortable: true, wrapText: true, hideDefaultActions: true };
const moment = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' };
const day = { year: 'numeric', month: 'short', day: 'numeric' };

/** As many columns as share the width of a screen; with more of them the table scrolls sideways. */
const MOST_SHARING = 8;
/**
 * Widths in pixels at which a column reads well where the table scrolls.
 *
 * @type {Partial<Record<import('c/rollcallView').SortField, number>>}
 */
const WIDTHS = {
  email: 256,
  username: 256,
  federationId: 160,
  source: 176,
  matchedBy: 176,
  profile: 176,
  role: 160,
  department: 160,
  title: 160,
  missing: 288,
};

/**
 * What is special about a column; any other is plain text.
 *
 * @type {Partial<Record<import('c/rollcallView').SortField, object>>}
 */
const SPECIALS = {
  name: { type: 'rollcallUser', initialWidth: 208 },
  source: { type: 'rollcallSource', typeAttributes: { matchedBy: { fieldName: 'matchedBy' } } },
  status: { type: 'rollcallStatus', initialWidth: 100 },
  missing: { type: 'rollcallMissing', typeAttributes: { summary: { fieldName: 'missingSummary' } } },
  unexpected: {
    type: 'number',
    initialWidth: 120,
    cellAttributes: {
      alignment: 'left',
      iconName: { fieldName: 'unexpectedIcon' },
      iconAlternativeText: { fieldName: 'unexpectedIconText' },
      iconPosition: 'right',
    },
  },
  deadline: {
    type: 'date',
    initialWidth: 160,
    typeAttributes: moment,
    cellAttributes: {
      iconName: { fieldName: 'deadlineIcon' },
      iconAlternativeText: { fieldName: 'deadlineIconText' },
      iconPosition: 'right',
    },
  },
  created: { type: 'date', initialWidth: 120, typeAttributes: day },
  lastLogin: { type: 'date', initialWidth: 120, typeAttributes: day },
  evaluated: { type: 'date', initialWidth: 104, typeAttributes: moment },
};

/**
 * Columns of the table; those without a width share what is left. Make them once a choice: other columns
 * would be other cells, and the keyboard could not return to the row of the open user. Each `fieldName` is
 * also the name `UserQuery.sortField` knows.
 *
 * @param {import('c/rollcallView').SortField[]} fields which columns, in their order
 * @param {(opening: import('c/rollcallUserCell').Opening) => void} open called when a user is opened
 */
export function userColumns(fields, open) {
  const isScrolling = fields.length > MOST_SHARING;
  return fields.map((fieldName) => {
    const made = {
      ...column,
      label: COLUMN_LABELS[fieldName],
      fieldName,
      type: 'text',
      ...(isScrolling ? { initialWidth: WIDTHS[fieldName] } : {}),
      ...SPECIALS[fieldName],
    };
    return fieldName === 'name' ? { ...made, typeAttributes: userAttributes(open) } : made;
  });
}

/**
 * @param {(opening: import('c/rollcallUserCell').Opening) => void} open
 */
function userAttributes(open) {
  return {
    userId: { fieldName: 'userId' },
    username: { fieldName: 'username' },
    isOpen: { fieldName: 'isOpen' },
    open,
  };
}
