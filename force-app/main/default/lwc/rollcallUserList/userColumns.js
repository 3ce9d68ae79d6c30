import evaluated from '@salesforce/label/c.Rollcall_Ui_Column_Evaluated';
import missing from '@salesforce/label/c.Rollcall_Ui_Column_Missing';
import name from '@salesforce/label/c.Rollcall_Ui_Column_Name';
import profile from '@salesforce/label/c.Rollcall_Ui_Column_Profile';
import source from '@salesforce/label/c.Rollcall_Ui_Column_Source';
import status from '@salesforce/label/c.Rollcall_Ui_Column_Status';

/** What every column shares. Header menus would offer wrapping, which these cells need anyway. */
const column = { sortable: true, wrapText: true, hideDefaultActions: true };

/**
 * Columns of the table; those without a width share what is left. Make them once a list: other columns
 * would be other cells, and the keyboard could not return to the row of the open user. Each `fieldName` is
 * also the name `UserQuery.sortField` knows.
 *
 * @param {(opening: import('c/rollcallUserCell').Opening) => void} open called when a user is opened
 */
export const userColumns = (open) => [
  {
    ...column,
    label: name,
    fieldName: 'name',
    type: 'rollcallUser',
    initialWidth: 208,
    typeAttributes: {
      userId: { fieldName: 'userId' },
      username: { fieldName: 'username' },
      isOpen: { fieldName: 'isOpen' },
      open,
    },
  },
  {
    ...column,
    label: source,
    fieldName: 'source',
    type: 'rollcallSource',
    typeAttributes: { matchedBy: { fieldName: 'matchedBy' } },
  },
  { ...column, label: profile, fieldName: 'profile', type: 'text' },
  { ...column, label: status, fieldName: 'status', type: 'rollcallStatus', initialWidth: 100 },
  {
    ...column,
    label: missing,
    fieldName: 'missing',
    type: 'rollcallMissing',
    typeAttributes: { summary: { fieldName: 'missingSummary' } },
  },
  {
    ...column,
    label: evaluated,
    fieldName: 'evaluated',
    type: 'date',
    initialWidth: 104,
    typeAttributes: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  },
];

/** The same columns as choices, for the card list, which has no column headers. */
export const SORT_OPTIONS = [
  { label: name, value: 'name' },
  { label: source, value: 'source' },
  { label: profile, value: 'profile' },
  { label: status, value: 'status' },
  { label: missing, value: 'missing' },
  { label: evaluated, value: 'evaluated' },
];
