import { LightningElement, api } from 'lwc';
import getEntitlements from '@salesforce/apex/RollcallEntitlementController.getEntitlements';
import LOCALE from '@salesforce/i18n/locale';
import allTypes from '@salesforce/label/c.Rollcall_Ui_Entitlements_All_Types';
import clearFilters from '@salesforce/label/c.Rollcall_Ui_Filter_Clear';
import countMany from '@salesforce/label/c.Rollcall_Ui_Entitlements_Many';
import countOne from '@salesforce/label/c.Rollcall_Ui_Entitlements_One';
import empty from '@salesforce/label/c.Rollcall_Ui_Entitlements_Empty';
import emptyFiltered from '@salesforce/label/c.Rollcall_Ui_Entitlements_Empty_Filtered';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Entitlements_Error';
import filters from '@salesforce/label/c.Rollcall_Ui_Entitlements_Filters';
import heading from '@salesforce/label/c.Rollcall_Ui_Entitlements_Heading';
import intro from '@salesforce/label/c.Rollcall_Ui_Entitlements_Intro';
import loading from '@salesforce/label/c.Rollcall_Ui_Loading';
import loadMore from '@salesforce/label/c.Rollcall_Ui_LoadMore';
import search from '@salesforce/label/c.Rollcall_Ui_Filter_Search';
import searchPlaceholder from '@salesforce/label/c.Rollcall_Ui_Entitlements_Search_Placeholder';
import showUsers from '@salesforce/label/c.Rollcall_Ui_Chart_Show_Users';
import showUsersShort from '@salesforce/label/c.Rollcall_Ui_Tile_Action';
import sort from '@salesforce/label/c.Rollcall_Ui_Filter_Sort';
import type from '@salesforce/label/c.Rollcall_Ui_Entitlements_Type';
import { fill, fillCount } from 'c/rollcallText';
import { COLUMNS, COUNT_LABELS, SORT_OPTIONS } from './entitlementColumns';

/** Rows that are drawn at first and with each *Load more*: all of them at once would be thousands of cells. */
const PAGE_SIZE = 100;

/**
 * @typedef {import('@rollcall/apex-entitlements').EntitlementRow} EntitlementRow
 * @typedef {EntitlementRow & { rulesText: string, action: string, counts: { key: string, label: string, value: string }[] }} ViewRow
 */

/**
 * Entitlements as the last scan counted them, with the seats of this moment. All rows are here, so that
 * search, filter and sort need no server.
 *
 * @fires RollcallEntitlements#showusers with `{ entitlement }`, the key, when its users are wanted
 */
export default class RollcallEntitlements extends LightningElement {
  /** @type {boolean} whether cards take the place of the table */
  @api compact = false;

  label = {
    clearFilters,
    empty,
    emptyFiltered,
    errorHeading,
    filters,
    heading,
    intro,
    loading,
    loadMore,
    search,
    searchPlaceholder,
    showUsersShort,
    sort,
    type,
  };
  columns = COLUMNS;
  sortOptions = SORT_OPTIONS;
  /** @type {ViewRow[] | undefined} undefined while they load */
  all;
  /** @type {unknown} */
  error;
  search = '';
  type = '';
  sortField = 'missing';
  /** @type {'asc' | 'desc'} */
  sortDirection = 'desc';
  limit = PAGE_SIZE;

  connectedCallback() {
    this.load();
  }

  /**
   * Reads the rows again.
   *
   * @returns {Promise<void>}
   */
  @api
  async refresh() {
    await this.load();
  }

  get isLoading() {
    return !this.all && !this.error;
  }

  get matching() {
    const term = this.search.trim().toLocaleLowerCase(LOCALE);
    return (this.all ?? []).filter(
      (row) =>
        (this.type === '' || row.type === this.type) &&
        [row.label, row.name, row.rulesText].some((text) => text.toLocaleLowerCase(LOCALE).includes(term)),
    );
  }

