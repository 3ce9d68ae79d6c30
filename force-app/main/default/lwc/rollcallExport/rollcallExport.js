/**
 * CSV files of users and findings. A file has one heading line and one line a row, as RFC 4180 has them;
 * a byte order mark tells spreadsheets that it is UTF-8. Texts that a spreadsheet would take for a formula
 * are made plain text (OWASP, "CSV Injection"): names come from an identity provider, not from this org.
 */
import department from '@salesforce/label/c.Rollcall_Ui_Column_Department';
import created from '@salesforce/label/c.Rollcall_Ui_Column_Created';
import deadline from '@salesforce/label/c.Rollcall_Ui_Column_Deadline';
import email from '@salesforce/label/c.Rollcall_Ui_Column_Email';
import evaluated from '@salesforce/label/c.Rollcall_Ui_Column_Evaluated';
import federationId from '@salesforce/label/c.Rollcall_Ui_Column_Federation_Id';
import lastLogin from '@salesforce/label/c.Rollcall_Ui_Column_Last_Login';
import matchedBy from '@salesforce/label/c.Rollcall_Ui_Column_Matched_By';
import missing from '@salesforce/label/c.Rollcall_Ui_Column_Missing';
import profile from '@salesforce/label/c.Rollcall_Ui_Column_Profile';
import role from '@salesforce/label/c.Rollcall_Ui_Column_Role';
import source from '@salesforce/label/c.Rollcall_Ui_Column_Source';
import status from '@salesforce/label/c.Rollcall_Ui_Column_Status';
import title from '@salesforce/label/c.Rollcall_Ui_Column_Title';
import unexpected from '@salesforce/label/c.Rollcall_Ui_Column_Unexpected';
import username from '@salesforce/label/c.Rollcall_Ui_Column_Username';
import entitlementName from '@salesforce/label/c.Rollcall_Ui_Export_Entitlement_Name';
import firstSeen from '@salesforce/label/c.Rollcall_Ui_Export_First_Seen';
import kind from '@salesforce/label/c.Rollcall_Ui_Export_Kind';
import lastSeen from '@salesforce/label/c.Rollcall_Ui_Export_Last_Seen';
import missingNames from '@salesforce/label/c.Rollcall_Ui_Export_Missing_Names';
import name from '@salesforce/label/c.Rollcall_Ui_Export_Name';
import overdue from '@salesforce/label/c.Rollcall_Ui_Export_Overdue';
import privileged from '@salesforce/label/c.Rollcall_Ui_Export_Privileged';
import reasonCode from '@salesforce/label/c.Rollcall_Ui_Export_Reason_Code';
import resolved from '@salesforce/label/c.Rollcall_Ui_Export_Resolved';
import rule from '@salesforce/label/c.Rollcall_Ui_Export_Rule';
import worstSeverity from '@salesforce/label/c.Rollcall_Ui_Export_Severity_Worst';
import type from '@salesforce/label/c.Rollcall_Ui_Export_Type';
import userId from '@salesforce/label/c.Rollcall_Ui_Export_User_Id';
import utc from '@salesforce/label/c.Rollcall_Ui_Export_Utc';
import entitlement from '@salesforce/label/c.Rollcall_Ui_Filter_Entitlement';
import reason from '@salesforce/label/c.Rollcall_Ui_Filter_Reason';
import severity from '@salesforce/label/c.Rollcall_Ui_Filter_Severity';
import { fill } from 'c/rollcallText';

/** @typedef {'users' | 'findings'} ExportKind */

/** @type {Record<ExportKind, string[]>} Headings in the order in which `RollcallExport` fills the cells. */
export const HEADINGS = {
  users: [
    userId,
    name,
    username,
    email,
    federationId,
    source,
    matchedBy,
    profile,
    role,
    department,
    title,
    status,
    missing,
    worstSeverity,
    missingNames,
    unexpected,
    privileged,
    overdue,
    fill(utc, deadline),
    fill(utc, created),
    fill(utc, lastLogin),
    fill(utc, evaluated),
  ],
  findings: [
    userId,
    name,
    username,
    source,
    status,
    kind,
    type,
    entitlementName,
    entitlement,
    rule,
    severity,
    reasonCode,
    reason,
    privileged,
    fill(utc, firstSeen),
    fill(utc, lastSeen),
    fill(utc, resolved),
  ],
};

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
/** What starts a formula in a spreadsheet, also in full width, also behind blanks. */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * @param {ExportKind} what
 * @returns {string} what a file starts with
 */
export function csvStart(what) {
  return BYTE_ORDER_MARK + csvLines([HEADINGS[what]]);
}

/**
 * @param {readonly (readonly string[])[]} rows
 * @returns {string} a line for each row, each with its end
 */
export function csvLines(rows) {
  return rows.map((cells) => cells.map(csvCell).join(',') + LINE_END).join('');
}

/**
 * @param {string} text
 * @returns {string}
 */
function csvCell(text) {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/**
 * @param {ExportKind} what
 * @param {Date} day
 * @returns {string} such as `rollcall-users-2026-11-22.csv`, with the day of the person's own clock
 */
export function fileName(what, day) {
  const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0'));
  return `rollcall-${what}-${date.join('-')}.csv`;
}

/**
 * Has the browser save a file. Lightning Web Security lets only some types through, and `text/csv` is not
 * one of them (LWC guide, "Specify a MIME Type for Blob Objects in LWS").
 *
 * @param {string} named name of the file
 * @param {string[]} parts its text
 */
export function saveFile(named, parts) {
  const url = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = named;
  link.click();
  URL.revokeObjectURL(url);
}
