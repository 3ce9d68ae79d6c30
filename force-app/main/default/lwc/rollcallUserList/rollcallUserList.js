import { LightningElement, api } from 'lwc';
import getUsers from '@salesforce/apex/ProvisioningConsoleController.getUsers';
import clearFilters from '@salesforce/label/c.Rollcall_Ui_Filter_Clear';
import DIRECTION from '@salesforce/i18n/dir';
import LOCALE from '@salesforce/i18n/locale';
import asOfText from '@salesforce/label/c.Rollcall_Ui_List_AsOf';
import emptyComplete from '@salesforce/label/c.Rollcall_Ui_List_Empty_Complete';
import emptyFiltered from '@salesforce/label/c.Rollcall_Ui_List_Empty_Filtered';
import emptyOrg from '@salesforce/label/c.Rollcall_Ui_List_Empty_Org';
import emptyOrgHint from '@salesforce/label/c.Rollcall_Ui_List_Empty_Org_Hint';
import emptyOverdue from '@salesforce/label/c.Rollcall_Ui_List_Empty_Overdue';
import emptyPrivileged from '@salesforce/label/c.Rollcall_Ui_List_Empty_Privileged';
import emptyResolved from '@salesforce/label/c.Rollcall_Ui_List_Empty_Resolved';
import emptySourceHint from '@salesforce/label/c.Rollcall_Ui_List_Empty_Source_Hint';
import emptyUnexpected from '@salesforce/label/c.Rollcall_Ui_List_Empty_Unexpected';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_List_Error';
import heading from '@salesforce/label/c.Rollcall_Ui_List_Heading';
import loading from '@salesforce/label/c.Rollcall_Ui_Loading';
import moreError from '@salesforce/label/c.Rollcall_Ui_List_More_Error';
import pages from '@salesforce/label/c.Rollcall_Ui_Pages';
import pagesNext from '@salesforce/label/c.Rollcall_Ui_Pages_Next';
import pagesPrevious from '@salesforce/label/c.Rollcall_Ui_Pages_Previous';
import pagesRange from '@salesforce/label/c.Rollcall_Ui_Pages_Range';
import selectionCleared from '@salesforce/label/c.Rollcall_Ui_Selection_Cleared';
import selectionError from '@salesforce/label/c.Rollcall_Ui_Selection_Error';
import selectionFull from '@salesforce/label/c.Rollcall_Ui_Selection_Full';
import selectionLimited from '@salesforce/label/c.Rollcall_Ui_Selection_Limited';
import usersMany from '@salesforce/label/c.Rollcall_Ui_Users_Many';
import usersOne from '@salesforce/label/c.Rollcall_Ui_Users_One';
import { shownColumns } from 'c/rollcallColumns';
import { viewRow } from 'c/rollcallRow';
import { fill, fillCount } from 'c/rollcallText';
import { DEFAULT_VIEW, NO_FILTERS, isFiltered, sameFilters, sameRows, sameView, wanted } from 'c/rollcallView';
import { MAX_SELECTED, afterPicking, afterTicking } from './selection';
import { userColumns } from './userColumns';

/**
 * One screen and a half of rows: the next page is asked for while the first is still being read. More would cost
 * time that is felt: with every column shown, a row is 17 cells to build.
 */
const PAGE_SIZE = 40;
/**
 * Rows on the page at most; then Previous and Next take over. A data table keeps every row it was given,
 * so without a limit scrolling through an org would fill the browser. Four pages, and as many users as can
 * be selected: whoever ticks the box above the table has ticked what is below it.
 */
const WINDOW_ROWS = MAX_SELECTED;
/** Fewer rows than this fit without scrolling inside the table. */
const SCROLL_ROWS = 8;

/** In the time zone of the browser, as base components write the times in the rows. */
const timeFormat = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });

/** Back is where the lines of the person's language begin. */
const CHEVRONS = ['utility:chevronleft', 'utility:chevronright'];
const [BACK_ICON, ON_ICON] = DIRECTION === 'rtl' ? [...CHEVRONS].reverse() : CHEVRONS;