  get rows() {
    const direction = this.sortDirection === 'asc' ? 1 : -1;
    const field = /** @type {keyof ViewRow} */ (this.sortField);
    const sorted = this.matching.sort(
      (left, right) => direction * compare(left[field], right[field]) || compare(left.label, right.label),
    );
    return sorted.slice(0, this.limit);
  }

  get hasRows() {
    return this.rows.length > 0;
  }

  get isEmpty() {
    return this.all !== undefined && !this.error && !this.hasRows;
  }

  get emptyText() {
    return this.isNarrowed ? emptyFiltered : empty;
  }

  get isNarrowed() {
    return this.search !== '' || this.type !== '';
  }

  get hasMore() {
    return this.matching.length > this.limit;
  }

  get resultText() {
    return this.all ? fillCount(this.matching.length, countOne, countMany) : '';
  }

  get typeOptions() {
    const labels = new Map((this.all ?? []).map((row) => [row.type, row.typeLabel]));
    const options = [...labels].map(([value, label]) => ({ value, label }));
    options.sort((left, right) => compare(left.label, right.label));
    return [{ value: '', label: allTypes }, ...options];
  }

  async load() {
    try {
      const rows = await getEntitlements();
      this.all = rows.map(toViewRow);
      this.error = undefined;
    } catch (error) {
      this.error = error;
      this.all = undefined;
    }
  }

  handleRetry() {
    return this.load();
  }

  handleSearch(/** @type {CustomEvent<{ value: string }>} */ event) {
    this.search = event.detail.value;
    this.limit = PAGE_SIZE;
  }

  handleType(/** @type {CustomEvent<{ value: string }>} */ event) {
    this.type = event.detail.value;
    this.limit = PAGE_SIZE;
  }

  handleClear() {
    this.search = '';
    this.type = '';
  }

  handleSort(/** @type {CustomEvent<{ fieldName: string, sortDirection: 'asc' | 'desc' }>} */ event) {
    this.sortField = event.detail.fieldName;
    this.sortDirection = event.detail.sortDirection;
  }

  /** Names go up; the largest number is what a person looks for. */
  handleSortField(/** @type {CustomEvent<{ value: string }>} */ event) {
    this.sortField = event.detail.value;
    this.sortDirection = ['label', 'rulesText', 'seatsOf'].includes(this.sortField) ? 'asc' : 'desc';
  }

  /** The button goes away with the last page; the keyboard goes to the heading then. */
  handleMore() {
    this.limit += PAGE_SIZE;
    if (!this.hasMore) {
      this.template?.querySelector('h2')?.focus();
    }
  }

  handleRowAction(/** @type {CustomEvent<{ row: ViewRow }>} */ event) {
    this.showUsers(event.detail.row.key);
  }

  handleShowUsers(/** @type {Event & { currentTarget: HTMLElement }} */ event) {
    this.showUsers(event.currentTarget.dataset.key);
  }

  /** @param {string | undefined} entitlement */
  showUsers(entitlement) {
    this.dispatchEvent(new CustomEvent('showusers', { detail: { entitlement } }));
  }
}

/**
 * @param {EntitlementRow} row
 * @returns {ViewRow}
 */
function toViewRow(row) {
  return {
    ...row,
    rulesText: row.rules.join(', '),
    action: fill(showUsers, row.label),
    counts: Object.entries(COUNT_LABELS).map(([key, label]) => ({
      key,
      label,
      value: fill('{0}', row[/** @type {keyof typeof COUNT_LABELS} */ (key)]),
    })),
  };
}

/**
 * Numbers by size, texts by the person's language, nothing last.
 *
 * @param {unknown} left
 * @param {unknown} right
 * @returns {number}
 */
function compare(left, right) {
  return typeof left === 'number' && typeof right === 'number'
    ? left - right
    : String(left ?? '\uffff').localeCompare(String(right ?? '\uffff'), LOCALE);
}
