import { LightningElement, api } from 'lwc';
import getFilterOptions from '@salesforce/apex/RollcallListController.getFilterOptions';
import active from '@salesforce/label/c.Rollcall_Ui_Filter_Active';
import allSources from '@salesforce/label/c.Rollcall_Ui_Filter_AllSources';
import clearFilters from '@salesforce/label/c.Rollcall_Ui_Filter_Clear';
import filters from '@salesforce/label/c.Rollcall_Ui_Filter_Region';
import more from '@salesforce/label/c.Rollcall_Ui_Filter_More';
import moreCount from '@salesforce/label/c.Rollcall_Ui_Filter_More_Count';
import optionsError from '@salesforce/label/c.Rollcall_Ui_Filter_Options_Error';
import order from '@salesforce/label/c.Rollcall_Ui_Filter_Sort_Order';
import search from '@salesforce/label/c.Rollcall_Ui_Filter_Search';
import searchPlaceholder from '@salesforce/label/c.Rollcall_Ui_Filter_Search_Placeholder';
import show from '@salesforce/label/c.Rollcall_Ui_Filter_Show';
import sort from '@salesforce/label/c.Rollcall_Ui_Filter_Sort';
import source from '@salesforce/label/c.Rollcall_Ui_Filter_Source';
import { COLUMN_OPTIONS } from 'c/rollcallColumns';
import { fill } from 'c/rollcallText';
import { after } from 'c/rollcallTimer';
import { DEFAULT_VIEW, MAX_SEARCH_LENGTH, isFiltered } from 'c/rollcallView';
import { DIRECTION_OPTIONS, MORE_FILTERS, SHOW_OPTIONS, filterChoices, pillsOf } from './filterChoices';

/** A pause in typing, not every letter, starts a search. */
const SEARCH_MILLISECONDS = 300;

/**
 * @typedef {import('c/rollcallView').View} View
 * @typedef {import('./filterChoices').FilterName} FilterName
 */

/**
 * Search and filters of the list. What is chosen below *More filters* stays in sight as pills, each of
 * which can be taken away.
 *
 * @fires RollcallFilterBar#filterchange with the part of the view that a person changed
 * @fires RollcallFilterBar#filtersclear when nothing is to narrow the list
 */
export default class RollcallFilterBar extends LightningElement {
  /** @type {import('@rollcall/apex').SourceOption[]} */
  @api sources = [];
  /** @type {boolean} with a choice of the order, which cards have no headers for */
  @api compact = false;

  label = {
    active,
    clearFilters,
    filters,
    optionsError,
    order,
    search,
    searchPlaceholder,
    show,
    sort,
    source,
  };
  showOptions = SHOW_OPTIONS;
  sortOptions = COLUMN_OPTIONS;
  directionOptions = DIRECTION_OPTIONS;
  maxSearchLength = MAX_SEARCH_LENGTH;

  /** @type {View} */
  currentView = DEFAULT_VIEW;
  searchText = '';
  isOpen = false;
  /** @type {import('@rollcall/apex').FilterOptions | undefined} */
  options;
  /** @type {unknown} */
  optionsError;
  isAsking = false;
  /** @type {(() => void) | undefined} */
  cancelSearch;

  /** @type {View} what the list shows */
  @api
  get view() {
    return this.currentView;
  }
  set view(value) {
    const next = value ?? DEFAULT_VIEW;
    // What is being typed stays, unless the search itself was changed from outside.
    if (next.search !== this.currentView.search && next.search !== this.searchText.trim()) {
      this.cancelSearch?.();
      this.searchText = next.search;
    }
    this.currentView = next;
    if (this.usedCount > 0) {
      this.loadOptions();
    }
  }

  disconnectedCallback() {
    this.cancelSearch?.();
  }

  /** Forgets what was typed but not yet searched. */
  @api
  clearSearch() {
    this.cancelSearch?.();
    this.searchText = '';
  }

  get sourceOptions() {
    const options = (this.sources ?? []).map(({ name, label }) => ({ label, value: name }));
    return [{ label: allSources, value: '' }, ...options];
  }

  get isNarrowed() {
    return isFiltered(this.currentView);
  }

  get usedCount() {
    return MORE_FILTERS.filter((name) => this.currentView[name] !== '').length;
  }

  get moreLabel() {
    return this.usedCount > 0 ? fill(moreCount, this.usedCount) : more;
  }

  get moreIcon() {
    return this.isOpen ? 'utility:chevronup' : 'utility:chevrondown';
  }

  get expanded() {
    return this.isOpen ? 'true' : 'false';
  }

  get choices() {
    return filterChoices(this.currentView, this.options);
  }

  get pills() {
    return pillsOf(this.currentView, this.options);
  }

  get hasPills() {
    return this.pills.length > 0;
  }

  handleSearch(/** @type {CustomEvent & { target: HTMLInputElement }} */ event) {
    this.cancelSearch?.();
    this.searchText = event.detail?.value ?? event.target.value ?? '';
    this.cancelSearch = after(SEARCH_MILLISECONDS, () => this.change({}));
  }

  /** Every combobox says in `data-id` which part of the view it changes. */
  handleChoice(/** @type {CustomEvent & { target: HTMLElement }} */ event) {
    this.change({ [String(event.target.dataset.id)]: event.detail.value });
  }

  handleSortField(/** @type {CustomEvent} */ event) {
    const sortField = event.detail.value;
    this.change({ sortField, sortDirection: sortField === DEFAULT_VIEW.sortField ? 'desc' : 'asc' });
  }

  handleToggle() {
    this.isOpen = !this.isOpen;
    if (this.isOpen) {
      this.loadOptions();
    }
  }

  /** The pill goes away with its filter; the keyboard goes to the button that has all of them. */
  handlePillRemove(/** @type {CustomEvent & { target: HTMLElement }} */ event) {
    event.preventDefault();
    this.change({ [String(event.target.dataset.filter)]: '' });
    /** @type {any} */ (this.template?.querySelector('[data-id="more"]'))?.focus();
  }

  handleClear() {
    this.clearSearch();
    this.dispatchEvent(new CustomEvent('filtersclear'));
  }

  handleOptionsRetry() {
    return this.loadOptions();
  }

  /**
   * Reports a change, and with it what was typed but not yet searched.
   *
   * @param {Partial<View>} change
   */
  change(change) {
    this.cancelSearch?.();
    const detail = { search: this.searchText.trim(), ...change };
    this.dispatchEvent(new CustomEvent('filterchange', { detail }));
  }

  /** Asks the org once what there is to choose from. */
  async loadOptions() {
    if (this.options || this.isAsking) {
      return;
    }
    this.isAsking = true;
    this.optionsError = undefined;
    try {
      this.options = await getFilterOptions();
    } catch (error) {
      this.optionsError = error;
    }
    this.isAsking = false;
  }
}
