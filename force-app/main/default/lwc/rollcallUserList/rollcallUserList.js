import { LightningElement, api } from 'lwc';
import getUsers from '@salesforce/apex/ProvisioningConsoleController.getUsers';
import allSources from '@salesforce/label/c.Rollcall_Ui_Filter_AllSources';
import clearFilters from '@salesforce/label/c.Rollcall_Ui_Filter_Clear';
import filters from '@salesforce/label/c.Rollcall_Ui_Filter_Region';
import search from '@salesforce/label/c.Rollcall_Ui_Filter_Search';
import searchPlaceholder from '@salesforce/label/c.Rollcall_Ui_Filter_Search_Placeholder';
import show from '@salesforce/label/c.Rollcall_Ui_Filter_Show';
import showAll from '@salesforce/label/c.Rollcall_Ui_Filter_Show_All';
import showMissing from '@salesforce/label/c.Rollcall_Ui_Filter_Show_Missing';
import showOverdue from '@salesforce/label/c.Rollcall_Ui_Filter_Show_Overdue';
import showUnexpected from '@salesforce/label/c.Rollcall_Ui_Filter_Show_Unexpected';
import sort from '@salesforce/label/c.Rollcall_Ui_Filter_Sort';
import source from '@salesforce/label/c.Rollcall_Ui_Filter_Source';
import emptyComplete from '@salesforce/label/c.Rollcall_Ui_List_Empty_Complete';
import emptyFiltered from '@salesforce/label/c.Rollcall_Ui_List_Empty_Filtered';
import emptyOrg from '@salesforce/label/c.Rollcall_Ui_List_Empty_Org';
import emptyOrgHint from '@salesforce/label/c.Rollcall_Ui_List_Empty_Org_Hint';
import emptyOverdue from '@salesforce/label/c.Rollcall_Ui_List_Empty_Overdue';
import emptyUnexpected from '@salesforce/label/c.Rollcall_Ui_List_Empty_Unexpected';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_List_Error';
import heading from '@salesforce/label/c.Rollcall_Ui_List_Heading';
import loading from '@salesforce/label/c.Rollcall_Ui_Loading';
import usersMany from '@salesforce/label/c.Rollcall_Ui_Users_Many';
import usersOne from '@salesforce/label/c.Rollcall_Ui_Users_One';
import { viewRow } from 'c/rollcallRow';
import { fillCount } from 'c/rollcallText';
import { after } from 'c/rollcallTimer';
import { DEFAULT_VIEW, MAX_SEARCH_LENGTH, isFiltered, sameView } from 'c/rollcallView';
import { SORT_OPTIONS, userColumns } from './userColumns';

/** One screen and a half of rows: the next page is asked for while the first is still being read. */
const PAGE_SIZE = 50;
/** Fewer rows than this fit without scrolling inside the table. */
const SCROLL_ROWS = 8;
/** A pause in typing, not every letter, starts a search. */
const SEARCH_MILLISECONDS = 300;

/** What an empty list says when nothing but the choice of whom to show narrows it. */
const EMPTY_TEXTS = {
  all: emptyOrg,
  missing: emptyComplete,
  unexpected: emptyUnexpected,
  overdue: emptyOverdue,
};

/**
 * @typedef {import('@rollcall/apex').UserRow} UserRow
 * @typedef {import('c/rollcallView').View} View
 */

/**
 * Search, filters and the provisioned users that match, page after page.
 *
 * @fires RollcallUserList#viewchange with the view a person asked for; the list shows it once it comes
 *   back through `view`
 * @fires RollcallUserList#useropen with `{ userId }`
 */
export default class RollcallUserList extends LightningElement {
  /** @type {import('@rollcall/apex').SourceOption[]} */
  @api sources = [];
  /** @type {string | null} the user whose detail is open */
  @api openUserId = null;
  /** @type {boolean} cards instead of the table */
  @api compact = false;

