import { LightningElement, api } from 'lwc';
import listLabel from '@salesforce/label/c.Rollcall_Ui_List_Heading';
import loadMore from '@salesforce/label/c.Rollcall_Ui_LoadMore';

/**
 * The same rows as the table, for narrow screens, where `lightning-datatable` is not supported
 * (component reference, "Datatable on mobile").
 *
 * @fires RollcallUserCards#loadmore when the person wants the next page
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

  handleUserOpen(/** @type {CustomEvent<import('c/rollcallUserCell').Opening>} */ event) {
    this.dispatchEvent(new CustomEvent('useropen', { detail: event.detail }));
  }

  handleLoadMore() {
    this.dispatchEvent(new CustomEvent('loadmore'));
  }
}
