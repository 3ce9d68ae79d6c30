import { LightningElement, api } from 'lwc';
import steps from '@salesforce/label/c.Rollcall_Ui_Leave_Steps';
import took from '@salesforce/label/c.Rollcall_Ui_Leave_Seconds';
import { outcomeTerm } from 'c/rollcallFixTerms';
import { fill } from 'c/rollcallText';

/** What became of each step of leaving, and when. */
export default class RollcallLeaveSteps extends LightningElement {
  /** @type {import('@rollcall/apex-user').LeaveStepOutcome[]} */
  @api steps = [];

  label = { steps };

  get shownSteps() {
    return this.steps.map((step) => ({
      ...step,
      term: outcomeTerm(step.outcome),
      took: typeof step.seconds === 'number' ? fill(took, step.seconds) : undefined,
    }));
  }
}
