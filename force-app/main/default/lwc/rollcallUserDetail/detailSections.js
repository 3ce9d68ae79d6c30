import created from '@salesforce/label/c.Rollcall_Ui_Fact_Created';
import email from '@salesforce/label/c.Rollcall_Ui_Fact_Email';
import federation from '@salesforce/label/c.Rollcall_Ui_Fact_Federation';
import federationNone from '@salesforce/label/c.Rollcall_Ui_Fact_Federation_None';
import lastLogin from '@salesforce/label/c.Rollcall_Ui_Fact_LastLogin';
import lastLoginNever from '@salesforce/label/c.Rollcall_Ui_Fact_LastLogin_Never';
import profile from '@salesforce/label/c.Rollcall_Ui_Fact_Profile';
import username from '@salesforce/label/c.Rollcall_Ui_Fact_Username';
import lifecycle from '@salesforce/label/c.Rollcall_Ui_Section_Lifecycle';
import missing from '@salesforce/label/c.Rollcall_Ui_Section_Missing';
import unexpected from '@salesforce/label/c.Rollcall_Ui_Section_Unexpected';
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
 * @param {Held[]} held
 * @returns {{ key: string, label: string, note: string }[]} each entitlement with its type, how it is held
 *   and the rule that wants it
 */
export function heldLines(held) {
  return held.map((item, index) => ({
    key: `${index}-${item.entitlementName}`,
    label: item.entitlementLabel || item.entitlementName,
    note: [item.entitlementTypeLabel, pathText(item), item.ruleLabel || item.rule].filter(Boolean).join(' · '),
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
    { key: 'federation', term: federation, text: detail.federationIdentifier || federationNone },
    { key: 'created', term: created, text: detail.createdByName, date: detail.createdDate },
    {
      key: 'lastLogin',
      term: lastLogin,
      text: detail.lastLogin ? undefined : lastLoginNever,
      date: detail.lastLogin,
    },
  ];
  return facts.filter(({ text, date }) => text || date);
}
