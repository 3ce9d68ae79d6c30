import { LightningElement, api } from 'lwc';
import { statusTerm } from 'c/rollcallTerms';

/** Whether a user is active, inactive or frozen. */
export default class RollcallStatusBadge extends LightningElement {
  /** @type {string} `Active`, `Inactive` or `Frozen` */
  @api status = '';

  get term() {
    return statusTerm(this.status);
  }
}
