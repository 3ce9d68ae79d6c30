import created from '@salesforce/label/c.Rollcall_Ui_Fact_Created';
import deadline from '@salesforce/label/c.Rollcall_Ui_Leave_Deadline';
import department from '@salesforce/label/c.Rollcall_Ui_Fact_Department';
import email from '@salesforce/label/c.Rollcall_Ui_Fact_Email';
import federation from '@salesforce/label/c.Rollcall_Ui_Fact_Federation';
import federationNone from '@salesforce/label/c.Rollcall_Ui_Fact_Federation_None';
import figureExpected from '@salesforce/label/c.Rollcall_Ui_Figure_Expected';
import figureHeld from '@salesforce/label/c.Rollcall_Ui_Figure_Held';
import frozen from '@salesforce/label/c.Rollcall_Ui_Fact_Frozen';
import inactive from '@salesforce/label/c.Rollcall_Ui_Fact_Inactive';
import lastLogin from '@salesforce/label/c.Rollcall_Ui_Fact_LastLogin';
import lastLoginNever from '@salesforce/label/c.Rollcall_Ui_Fact_LastLogin_Never';
import profile from '@salesforce/label/c.Rollcall_Ui_Fact_Profile';
import role from '@salesforce/label/c.Rollcall_Ui_Fact_Role';
import title from '@salesforce/label/c.Rollcall_Ui_Fact_Title';
import username from '@salesforce/label/c.Rollcall_Ui_Fact_Username';
import lifecycle from '@salesforce/label/c.Rollcall_Ui_Section_Lifecycle';
import missing from '@salesforce/label/c.Rollcall_Ui_Section_Missing';
import unexpected from '@salesforce/label/c.Rollcall_Ui_Section_Unexpected';
import takesBack from '@salesforce/label/c.Rollcall_Ui_Held_Muted';
import { fill } from 'c/rollcallText';
import { pathLabel } from 'c/rollcallTerms';

/**
 * @typedef {import('@rollcall/apex').Finding} Finding
 * @typedef {import('@rollcall/apex').Held} Held
 * @typedef {import('@rollcall/apex').UserDetail} UserDetail
 */

/** In the order an admin works: what blocks the user, what threatens the org, what is too much. */
const KINDS = [
  { kind: 'Missing', heading: missing },
  { kind: 'Lifecycle', heading: lifecycle },
  { kind: 'Unexpected', heading: unexpected },
];

/**
 * Groups findings by kind and leaves empty groups out.
 *
 * @param {Finding[]} findings
 */
export function findingSections(findings) {
  return KINDS.map(({ kind, heading }) => {
    const items = findings.filter((finding) => finding.kind === kind);
    return { kind, heading, findings: items, count: items.length };
  }).filter(({ count }) => count > 0);
}

/**
 * What the rules expect of the user and what of it is there, in numbers.
 *
 * @param {UserDetail} detail
 */
export function figuresOf({ held, findings }) {
  const countOf = (/** @type {string} */ wanted) => findings.filter(({ kind }) => kind === wanted).length;
  const expectedHeld = held.filter((item) => item.rule).length;
  return [
    { key: 'expected', term: figureExpected, count: fill('{0}', expectedHeld + countOf('Missing')) },
    { key: 'held', term: figureHeld, count: fill('{0}', expectedHeld) },
    { key: 'missing', term: missing, count: fill('{0}', countOf('Missing')) },
    { key: 'unexpected', term: unexpected, count: fill('{0}', countOf('Unexpected')) },
  ];
}

/**
 * @param {Held[]} held
 * @returns each entitlement with its type, how it is held and the rule that wants it, until when, and what of it a muting
 *   set takes back
 */
export function heldLines(held) {
  return held.map((item, index) => ({
    key: `${index}-${item.entitlementName}`,
    label: item.entitlementLabel || item.entitlementName,
    note: [item.entitlementTypeLabel, pathText(item), item.ruleLabel || item.rule].filter(Boolean).join(' · '),
    expiresOn: item.expiresOn,
    takesBack: item.takesBack?.length ? fill(takesBack, item.takesBack.join(', ')) : undefined,
  }));
}

/**
 * @param {Held} item
 * @returns {string} how it is held; empty where that goes without saying, as for the profile itself
 */
function pathText(item) {
  if (item.via) {
    return fill(pathLabel(item.path), item.via);
  }
  return item.path === 'Direct' ? pathLabel(item.path) : '';
}

/**
 * What identifies the user, as term and text or date.
 *
 * @param {UserDetail} detail
 */
export function userFacts(detail) {
  const { user } = detail;
  const facts = [
    { key: 'username', term: username, text: user.username },
    { key: 'email', term: email, text: user.email === user.username ? undefined : user.email },
    { key: 'profile', term: profile, text: user.profile },
    { key: 'role', term: role, text: detail.role },
    { key: 'department', term: department, text: detail.department },
    { key: 'title', term: title, text: detail.title },
    { key: 'federation', term: federation, text: detail.federationIdentifier || federationNone },
    { key: 'created', term: created, text: detail.createdByName, date: detail.createdDate },
    {
      key: 'lastLogin',
      term: lastLogin,
      text: detail.lastLogin ? undefined : lastLoginNever,
      date: detail.lastLogin,
    },
    { key: 'frozen', term: frozen, date: detail.frozenAt },
    { key: 'inactive', term: inactive, date: detail.inactiveSince },
    { key: 'deadline', term: deadline, date: detail.deadlineAt },
  ];
  return facts.filter(({ text, date }) => text || date);
}