/** What an empty list says when nothing but the choice of whom to show narrows it. */
const EMPTY_TEXTS = {
  all: emptyOrg,
  missing: emptyComplete,
  unexpected: emptyUnexpected,
  privileged: emptyPrivileged,
  overdue: emptyOverdue,
  resolved: emptyResolved,
};

/**
 * @typedef {import('@rollcall/apex').UserRow} UserRow
 * @typedef {import('c/rollcallView').View} View
 * @typedef {import('c/rollcallUserCell').Opening} Opening
 *
 * @typedef {object} Goal which rows to load
 * @property {string | null} cursor where they start; null for the first of all
 * @property {number} window place of the window among those of the list
 * @property {boolean} isMore whether they go below the rows of the same window
 */

/**
 * Search, filters and the provisioned users that match: page after page inside a window of rows, window
 * after window by a button. Users can be selected across windows and handed on to be fixed or exported.
 *
 * @fires RollcallUserList#viewchange with the view a person asked for; the list shows it once it comes
 *   back through `view`
 * @fires RollcallUserList#useropen with `{ userId }`
 * @fires RollcallUserList#fix with `{ userIds }`, at most 200
 */
export default class RollcallUserList extends LightningElement {
  /** @type {import('@rollcall/apex').SourceOption[]} */
  @api sources = [];
  /** @type {string | null} the user whose detail is open */
  @api openUserId = null;
  /** @type {boolean} cards instead of the table */
  @api compact = false;
  /** @type {boolean} whether the person may fix */
  @api canRemediate = false;

  label = { clearFilters, heading, loading, pages, selectionError };
  maxSelected = MAX_SELECTED;
  next = fill(pagesNext, WINDOW_ROWS);
  previous = fill(pagesPrevious, WINDOW_ROWS);
  nextIcon = ON_ICON;
  previousIcon = BACK_ICON;

  /** @type {View} */
  currentView = DEFAULT_VIEW;
  /** @type {UserRow[]} rows of the window */
  users = [];
  /** @type {number | undefined} all matches, not only the loaded ones */
  total;
  /** @type {string | null} */
  cursor = null;
  /** @type {(string | null)[]} where each window starts that was seen so far */
  windowStarts = [null];
  windowIndex = 0;
  /** @type {unknown} */
  error;
  /** @type {Goal} what was asked for last, to ask again */
  goal = { cursor: null, window: 0, isMore: false };
  isLoading = false;
  isOnPage = false;
  /** @type {string[]} */
  selectedIds = [];
  /** What there is to say about the selection. */
  notice = '';
  /** @type {unknown} */
  selectionError;
  isSelecting = false;
  /** The table, as a list of one: another key makes another table. */
  tables = [{ key: 0 }];
  /** Tells an answer that was overtaken by a later question. */
  question = 0;
  /**
   * When the list was read anew. Part of the cache key of every page, so that a refreshed list never mixes
   * with cached pages, and what is on the screen is as old as it says.
   */
  asOf = '';
  /** @type {(() => void) | undefined} returns the keyboard to the row that was opened */
  focusOpener;
  /** @type {ReturnType<typeof userColumns>} */
  columns = [];

  constructor() {
    super();
    this.makeColumns();
  }

  /** @type {View} what to show */
  @api
  get view() {
    return this.currentView;
  }
  set view(value) {
    const next = value ?? DEFAULT_VIEW;
    const before = this.currentView;
    this.currentView = next;
    if (next.columns !== before.columns) {
      this.makeColumns();
    }
    if (!sameFilters(next, before)) {
      this.notice = this.selectedIds.length > 0 ? selectionCleared : '';
      this.selectedIds = [];
    }
    if (!sameRows(next, before) && this.isOnPage) {
      this.loadFirstPage();
    }
  }

  connectedCallback() {
    this.isOnPage = true;
    this.refresh();
  }

