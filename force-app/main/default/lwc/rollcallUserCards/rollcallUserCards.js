import { LightningElement, api } from 'lwc';
import listLabel from '@salesforce/label/c.Rollcall_Ui_List_Heading';
import loadMore from '@salesforce/label/c.Rollcall_Ui_LoadMore';
import pick from '@salesforce/label/c.Rollcall_Ui_Selection_Pick';
import { fill } from 'c/rollcallText';

/**
 * The same rows as the table, for narrow screens, where `lightning-datatable` is not supported
 * (component reference, "Datatable on mobile").
 *
 * @fires RollcallUserCards#loadmore when the person wants the next page
 * @fires RollcallUserCards#pick with `{ userId, isSelected }` when a card is ticked or no longer is
 * @fires RollcallUserCards#useropen with the `Opening` of the card whose user is to be opened
 */
export default class RollcallUserCards extends LightningElement {
  /** @type {import('c/rollcallRow').ViewRow[]} */
  @api rows = [];
  /** @type {boolean} */
  @api hasMore = false;
  /** @type {boolean} */
  @api isLoading = false;

  label = { listLabel, loadMore };

  get cards() {
    return this.rows.map((row) => ({ ...row, pickLabel: fill(pick, row.name) }));
  }

  handlePick(/** @type {CustomEvent & { target: HTMLInputElement & { dataset: DOMStringMap } }} */ event) {
    const detail = { userId: String(event.target.dataset.user), isSelected: event.target.checked };
    this.dispatchEvent(new CustomEvent('pick', { detail }));
  }

  handleUserOpen(/** @type {CustomEvent<import('c/rollcallUserCell').Opening>} */ event) {
    this.dispatchEvent(new CustomEvent('useropen', { detail: event.detail }));
  }

  handleLoadMore() {
    this.dispatchEvent(new CustomEvent('loadmore'));
  }
}
