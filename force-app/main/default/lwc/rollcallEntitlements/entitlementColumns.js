import expected from '@salesforce/label/c.Rollcall_Ui_Entitlements_Expected';
import held from '@salesforce/label/c.Rollcall_Ui_Entitlements_Held';
import missing from '@salesforce/label/c.Rollcall_Ui_Entitlements_Missing';
import name from '@salesforce/label/c.Rollcall_Ui_Entitlements_Name';
import rules from '@salesforce/label/c.Rollcall_Ui_Entitlements_Rules';
import seats from '@salesforce/label/c.Rollcall_Ui_Entitlements_Seats';
import showUsers from '@salesforce/label/c.Rollcall_Ui_Tile_Action';
import unexpected from '@salesforce/label/c.Rollcall_Ui_Entitlements_Unexpected';
import users from '@salesforce/label/c.Rollcall_Ui_Entitlements_Users';

/** What every sortable column shares. Header menus would offer wrapping, which these cells need anyway. */
const column = { sortable: true, wrapText: true, hideDefaultActions: true };
const number = { ...column, type: 'number', initialWidth: 104, cellAttributes: { alignment: 'left' } };

/** Columns of the table; those without a width share what is left. */
export const COLUMNS = [
  {
    ...column,
    label: name,
    fieldName: 'label',
    type: 'rollcallEntitlement',
    typeAttributes: { typeLabel: { fieldName: 'typeLabel' } },
  },
  { ...number, label: expected, fieldName: 'expected' },
  { ...number, label: held, fieldName: 'held' },
  { ...number, label: missing, fieldName: 'missing' },
  { ...number, label: unexpected, fieldName: 'unexpected', initialWidth: 120 },
  {
    ...column,
    label: seats,
    fieldName: 'seatsOf',
    type: 'rollcallSeats',
    typeAttributes: {
      total: { fieldName: 'totalSeats' },
      used: { fieldName: 'usedSeats' },
      needed: { fieldName: 'missing' },
    },
  },
  { ...column, label: rules, fieldName: 'rulesText', type: 'text' },
  {
    label: users,
    type: 'button',
    hideDefaultActions: true,
    initialWidth: 120,
    typeAttributes: { label: showUsers, title: { fieldName: 'action' }, name: 'users', variant: 'base' },
  },
];

/** The same columns as choices, for the cards, which have no column headers. */
export const SORT_OPTIONS = [
  { label: missing, value: 'missing' },
  { label: name, value: 'label' },
  { label: expected, value: 'expected' },
  { label: held, value: 'held' },
  { label: unexpected, value: 'unexpected' },
  { label: seats, value: 'seatsOf' },
  { label: rules, value: 'rulesText' },
];

export const COUNT_LABELS = { expected, held, missing, unexpected };