  label = {
    clearFilters,
    emptyOrgHint,
    errorHeading,
    filters,
    heading,
    loading,
    search,
    searchPlaceholder,
    show,
    sort,
    source,
  };
  columns = userColumns((opening) => this.openUser(opening));
  sortOptions = SORT_OPTIONS;
  maxSearchLength = MAX_SEARCH_LENGTH;
  showOptions = [
    { label: showAll, value: 'all' },
    { label: showMissing, value: 'missing' },
    { label: showUnexpected, value: 'unexpected' },
    { label: showOverdue, value: 'overdue' },
  ];

  /** @type {View} */
  currentView = DEFAULT_VIEW;
  searchText = '';
  /** @type {UserRow[]} */
  users = [];
  /** @type {number | undefined} all matches, not only the loaded ones */
  total;
  /** @type {string | null} */
  cursor = null;
  /** @type {unknown} */
  error;
  isLoading = false;
  isOnPage = false;
  /** The table, as a list of one: another key makes another table. */
  tables = [{ key: 0 }];
  /** Tells an answer that was overtaken by a later question. */
  question = 0;
  /** Part of the cache key of every page, so that a refreshed list never mixes with cached pages. */
  asOf = '';
  /** @type {(() => void) | undefined} */
  cancelSearch;
  /** @type {(() => void) | undefined} returns the keyboard to the row that was opened */
  focusOpener;

  /** @type {View} what to show */
  @api
  get view() {
    return this.currentView;
  }
  set view(value) {
    const next = value ?? DEFAULT_VIEW;
    const changed = !sameView(next, this.currentView);
    if (next.search !== this.searchText.trim()) {
      this.cancelSearch?.();
      this.searchText = next.search;
    }
    this.currentView = next;
    if (changed && this.isOnPage) {
      this.loadFirstPage();
    }
  }

  connectedCallback() {
    this.isOnPage = true;
    this.loadFirstPage();
  }

  disconnectedCallback() {
    this.isOnPage = false;
    this.cancelSearch?.();
    this.question += 1;
  }

  /**
   * Reads the list again from the org.
   *
   * @returns {Promise<void>}
   */
  @api
  refresh() {
    this.asOf = new Date().toISOString();
    return this.loadFirstPage();
  }

  /**
   * Shows a fresher row in place of the loaded one, after a live evaluation.
   *
   * @param {UserRow} row
   */
  @api
  replaceRow(row) {
    this.users = this.users.map((user) => (user.userId === row.userId ? row : user));
  }

  /** Returns the keyboard to the row that was opened last, or to the heading of the list. */
  @api
  focusOpenedRow() {
    const before = this.template?.activeElement;
    this.focusOpener?.();
    if (this.template?.activeElement === before) {
      this.focusHeading();
    }
  }

  get rows() {
    return this.users.map((user) => viewRow(user, this.openUserId));
  }

  get sourceOptions() {
    const options = (this.sources ?? []).map(({ name, label }) => ({ label, value: name }));
    return [{ label: allSources, value: '' }, ...options];
  }

  get resultText() {
    return this.total === undefined ? '' : fillCount(this.total, usersOne, usersMany);
  }

  get hasRows() {
    return this.users.length > 0;
  }

  get hasMore() {
    return Boolean(this.cursor);
  }

  /** After an error the table must not ask by itself again and again. */
  get mayLoadMore() {
    return this.hasMore && !this.error;
  }

  get tableClass() {
    return this.hasMore || this.users.length > SCROLL_ROWS ? 'table table_scrolling' : 'table';
  }

  get isEmpty() {
    return !this.isLoading && !this.error && this.total !== undefined && !this.hasRows;
  }

  get isLoadingMore() {
    return this.isLoading && this.hasRows && this.hasMore;
  }

  get isLoadingPage() {
    return this.isLoading && !this.isLoadingMore;
  }

  get isNarrowed() {
    return isFiltered(this.currentView);
  }

  get emptyText() {
    const { search: text, source: name, show: shown } = this.currentView;
    return text || name ? emptyFiltered : EMPTY_TEXTS[shown];
  }

