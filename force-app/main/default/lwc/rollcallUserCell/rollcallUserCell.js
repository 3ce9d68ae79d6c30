import { LightningElement, api } from 'lwc';
import { after } from 'c/rollcallTimer';

/**
 * A data table that presses a button by keyboard still moves the focus to it in a timer of its own, set
 * to 0 and at most clamped to 4 ms (HTML Standard, "Timers"). Opening waits until that is over, so that
 * the focus can go on to the user.
 */
const TABLE_FOCUS_MILLISECONDS = 10;

/**
 * @typedef {object} Opening
 * @property {string} userId
 * @property {() => void} focus returns the keyboard to the button that was pressed
 */

/**
 * A user's name as a button that opens the user, with the username below. In a data table the table
 * moves the focus here and presses the button (`focus` and `click`), so both are public.
 *
 * @fires RollcallUserCell#useropen with an `Opening`, unless `open` is given
 */
export default class RollcallUserCell extends LightningElement {
  /** @type {string} */
  @api userId = '';
  /** @type {string} */
  @api name = '';
  /** @type {string} */
  @api username = '';
  /** @type {boolean} whether this user's detail is open */
  @api isOpen = false;
  /** @type {number} the table's roving tab index; 0 outside a table */
  @api buttonTabIndex = 0;
  /**
   * @type {((opening: Opening) => void) | undefined} called in place of the event; a data table hands on
   *   no events of its cells, but the callbacks in `typeAttributes`
   */
  @api open;

  /** Moves the keyboard to the button. */
  @api
  focus() {
    this.button?.focus();
  }

  /** Opens the user. */
  @api
  click() {
    this.button?.click();
  }

  /** @returns {HTMLButtonElement | null | undefined} */
  get button() {
    return this.template?.querySelector('button');
  }

  /** The username up to its `@`, the first place to break a long one. */
  get account() {
    return this.username.split('@')[0];
  }

  get domain() {
    return this.username.slice(this.username.split('@')[0]?.length);
  }

  get current() {
    return this.isOpen ? 'true' : undefined;
  }

  get cellClass() {
    return this.isOpen ? 'cell cell_open' : 'cell';
  }

  handleOpen() {
    after(TABLE_FOCUS_MILLISECONDS, () => this.reportOpen());
  }

  reportOpen() {
    /** @type {Opening} */
    const opening = { userId: this.userId, focus: () => this.focus() };
    if (this.open) {
      this.open(opening);
    } else {
      this.dispatchEvent(new CustomEvent('useropen', { detail: opening }));
    }
  }
}
