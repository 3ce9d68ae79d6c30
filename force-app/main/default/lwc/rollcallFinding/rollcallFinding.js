import { LightningElement, api } from 'lwc';
import actual from '@salesforce/label/c.Rollcall_Ui_Finding_Actual';
import expected from '@salesforce/label/c.Rollcall_Ui_Finding_Expected';
import expiresOn from '@salesforce/label/c.Rollcall_Ui_Finding_Expires';
import firstSeen from '@salesforce/label/c.Rollcall_Ui_Finding_FirstSeen';
import fix from '@salesforce/label/c.Rollcall_Ui_Finding_Fix';
import fixAction from '@salesforce/label/c.Rollcall_Ui_Finding_Fix_Action';
import fixActionFor from '@salesforce/label/c.Rollcall_Ui_Finding_Fix_Action_For';
import fixInIdp from '@salesforce/label/c.Rollcall_Ui_Finding_FixInIdp';
import privileged from '@salesforce/label/c.Rollcall_Ui_Fix_Privileged';
import removeAction from '@salesforce/label/c.Rollcall_Ui_Finding_Remove_Action';
import removeActionFor from '@salesforce/label/c.Rollcall_Ui_Finding_Remove_Action_For';
import rule from '@salesforce/label/c.Rollcall_Ui_Finding_Rule';
import severityText from '@salesforce/label/c.Rollcall_Ui_Finding_Severity';
import via from '@salesforce/label/c.Rollcall_Ui_Finding_Via';
import { fill } from 'c/rollcallText';
import { severityTerm } from 'c/rollcallTerms';

/** @typedef {import('@rollcall/apex').Finding} Finding */

/**
 * One difference: what should be so and why, what is, and what to do on either side.
 *
 * @fires RollcallFinding#fix with `{ key, kind }` when the person wants it fixed
 */
export default class RollcallFinding extends LightningElement {
  /** @type {Finding} */
  @api finding = /** @type {any} */ ({});

  /** @type {boolean} whether the person may fix findings */
  @api canFix = false;

  label = { privileged };

  get entitlement() {
    return this.finding.entitlementLabel || this.finding.entitlementName;
  }

  /** A finding about the user as a whole, as of a leaver, is named by its reason. */
  get name() {
    return this.entitlement || this.finding.reasonLabel;
  }

  /** The reason; where that is the name already, the severity. */
  get badgeLabel() {
    return this.entitlement ? this.finding.reasonLabel : this.severity.label;
  }

  /** The badge's icon says the severity, unless its words do. */
  get badgeIconText() {
    return this.entitlement ? this.severity.label : undefined;
  }

  /** Whether it has to be said beside the reason that this is wide access. */
  get showsPrivileged() {
    return this.finding.isPrivileged === true && this.finding.reason !== 'NOT_EXPECTED_PRIVILEGED';
  }

  get severity() {
    return severityTerm(this.finding.severity);
  }

  /** The type of the entitlement and the severity in words. */
  get summary() {
    const severity = this.entitlement && this.finding.severity ? fill(severityText, this.severity.label) : '';
    return [this.finding.entitlementTypeLabel, severity].filter(Boolean).join(' · ');
  }

  get ruleText() {
    return [this.finding.ruleLabel || this.finding.rule, this.finding.rationale].filter(Boolean).join(' – ');
  }

  get facts() {
    const { finding } = this;
    const facts = [
      { key: 'actual', term: actual, text: finding.actual, style: 'fact' },
      { key: 'expected', term: expected, text: finding.expectedBecause, style: 'fact' },
      { key: 'rule', term: rule, text: this.ruleText, style: 'fact' },
      { key: 'via', term: via, text: finding.via, style: 'fact' },
      { key: 'fix', term: fix, text: finding.fix, style: 'fact fact_fix' },
      { key: 'fixInIdp', term: fixInIdp, text: finding.fixInIdp, style: 'fact fact_fix' },
    ];
    return facts.filter(({ text }) => text);
  }

  get dates() {
    const dates = [
      { key: 'firstSeen', term: firstSeen, value: this.finding.firstSeen },
      { key: 'expiresOn', term: expiresOn, value: this.finding.expiresOn },
    ];
    return dates.filter(({ value }) => value);
  }

  get isUnexpected() {
    return this.finding.kind === 'Unexpected';
  }

  /** No button where the org offers no way to do it from here: the fix says what to do instead. */
  get fixLabel() {
    if (!this.canFix || !this.finding.canFix) {
      return undefined;
    }
    return this.isUnexpected ? removeAction : fixAction;
  }

  get fixTitle() {
    return fill(this.isUnexpected ? removeActionFor : fixActionFor, this.name);
  }

  handleFix() {
    const { key, kind } = this.finding;
    this.dispatchEvent(new CustomEvent('fix', { detail: { key, kind } }));
  }
}
