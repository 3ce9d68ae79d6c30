/** The words, tones and icons of what became of a change or a step. */
import already from '@salesforce/label/c.Rollcall_Ui_Outcome_Already';
import done from '@salesforce/label/c.Rollcall_Ui_Outcome_Done';
import failed from '@salesforce/label/c.Rollcall_Ui_Outcome_Failed';
import requested from '@salesforce/label/c.Rollcall_Ui_Outcome_Requested';
import skipped from '@salesforce/label/c.Rollcall_Ui_Outcome_Skipped';
import would from '@salesforce/label/c.Rollcall_Ui_Outcome_Would';

/** @typedef {import('c/rollcallTerms').Term} Term */

/** @type {Record<string, Term>} */
const OUTCOMES = {
  Failed: { label: failed, tone: 'error', icon: 'utility:error' },
  Skipped: { label: skipped, tone: 'warning', icon: 'utility:warning' },
  Requested: { label: requested, tone: 'neutral', icon: 'utility:clock' },
  Done: { label: done, tone: 'success', icon: 'utility:success' },
  'Would Succeed': { label: would, tone: 'success', icon: 'utility:success' },
  'Already Done': { label: already, tone: 'neutral', icon: 'utility:check' },
};

/**
 * @param {string | null | undefined} code as Entitlement_Change__c.Outcome__c spells it
 * @returns {Term} an unknown code is shown as it is, neutrally
 */
export function outcomeTerm(code) {
  return OUTCOMES[code ?? ''] ?? { label: code ?? '', tone: 'neutral' };
}

/**
 * @template {{ outcome: string }} Item
 * @param {Item[]} items
 * @returns {Item[]} what failed first; otherwise in the order given
 */
export function worstFirst(items) {
  const order = Object.keys(OUTCOMES);
  return [...items].sort((left, right) => order.indexOf(left.outcome) - order.indexOf(right.outcome));
}
