import { LightningElement, api } from 'lwc';
import nothing from '@salesforce/label/c.Rollcall_Ui_Missing_Nothing';

/** What one user is missing, as badges; words when nothing is. Then what else is wrong. */
export default class RollcallMissingCell extends LightningElement {
  /** @type {import('c/rollcallRow').MissingSummary} */
  @api summary = { badges: [], more: '', others: [] };

  label = { nothing };

  get isComplete() {
    return this.summary.badges.length === 0 && !this.summary.more;
  }
}
