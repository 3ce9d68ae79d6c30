import { LightningElement, api } from 'lwc';
import one from '@salesforce/label/c.Rollcall_Ui_RuleProblems_One';
import many from '@salesforce/label/c.Rollcall_Ui_RuleProblems_Many';
import showAll from '@salesforce/label/c.Rollcall_Ui_ShowAll';
import warning from '@salesforce/label/c.Rollcall_Ui_Warning';
import { focusEntry } from 'c/rollcallFocus';
import { fill, fillCount } from 'c/rollcallText';

/** The first few are enough to act on; the banner must not push the list off the screen. */
const FIRST = 3;

/** Rules that cannot be evaluated. Shown once here, not on every user the rule is about. */
export default class RollcallRuleProblems extends LightningElement {
  /** @type {import('@rollcall/apex').RuleProblem[]} */
  @api problems = [];

  label = { warning };
  showsAll = false;

  get heading() {
    return fillCount(this.problems.length, one, many);
  }

  get shown() {
    const shown = this.showsAll ? this.problems : this.problems.slice(0, FIRST);
    return shown.map((problem, index) => ({ ...problem, key: `${problem.rule}-${index}` }));
  }

  get showAllLabel() {
    const hidden = this.problems.length - FIRST;
    return hidden > 0 && !this.showsAll ? fill(showAll, this.problems.length) : undefined;
  }

  handleShowAll() {
    this.showsAll = true;
    return focusEntry(this.template, 'li', FIRST);
  }
}
