import { LightningElement, api } from 'lwc';
import failedCount from '@salesforce/label/c.Rollcall_Ui_Outcome_Failed_Count';
import skippedCount from '@salesforce/label/c.Rollcall_Ui_Outcome_Skipped_Count';
import succeededCount from '@salesforce/label/c.Rollcall_Ui_Outcome_Done_Count';
import unchangedCount from '@salesforce/label/c.Rollcall_Ui_Outcome_Already_Count';
import wouldCount from '@salesforce/label/c.Rollcall_Ui_Outcome_Would_Count';
import assign from '@salesforce/label/c.Rollcall_Ui_Outcome_Assign';
import remove from '@salesforce/label/c.Rollcall_Ui_Outcome_Remove';
import showAll from '@salesforce/label/c.Rollcall_Ui_ShowAll';
import { outcomeTerm, worstFirst } from 'c/rollcallFixTerms';
import { focusEntry } from 'c/rollcallFocus';
import { fill } from 'c/rollcallText';

/** What failed comes first, so that this much is enough to act on; the rest is one press away. */
const FIRST_ITEMS = 50;

/**
 * @typedef {import('@rollcall/apex-user').Outcome} Outcome
 * @typedef {import('@rollcall/apex-user').OutcomeItem} OutcomeItem
 */

/** @type {Record<string, string>} */
const ACTIONS = { Assign: assign, Remove: remove };

/** What became of each change: how many of each kind, then one by one, what failed first. */
export default class RollcallFixOutcome extends LightningElement {
  /** @type {Outcome} */
  @api outcome = /** @type {any} */ ({ items: [] });

  showsAll = false;

  get figures() {
    const { succeeded, unchanged, skipped, failed, isDryRun } = this.outcome;
    const done = isDryRun ? 'Would Succeed' : 'Done';
    return [
      { kind: 'Failed', count: failed, text: failedCount },
      { kind: done, count: succeeded, text: isDryRun ? wouldCount : succeededCount },
      { kind: 'Already Done', count: unchanged, text: unchangedCount },
      { kind: 'Skipped', count: skipped, text: skippedCount },
    ]
      .filter(({ count }) => count > 0)
      .map(({ kind, count, text }) => ({ ...outcomeTerm(kind), key: kind, label: fill(text, count) }));
  }

  get items() {
    return worstFirst(this.outcome.items).map((item) => {
      const { label: words, tone, icon } = outcomeTerm(item.outcome);
      const action = ACTIONS[item.action];
      const entitlement = item.entitlementLabel || item.key;
      return {
        key: item.key,
        title: action ? fill(action, entitlement) : entitlement,
        userName: item.userName,
        outcome: words,
        tone,
        icon,
        message: item.message,
      };
    });
  }

  get shownItems() {
    return this.showsAll ? this.items : this.items.slice(0, FIRST_ITEMS);
  }

  get showAllLabel() {
    const count = this.outcome.items.length;
    return !this.showsAll && count > FIRST_ITEMS ? fill(showAll, count) : undefined;
  }

  handleShowAll() {
    this.showsAll = true;
    return focusEntry(this.template, '.item', FIRST_ITEMS);
  }
}
