import { LightningElement, api } from 'lwc';
import none from '@salesforce/label/c.Rollcall_Ui_Seats_None';
import short from '@salesforce/label/c.Rollcall_Ui_Seats_Short';
import used from '@salesforce/label/c.Rollcall_Ui_Seats_Used';
import { fill } from 'c/rollcallText';

/** Seats of the license that an entitlement takes: a bar, the same in words, and how many are short. */
export default class RollcallSeats extends LightningElement {
  /** @type {string | null} license; null without seats */
  @api license = null;
  /** @type {number} */
  @api total = 0;
  /** @type {number} */
  @api used = 0;
  /** @type {number} users who still miss the entitlement, each of whom takes a seat */
  @api needed = 0;

  label = { none };

  get percent() {
    return this.total > 0 ? Math.min(100, Math.round((100 * this.used) / this.total)) : 100;
  }

  get usedText() {
    return fill(used, this.used, this.total, Math.max(0, this.total - this.used));
  }

  get shortText() {
    const missing = this.needed - Math.max(0, this.total - this.used);
    return missing > 0 ? fill(short, missing) : undefined;
  }
}