  handleSearch(/** @type {CustomEvent & { target: HTMLInputElement }} */ event) {
    this.cancelSearch?.();
    this.searchText = event.detail?.value ?? event.target.value ?? '';
    this.cancelSearch = after(SEARCH_MILLISECONDS, () => this.requestView({}));
  }

  handleShow(/** @type {CustomEvent} */ event) {
    this.requestView({ show: event.detail.value });
  }

  handleSource(/** @type {CustomEvent} */ event) {
    this.requestView({ source: event.detail.value });
  }

  handleSort(/** @type {CustomEvent} */ event) {
    this.requestView({ sortField: event.detail.fieldName, sortDirection: event.detail.sortDirection });
  }

  handleSortField(/** @type {CustomEvent} */ event) {
    const sortField = event.detail.value;
    const sortDirection = sortField === DEFAULT_VIEW.sortField ? DEFAULT_VIEW.sortDirection : 'asc';
    this.requestView({ sortField, sortDirection });
  }

  handleClearFilters() {
    this.searchText = '';
    this.requestView({ search: '', source: '', show: 'all' });
    this.focusHeading();
  }

  handleUserOpen(/** @type {CustomEvent<import('c/rollcallUserCell').Opening>} */ event) {
    this.openUser(event.detail);
  }

  handleLoadMore() {
    if (!this.isLoading && this.cursor) {
      this.loadPage(this.cursor);
    }
  }

  /** The button that was pressed goes away with the error; the keyboard goes to the heading. */
  async handleRetry() {
    const cursor = this.hasRows ? this.cursor : null;
    await this.loadPage(cursor);
    if (!cursor) {
      this.focusHeading();
    }
  }

  /**
   * @param {import('c/rollcallUserCell').Opening} opening
   */
  openUser({ userId, focus }) {
    this.focusOpener = focus;
    this.dispatchEvent(new CustomEvent('useropen', { detail: { userId } }));
  }

  /**
   * Shows other rows in a new table. `lightning-datatable` remembers the cell that was active, and once
   * that cell's row is gone, no key leads into the table any more. Only a table that has the keyboard
   * stays, as after sorting by its header; left at its end, it would ask for page after page.
   */
  startTable() {
    /** @type {any} */
    const table = this.template?.querySelector('c-rollcall-user-table');
    if (table && this.template?.activeElement === table) {
      table.scrollToTop?.();
    } else {
      this.tables = [{ key: this.question }];
    }
  }

  focusHeading() {
    this.template?.querySelector('h2')?.focus();
  }

  /**
   * Asks the owner for another view. What was typed but not yet searched goes with it.
   *
   * @param {Partial<View>} change
   */
  requestView(change) {
    this.cancelSearch?.();
    const view = { ...this.currentView, search: this.searchText.trim(), ...change };
    if (!sameView(view, this.currentView)) {
      this.dispatchEvent(new CustomEvent('viewchange', { detail: view }));
    }
  }

  loadFirstPage() {
    return this.loadPage(null);
  }

  /**
   * @param {string | null} cursor where the page starts; null for the first
   */
  async loadPage(cursor) {
    this.question += 1;
    const question = this.question;
    this.isLoading = true;
    this.error = undefined;
    if (!cursor) {
      this.cursor = null;
    }
    try {
      const query = { ...this.currentView, cursor, pageSize: PAGE_SIZE, asOf: this.asOf };
      const page = await getUsers({ query });
      if (question === this.question) {
        this.users = cursor ? [...this.users, ...page.rows] : [...page.rows];
        this.cursor = page.nextCursor ?? null;
        this.total = page.total;
        this.isLoading = false;
        if (!cursor) {
          this.startTable();
        }
      }
    } catch (error) {
      if (question === this.question) {
        this.users = cursor ? this.users : [];
        this.total = cursor ? this.total : undefined;
        this.error = error;
        this.isLoading = false;
      }
    }
  }
}
