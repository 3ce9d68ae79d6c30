/**
 * The columns of the users list: their words, which of them are shown at first, and the choice that this
 * browser keeps. What a user's id is unique in (Salesforce), so is the key of the choice: another org or
 * another person in the same browser has a choice of its own.
 */
import USER_ID from '@salesforce/user/Id';
import created from '@salesforce/label/c.Rollcall_Ui_Column_Created';
import deadline from '@salesforce/label/c.Rollcall_Ui_Column_Deadline';
import department from '@salesforce/label/c.Rollcall_Ui_Column_Department';
import email from '@salesforce/label/c.Rollcall_Ui_Column_Email';
import evaluated from '@salesforce/label/c.Rollcall_Ui_Column_Evaluated';
import federationId from '@salesforce/label/c.Rollcall_Ui_Column_Federation_Id';
import lastLogin from '@salesforce/label/c.Rollcall_Ui_Column_Last_Login';
import matchedBy from '@salesforce/label/c.Rollcall_Ui_Column_Matched_By';
import missing from '@salesforce/label/c.Rollcall_Ui_Column_Missing';
import name from '@salesforce/label/c.Rollcall_Ui_Column_Name';
import profile from '@salesforce/label/c.Rollcall_Ui_Column_Profile';
import role from '@salesforce/label/c.Rollcall_Ui_Column_Role';
import source from '@salesforce/label/c.Rollcall_Ui_Column_Source';
import status from '@salesforce/label/c.Rollcall_Ui_Column_Status';
import title from '@salesforce/label/c.Rollcall_Ui_Column_Title';
import unexpected from '@salesforce/label/c.Rollcall_Ui_Column_Unexpected';
import username from '@salesforce/label/c.Rollcall_Ui_Column_Username';
import { SORT_FIELDS, knownColumns } from 'c/rollcallView';

/** @typedef {import('c/rollcallView').SortField} SortField */

/** @type {Record<SortField, string>} */
export const COLUMN_LABELS = {
  name,
  email,
  username,
  federationId,
  source,
  matchedBy,
  profile,
  role,
  department,
  title,
  status,
  missing,
  unexpected,
  deadline,
  created,
  lastLogin,
  evaluated,
};

/** The column that names the user; a row without it would say nothing. */
export const FIXED_COLUMN = 'name';

/** @type {SortField[]} As many as fit a screen without scrolling sideways. */
export const DEFAULT_COLUMNS = ['name', 'source', 'profile', 'status', 'missing', 'evaluated'];

/** @type {{ label: string, value: SortField }[]} */
export const COLUMN_OPTIONS = SORT_FIELDS.map((field) => ({ label: COLUMN_LABELS[field], value: field }));

const STORAGE_KEY = `rollcall.columns.${USER_ID}`;

/**
 * @param {string} columns as the view has them; empty for the person's own choice
 * @returns {SortField[]} what to show, the user first
 */
export function shownColumns(columns) {
  const wanted = knownColumns(columns);
  const known = wanted.length > 0 ? wanted : knownColumns(recalled());
  const shown = known.length > 0 ? known : DEFAULT_COLUMNS;
  return SORT_FIELDS.filter((field) => field === FIXED_COLUMN || shown.includes(field));
}

/**
 * @param {readonly string[]} names
 * @returns {string} for the view; empty when these are the columns of the start
 */
export function columnsText(names) {
  const columns = knownColumns([FIXED_COLUMN, ...names].join(','));
  return columns.join(',') === DEFAULT_COLUMNS.join(',') ? '' : columns.join(',');
}

/**
 * Keeps a choice for the next visit. A browser that refuses storage (private windows, policies) shows the
 * columns of the address or of the start.
 *
 * @param {string} columns as `columnsText` gives them
 * @returns {boolean} whether it is kept
 */
export function remember(columns) {
  try {
    if (columns) {
      window.localStorage.setItem(STORAGE_KEY, columns);
    } else {
      window.localStorage.removeItem(STORAGE_KEY);
    }
    return true;
  } catch {
    return false;
  }
}

/** @returns {string} the choice of this browser; empty without one */
function recalled() {
  try {
    return window.localStorage.getItem(STORAGE_KEY) ?? '';
  } catch {
    return '';
  }
}
