import { LightningElement, api } from 'lwc';
import getHealth from '@salesforce/apex/RollcallHealthController.getHealth';
import allGood from '@salesforce/label/c.Rollcall_Ui_Health_All_Good';
import attention from '@salesforce/label/c.Rollcall_Ui_Health_Attention';
import checkAgain from '@salesforce/label/c.Rollcall_Ui_Health_Check_Again';
import checkedAt from '@salesforce/label/c.Rollcall_Ui_Health_Checked_At';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Health_Error';
import heading from '@salesforce/label/c.Rollcall_Ui_Health_Heading';
import loading from '@salesforce/label/c.Rollcall_Ui_Loading';
import summary from '@salesforce/label/c.Rollcall_Ui_Health_Summary';
import { fill } from 'c/rollcallText';

/** @typedef {import('@rollcall/apex-health').HealthCheck} HealthCheck */

/** Whether everything that provisioning needs is right, area by area, checked whenever the tab is opened. */
export default class RollcallHealth extends LightningElement {
  label = { allGood, attention, checkAgain, checkedAt, errorHeading, heading, loading };
  /** @type {import('@rollcall/apex-health').Health | undefined} */
  health;
  /** @type {unknown} */
  error;
  isLoading = false;
  /** Whether checks that are good are left out. */
  onlyAttention = false;

  connectedCallback() {
    this.load();
  }

  /**
   * Makes the checks again.
   *
   * @returns {Promise<void>}
   */
  @api
  async refresh() {
    await this.load();
  }

  get checks() {
    return this.health?.checks ?? [];
  }

  /** The areas in the order of the server, those without a shown check left out. */
  get areas() {
    const shown = this.checks.filter(({ status }) => !this.onlyAttention || status !== 'Good');
    /** @type {Map<string, HealthCheck[]>} */
    const byArea = new Map();
    shown.forEach((check) => byArea.set(check.area, [...(byArea.get(check.area) ?? []), check]));
    return [...byArea].map(([area, checks]) => ({ area, checks }));
  }

  get isAllGood() {
    return this.checks.length > 0 && this.areas.length === 0;
  }

  get summaryText() {
    if (!this.health || this.isLoading) {
      return '';
    }
    const count = (/** @type {HealthCheck['status']} */ status) =>
      this.checks.filter((check) => check.status === status).length;
    return fill(summary, count('Bad'), count('Warning'), count('Unknown'), count('Good'));
  }

  get checkedAt() {
    return this.health ? Date.parse(this.health.checkedAt) : undefined;
  }

  async load() {
    this.isLoading = true;
    try {
      this.health = await getHealth();
      this.error = undefined;
    } catch (error) {
      this.error = error;
      this.health = undefined;
    }
    this.isLoading = false;
  }

  handleAgain() {
    return this.load();
  }

  handleAttention(/** @type {CustomEvent<{ checked: boolean }>} */ event) {
    this.onlyAttention = event.detail.checked;
  }
}
