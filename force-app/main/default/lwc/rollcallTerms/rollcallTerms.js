/**
 * The words, tones and icons of the codes that Apex returns. A tone never stands alone: each comes with
 * a word or an icon that has a text.
 */
import severityCritical from '@salesforce/label/c.Rollcall_Ui_Severity_Critical';
import severityHigh from '@salesforce/label/c.Rollcall_Ui_Severity_High';
import severityLow from '@salesforce/label/c.Rollcall_Ui_Severity_Low';
import severityMedium from '@salesforce/label/c.Rollcall_Ui_Severity_Medium';
import statusActive from '@salesforce/label/c.Rollcall_Ui_Status_Active';
import statusFrozen from '@salesforce/label/c.Rollcall_Ui_Status_Frozen';
import statusInactive from '@salesforce/label/c.Rollcall_Ui_Status_Inactive';
import pathDirect from '@salesforce/label/c.Rollcall_Ui_Path_Direct';
import pathGroup from '@salesforce/label/c.Rollcall_Ui_Path_Group';
import pathProfile from '@salesforce/label/c.Rollcall_Ui_Path_Profile';

/**
 * @typedef {'error' | 'warning' | 'success' | 'info' | 'neutral'} Tone
 * @typedef {object} Term
 * @property {string} label
 * @property {Tone} tone
 * @property {string} [icon] SLDS icon name
 */

/** @type {Record<string, Term>} */
const SEVERITIES = {
  Critical: { label: severityCritical, tone: 'error', icon: 'utility:error' },
  High: { label: severityHigh, tone: 'warning', icon: 'utility:warning' },
  Medium: { label: severityMedium, tone: 'info', icon: 'utility:info' },
  Low: { label: severityLow, tone: 'neutral', icon: 'utility:info' },
};

/** @type {Record<string, Term>} */
const STATUSES = {
  Active: { label: statusActive, tone: 'success' },
  Inactive: { label: statusInactive, tone: 'neutral' },
  Frozen: { label: statusFrozen, tone: 'info' },
};

/** @type {Record<string, string>} */
const PATHS = { Direct: pathDirect, Group: pathGroup, Profile: pathProfile };

/**
 * @param {string | null | undefined} code `Critical`, `High`, `Medium` or `Low`
 * @returns {Term} an unknown code is shown as it is, neutrally
 */
export function severityTerm(code) {
  return SEVERITIES[code ?? ''] ?? { label: code ?? '', tone: 'neutral' };
}

/**
 * @param {string | null | undefined} code `Active`, `Inactive` or `Frozen`
 * @returns {Term}
 */
export function statusTerm(code) {
  return STATUSES[code ?? ''] ?? { label: code ?? '', tone: 'neutral' };
}

/**
 * @param {string} code `Direct`, `Group` or `Profile`: how a user holds an entitlement
 * @returns {string} a label, with `{0}` for the group or profile
 */
export function pathLabel(code) {
  return PATHS[code] ?? code;
}
