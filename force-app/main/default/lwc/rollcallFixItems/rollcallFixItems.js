import { LightningElement, api } from 'lwc';
import all from '@salesforce/label/c.Rollcall_Ui_Fix_All';
import assign from '@salesforce/label/c.Rollcall_Ui_Fix_Assign';
import blocked from '@salesforce/label/c.Rollcall_Ui_Fix_Blocked';
import privileged from '@salesforce/label/c.Rollcall_Ui_Fix_Privileged';
import remove from '@salesforce/label/c.Rollcall_Ui_Fix_Remove';
import showAllUsers from '@salesforce/label/c.Rollcall_Ui_Fix_ShowAll';
import { byUser, everything } from 'c/rollcallFixPlan';
import { focusEntry } from 'c/rollcallFocus';
import { fill } from 'c/rollcallText';

/** So many users are read at a glance, and so many checkboxes are drawn at once; the rest is one press away. */
const FIRST_USERS = 20;

/** @typedef {import('@rollcall/apex-user').FixItem} FixItem */

/**
 * The changes of a plan, user by user, to be chosen one by one. What cannot be done here says why.
 *
 * @fires RollcallFixItems#choice with `{ key, isChosen }` for one change; `key` is null for all of them
 */
export default class RollcallFixItems extends LightningElement {
  /** @type {FixItem[]} */
  @api items = [];
  /** @type {string[]} keys of the chosen changes */
  @api chosen = [];
  /** @type {boolean} */
  @api disabled = false;

  label = { all, blocked, privileged };
  showsAll = false;

  get users() {
    return byUser(this.items).map((user) => ({ ...user, items: user.items.map((item) => this.line(item)) }));
  }

  get shownUsers() {
    return this.showsAll ? this.users : this.users.slice(0, FIRST_USERS);
  }

  get showAllLabel() {
    const count = this.users.length;
    return !this.showsAll && count > FIRST_USERS ? fill(showAllUsers, count) : undefined;
  }

  get canChooseAll() {
    return everything(this.items).length > 1;
  }

  get isEverythingChosen() {
    return everything(this.items).every((key) => this.chosen.includes(key));
  }

  /**
   * @param {FixItem} item
   */
  line(item) {
    return {
      key: item.key,
      title: fill(
        item.action === 'Remove' ? remove : assign,
        item.entitlementLabel || item.entitlementName,
        item.entitlementTypeLabel || item.entitlementType,
      ),
      note: [item.reasonLabel, item.ruleLabel || item.rule].filter(Boolean).join(' · '),
      isPrivileged: item.isPrivileged,
      canBeChosen: !item.isBlocked,
      isChosen: this.chosen.includes(item.key),
      blocker: item.isBlocked ? item.blocker : undefined,
    };
  }

  handleAll(/** @type {CustomEvent<{ checked: boolean }>} */ event) {
    this.report(null, event.detail.checked);
  }

  handleChoice(/** @type {CustomEvent<{ checked: boolean }>} */ event) {
    const { name } = /** @type {HTMLInputElement} */ (event.target);
    this.report(name, event.detail.checked);
  }

  handleShowAll() {
    this.showsAll = true;
    return focusEntry(this.template, 'section', FIRST_USERS);
  }

  /**
   * @param {string | null} key
   * @param {boolean} isChosen
   */
  report(key, isChosen) {
    this.dispatchEvent(new CustomEvent('choice', { detail: { key, isChosen } }));
  }
}
