import { LightningElement, api } from 'lwc';
import bad from '@salesforce/label/c.Rollcall_Ui_Health_Bad';
import copied from '@salesforce/label/c.Rollcall_Ui_Health_Copied';
import copy from '@salesforce/label/c.Rollcall_Ui_Health_Copy';
import copyFailed from '@salesforce/label/c.Rollcall_Ui_Health_Copy_Failed';
import good from '@salesforce/label/c.Rollcall_Ui_Health_Good';
import todo from '@salesforce/label/c.Rollcall_Ui_Health_Todo';
import unknown from '@salesforce/label/c.Rollcall_Ui_Health_Unknown';
import warning from '@salesforce/label/c.Rollcall_Ui_Health_Warning';
import { fill } from 'c/rollcallText';

/** @type {Record<import('@rollcall/apex-health').HealthStatus, import('c/rollcallTerms').Term>} */
const STATUSES = {
  Good: { label: good, tone: 'success', icon: 'utility:success' },
  Warning: { label: warning, tone: 'warning', icon: 'utility:warning' },
  Bad: { label: bad, tone: 'error', icon: 'utility:error' },
  Unknown: { label: unknown, tone: 'neutral', icon: 'utility:question' },
};

/** One check: its state in words, what was found, what to do, and a value to copy. */
export default class RollcallHealthCheck extends LightningElement {
  /** @type {import('@rollcall/apex-health').HealthCheck | undefined} */
  @api check;

  label = { todo };
  /** What became of the last copying; announced. */
  copyText = '';

  get term() {
    return STATUSES[this.check?.status ?? 'Unknown'];
  }

  get lines() {
    return (this.check?.evidence ?? '').split('\n').map((text, index) => ({ key: `${index}`, text }));
  }

  get copyLabel() {
    return fill(copy, this.check?.value);
  }

  async handleCopy() {
    try {
      await navigator.clipboard.writeText(this.check?.value ?? '');
      this.copyText = copied;
    } catch {
      // A page without the right to write to the clipboard: the value is there to be selected.
      this.copyText = copyFailed;
    }
  }
}
