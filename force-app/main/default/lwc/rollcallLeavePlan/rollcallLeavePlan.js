import { LightningElement, api } from 'lwc';
import blockers from '@salesforce/label/c.Rollcall_Ui_Leave_Blockers';
import counted from '@salesforce/label/c.Rollcall_Ui_Leave_Counted';
import done from '@salesforce/label/c.Rollcall_Ui_Leave_Step_Done';
import live from '@salesforce/label/c.Rollcall_Ui_Leave_Live';
import liveNone from '@salesforce/label/c.Rollcall_Ui_Leave_Live_None';
import steps from '@salesforce/label/c.Rollcall_Ui_Leave_Steps';
import warning from '@salesforce/label/c.Rollcall_Ui_Warning';
import { fill } from 'c/rollcallText';

/** @typedef {import('@rollcall/apex-user').LeavePlan} LeavePlan */

/** What leaving is going to do, step by step, what stands in the way, and what is still live. */
export default class RollcallLeavePlan extends LightningElement {
  /** @type {LeavePlan} */
  @api plan = /** @type {any} */ ({ steps: [], blockers: [], live: [] });

  label = { blockers, done, live, liveNone, steps, warning };

  get steps() {
    return this.plan.steps;
  }

  get blockers() {
    return this.plan.blockers.map((blocker, index) => ({
      ...blocker,
      key: `${index}-${blocker.kind}`,
      title: counting(blocker.label, blocker.count),
    }));
  }

  get hasBlockers() {
    return this.plan.blockers.length > 0;
  }

  get live() {
    return this.plan.live.map((item, index) => ({
      key: `${index}-${item.kind}`,
      title: counting(item.label, item.count),
    }));
  }

  get hasLive() {
    return this.plan.live.length > 0;
  }
}

/**
 * @param {string} label
 * @param {number | null | undefined} count
 * @returns {string} the label, with the count where there is one
 */
function counting(label, count) {
  return count ? fill(counted, label, count) : label;
}