  disconnectedCallback() {
    this.isOnPage = false;
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

  /** Forgets the selection, as after a fix. */
  @api
  clearSelection() {
    this.selectedIds = [];
    this.notice = '';
    this.selectionError = undefined;
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
    const selected = new Set(this.selectedIds);
    return this.users.map((user) => viewRow(user, this.openUserId, selected.has(user.userId)));
  }

  /** Ids of the rows of the table that are ticked. */
  get tickedIds() {
    const selected = new Set(this.selectedIds);
    return this.users.map(({ userId }) => userId).filter((userId) => selected.has(userId));
  }

  get query() {
    return { ...wanted(this.currentView), cursor: null, pageSize: PAGE_SIZE, asOf: this.asOf };
  }

  get resultText() {
    if (this.total === undefined) {
      return '';
    }
    const count = fillCount(this.total, usersOne, usersMany);
    return fill(asOfText, count, timeFormat.format(new Date(this.asOf)));
  }

  get hasRows() {
    return this.users.length > 0;
  }

  get isWindowFull() {
    return this.users.length >= WINDOW_ROWS;
  }

  get hasMore() {
    return Boolean(this.cursor) && !this.isWindowFull;
  }

  /** After an error the table must not ask by itself again and again. */
  get mayLoadMore() {
    return this.hasMore && !this.error;
  }

  get hasNextWindow() {
    return Boolean(this.cursor) && this.isWindowFull;
  }

  get hasPreviousWindow() {
    return this.windowIndex > 0;
  }

  get hasPager() {
    return this.hasRows && (this.hasNextWindow || this.hasPreviousWindow);
  }

  get rangeText() {
    const before = this.windowIndex * WINDOW_ROWS;
    return fill(pagesRange, before + 1, before + this.users.length, this.total ?? 0);
  }

  get tableClass() {
    return this.hasMore || this.users.length > SCROLL_ROWS ? 'table table_scrolling' : 'table';
  }

  get isEmpty() {
    return !this.isLoading && !this.error && this.total !== undefined && !this.hasRows;
  }

  get isLoadingMore() {
    return this.isLoading && this.goal.isMore;
  }

  get isLoadingPage() {
    return this.isLoading && !this.goal.isMore;
  }

  get errorHeading() {
    return this.hasRows ? moreError : errorHeading;
  }

  get isNarrowed() {
    return isFiltered(this.currentView);
  }

  get emptyText() {
    const { show } = this.currentView;
    return sameFilters(this.currentView, { ...DEFAULT_VIEW, show }) ? EMPTY_TEXTS[show] : emptyFiltered;
  }

  get emptyHint() {
    return (this.sources ?? []).length > 0 ? emptyOrgHint : emptySourceHint;
  }

  /** Cards have no columns. */
  get wide() {
    return !this.compact;
  }

  get hasSelection() {
    return this.selectedIds.length > 0;
  }

  handleFilterChange(/** @type {CustomEvent<Partial<View>>} */ event) {
    this.requestView(event.detail);
  }

  handleSort(/** @type {CustomEvent} */ event) {
    this.requestView({ sortField: event.detail.fieldName, sortDirection: event.detail.sortDirection });
  }

  handleColumnsChange(/** @type {CustomEvent<{ columns: string }>} */ event) {
    this.requestView(event.detail);
    this.makeColumns();
  }

  handleClearFilters() {
    /** @type {any} */ (this.template?.querySelector('c-rollcall-filter-bar'))?.clearSearch();
    this.requestView(NO_FILTERS);
    this.focusHeading();
  }

  handleUserOpen(/** @type {CustomEvent<Opening>} */ event) {
    this.openUser(event.detail);
  }

  handleLoadMore() {
    if (!this.isLoading && this.hasMore) {
      this.load({ cursor: this.cursor, window: this.windowIndex, isMore: true });
    }
  }

  /** The button that was pressed may go away; the keyboard goes to the heading, above the new rows. */
  async handleNext() {
    await this.load({ cursor: this.cursor, window: this.windowIndex + 1, isMore: false });
    this.focusHeading();
  }

  async handlePrevious() {
    const window = this.windowIndex - 1;
    await this.load({ cursor: this.windowStarts[window] ?? null, window, isMore: false });
    this.focusHeading();
  }

  /** The button that was pressed goes away with the error; the keyboard goes to the heading. */
  async handleRetry() {
    const { isMore } = this.goal;
    await this.load(this.goal);
    if (!isMore) {
      this.focusHeading();
    }
  }

  /** The table also reports what it was told; that is no choice of a person. */
  handleRowSelection(
    /** @type {CustomEvent<{ selectedRows: { userId: string }[], config?: { action?: string } }>} */ event,
  ) {
    if (event.detail.config?.action) {
      const shown = this.users.map(({ userId }) => userId);
      const ticked = event.detail.selectedRows.map(({ userId }) => userId);
      this.take(afterTicking(this.selectedIds, shown, ticked));
    }
  }

  handlePick(/** @type {CustomEvent<{ userId: string, isSelected: boolean }>} */ event) {
    this.take(afterPicking(this.selectedIds, event.detail.userId, event.detail.isSelected));
  }

  async handleSelectAll() {
    this.isSelecting = true;
    this.selectionError = undefined;
    const view = this.currentView;
    try {
      const page = await getUsers({ query: { ...this.query, pageSize: MAX_SELECTED } });
      if (sameFilters(view, this.currentView)) {
        this.selectedIds = page.rows.map(({ userId }) => userId);
        const total = page.total ?? 0;
        this.notice = total > MAX_SELECTED ? fill(selectionLimited, MAX_SELECTED, total) : '';
      }
    } catch (error) {
      this.selectionError = error;
    }
    this.isSelecting = false;
  }

  handleClearSelection() {
    this.clearSelection();
    this.focusHeading();
  }

  handleFix() {
    this.dispatchEvent(new CustomEvent('fix', { detail: { userIds: [...this.selectedIds] } }));
  }

  handleExportSelected() {
    /** @type {any} */ (this.template?.querySelector('c-rollcall-export-control'))?.exportUsers([...this.selectedIds]);
  }

  /**
   * @param {import('./selection').Selected} selected
   */
  take({ userIds, isFull }) {
    this.selectedIds = userIds;
    this.notice = isFull ? fill(selectionFull, MAX_SELECTED) : '';
    this.selectionError = undefined;
  }

  makeColumns() {
    this.columns = userColumns(shownColumns(this.currentView.columns), (opening) => this.openUser(opening));
  }

  /**
   * @param {Opening} opening
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
   * Asks the owner for another view.
   *
   * @param {Partial<View>} change
   */
  requestView(change) {
    const view = { ...this.currentView, ...change };
    if (!sameView(view, this.currentView)) {
      this.dispatchEvent(new CustomEvent('viewchange', { detail: view }));
    }
  }

  loadFirstPage() {
    this.windowStarts = [null];
    return this.load({ cursor: null, window: 0, isMore: false });
  }

  /**
   * @param {Goal} goal
   */
  async load(goal) {
    this.question += 1;
    const question = this.question;
    this.goal = goal;
    this.isLoading = true;
    this.error = undefined;
    try {
      const page = await getUsers({ query: { ...this.query, cursor: goal.cursor } });
      if (question === this.question) {
        this.isLoading = false;
        this.show(goal, page);
      }
    } catch (error) {
      if (question === this.question) {
        this.isLoading = false;
        this.error = error;
        if (!goal.cursor) {
          this.users = [];
          this.total = undefined;
          this.cursor = null;
        }
      }
    }
  }

  /**
   * @param {Goal} goal
   * @param {import('@rollcall/apex').UserPage} page
   */
  show(goal, page) {
    this.users = goal.isMore ? [...this.users, ...page.rows] : [...page.rows];
    this.cursor = page.nextCursor ?? null;
    this.total = page.total ?? this.total;
    if (!goal.isMore) {
      this.windowIndex = goal.window;
      this.windowStarts = [...this.windowStarts.slice(0, goal.window), goal.cursor];
      this.startTable();
    }
  }
}
