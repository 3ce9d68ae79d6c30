import { LightningElement, api } from 'lwc';
import actual from '@salesforce/label/c.Rollcall_Ui_Finding_Actual';
import expected from '@salesforce/label/c.Rollcall_Ui_Finding_Expected';
import firstSeen from '@salesforce/label/c.Rollcall_Ui_Finding_FirstSeen';
import fix from '@salesforce/label/c.Rollcall_Ui_Finding_Fix';
import fixInIdp from '@salesforce/label/c.Rollcall_Ui_Finding_FixInIdp';
import rule from '@salesforce/label/c.Rollcall_Ui_Finding_Rule';
import severityText from '@salesforce/label/c.Rollcall_Ui_Finding_Severity';
import { fill } from 'c/rollcallText';
import { severityTerm } from 'c/rollcallTerms';

/** @typedef {import('@rollcall/apex').Finding} Finding */

/** One difference: what should be so and why, what is, and what to do on either side. */
export default class RollcallFinding extends LightningElement {
  /** @type {Finding} */
  @api finding = /** @type {any} */ ({});

  label = { firstSeen };

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
      { key: 'fix', term: fix, text: finding.fix, style: 'fact fact_fix' },
      { key: 'fixInIdp', term: fixInIdp, text: finding.fixInIdp, style: 'fact fact_fix' },
    ];
    return facts.filter(({ text }) => text);
  }
}
