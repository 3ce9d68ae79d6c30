import allDepartments from '@salesforce/label/c.Rollcall_Ui_Filter_AllDepartments';
import allEntitlements from '@salesforce/label/c.Rollcall_Ui_Filter_AllEntitlements';
import allReasons from '@salesforce/label/c.Rollcall_Ui_Filter_AllReasons';
import allSeverities from '@salesforce/label/c.Rollcall_Ui_Filter_AllSeverities';
import allStatuses from '@salesforce/label/c.Rollcall_Ui_Filter_AllStatuses';
import ascending from '@salesforce/label/c.Rollcall_Ui_Filter_Sort_Asc';
import department from '@salesforce/label/c.Rollcall_Ui_Filter_Department';
import descending from '@salesforce/label/c.Rollcall_Ui_Filter_Sort_Desc';
import entitlement from '@salesforce/label/c.Rollcall_Ui_Filter_Entitlement';
import entitlementOption from '@salesforce/label/c.Rollcall_Ui_Filter_Entitlement_Option';
import pill from '@salesforce/label/c.Rollcall_Ui_Filter_Pill';
import reason from '@salesforce/label/c.Rollcall_Ui_Filter_Reason';
import severity from '@salesforce/label/c.Rollcall_Ui_Filter_Severity';
import showAll from '@salesforce/label/c.Rollcall_Ui_Filter_Show_All';
import showMissing from '@salesforce/label/c.Rollcall_Ui_Filter_Show_Missing';
import showOverdue from '@salesforce/label/c.Rollcall_Ui_Filter_Show_Overdue';
import showPrivileged from '@salesforce/label/c.Rollcall_Ui_Filter_Show_Privileged';
import showResolved from '@salesforce/label/c.Rollcall_Ui_Filter_Show_Resolved';
import showUnexpected from '@salesforce/label/c.Rollcall_Ui_Filter_Show_Unexpected';
import status from '@salesforce/label/c.Rollcall_Ui_Filter_Status';
import { severityTerm, statusTerm } from 'c/rollcallTerms';
import { fill } from 'c/rollcallText';
import { SEVERITIES, STATUSES } from 'c/rollcallView';

/**
 * @typedef {import('c/rollcallView').View} View
 * @typedef {import('@rollcall/apex').FilterOptions} FilterOptions
 * @typedef {'status' | 'reason' | 'entitlement' | 'severity' | 'department'} FilterName
 * @typedef {{ label: string, value: string }} Option
 *
 * @typedef {object} Choice a combobox of the panel
 * @property {FilterName} name
 * @property {string} label
 * @property {Option[]} options the first lets everybody through
 * @property {string} value
 */

/** @type {FilterName[]} The filters of the panel, in their order. */
export const MORE_FILTERS = ['status', 'reason', 'entitlement', 'severity', 'department'];

/** @type {Record<FilterName, { label: string, all: string }>} */
const WORDS = {
  status: { label: status, all: allStatuses },
  reason: { label: reason, all: allReasons },
  entitlement: { label: entitlement, all: allEntitlements },
  severity: { label: severity, all: allSeverities },
  department: { label: department, all: allDepartments },
};

/** @type {{ label: string, value: import('c/rollcallView').Shown }[]} */
export const SHOW_OPTIONS = [
  { label: showAll, value: 'all' },
  { label: showMissing, value: 'missing' },
  { label: showUnexpected, value: 'unexpected' },
  { label: showPrivileged, value: 'privileged' },
  { label: showOverdue, value: 'overdue' },
  { label: showResolved, value: 'resolved' },
];

export const DIRECTION_OPTIONS = [
  { label: ascending, value: 'asc' },
  { label: descending, value: 'desc' },
];

/**
 * @param {View} view
 * @param {FilterOptions | undefined} options undefined until the org has answered
 * @returns {Choice[]}
 */
export function filterChoices(view, options) {
  return MORE_FILTERS.map((name) => ({
    name,
    label: WORDS[name].label,
    options: [{ label: WORDS[name].all, value: '' }, ...withChosen(valuesOf(name, options), view[name])],
    value: view[name],
  }));
}

/**
 * @param {View} view
 * @param {FilterOptions | undefined} options
 * @returns {{ name: FilterName, label: string }[]} one for each filter of the panel in use
 */
export function pillsOf(view, options) {
  return MORE_FILTERS.filter((name) => view[name] !== '').map((name) => {
    const chosen = valuesOf(name, options).find(({ value }) => value === view[name]);
    return { name, label: fill(pill, WORDS[name].label, chosen?.label ?? view[name]) };
  });
}

/**
 * What the address asks for stays a choice, also when the org does not know it any more.
 *
 * @param {Option[]} options
 * @param {string} chosen
 * @returns {Option[]}
 */
function withChosen(options, chosen) {
  const isKnown = chosen === '' || options.some(({ value }) => value === chosen);
  return isKnown ? options : [...options, { label: chosen, value: chosen }];
}

/**
 * @param {FilterName} name
 * @param {FilterOptions | undefined} options
 * @returns {Option[]}
 */
function valuesOf(name, options) {
  switch (name) {
    case 'status':
      return STATUSES.map((value) => ({ label: statusTerm(value).label, value }));
    case 'severity':
      return SEVERITIES.map((value) => ({ label: severityTerm(value).label, value }));
    case 'reason':
      return (options?.reasons ?? []).map((one) => ({ label: one.label, value: one.name }));
    case 'entitlement':
      return (options?.entitlements ?? []).map((one) => ({
        label: fill(entitlementOption, one.label, one.typeLabel),
        value: one.key,
      }));
    default:
      return (options?.departments ?? []).map((value) => ({ label: value, value }));
  }
}
