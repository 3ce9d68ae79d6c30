import { LightningElement, api } from 'lwc';
import getLeavers from '@salesforce/apex/RollcallLeaveController.getLeavers';
import FORM_FACTOR from '@salesforce/client/formFactor';
import { focusEntry } from 'c/rollcallFocus';
import RollcallLeaveModal from 'c/rollcallLeaveModal';
import { fill } from 'c/rollcallText';
import { after } from 'c/rollcallTimer';
import { watchNarrow } from 'c/rollcallViewport';
import { COLUMNS, SHOW_OPTIONS, WORDS, emptyTextOf, leaverLine } from './leaverWords';

const PAGE_SIZE = 50;
/** As long as a person keeps typing, nothing is asked. */
const TYPING_MILLISECONDS = 300;
/** Below this, cards take the place of the table: its columns would break after every word. */
const COMPACT_REM = 60;

/**
 * @typedef {import('@rollcall/apex-user').LeaverQuery} LeaverQuery
 * @typedef {import('@rollcall/apex-user').LeaverRow} LeaverRow
 */

/**
 * Who is inactive, frozen or overdue, with what is still live, and the window that runs the leaving steps.
 *
 * @fires RollcallLeavers#useropen with `{ userId }` of the user to be opened
 * @fires RollcallLeavers#fixed with `{ userId }` when leaving steps have run
 */
export default class RollcallLeavers extends LightningElement {
  /** @type {boolean} whether the person may run the leaving steps */
  @api canDeprovision = false;
  /** @type {import('@rollcall/apex').SourceOption[]} sources to filter by */
  @api sources = [];

  label = WORDS;
  showOptions = SHOW_OPTIONS;
  /** @type {LeaverQuery} */
  query = { search: '', source: '', show: 'all', cursor: null, pageSize: PAGE_SIZE };
  /** @type {LeaverRow[]} */
  rows = [];
  /** @type {string | null} */
  nextCursor = null;
  total = 0;
  isLoading = false;
  isNarrow = false;
  /** @type {unknown} */
  error;
  /** Tells an answer that was overtaken by a later question. */
  question = 0;
  cancelTyping = () => {};
  stopWatching = () => {};

  connectedCallback() {
    this.stopWatching = watchNarrow(COMPACT_REM, (narrow) => {
      this.isNarrow = narrow || FORM_FACTOR === 'Small';
    });
    this.refresh();
  }

  disconnectedCallback() {
    this.stopWatching();
    this.cancelTyping();
    this.question += 1;
  }

  /** Reads the first page again. */
  @api
  refresh() {
    return this.load(false);
  }

  get showsNoRight() {
    return !this.canDeprovision;
  }

  get hasSources() {
    return this.sources.length > 1;
  }

  get sourceOptions() {
    const options = this.sources.map(({ name, label }) => ({ value: name, label }));
    return [{ value: '', label: this.label.allSources }, ...options];
  }

  get columns() {
    return this.canDeprovision ? COLUMNS : COLUMNS.slice(0, -1);
  }

  get lines() {
    return this.rows.map(leaverLine);
  }

  get hasRows() {
    return this.rows.length > 0;
  }

  get countText() {
    return this.isLoading || this.error ? '' : fill(this.label.count, this.total);
  }

  get emptyText() {
    return this.hasRows || this.isLoading || this.error ? undefined : emptyTextOf(this.query);
  }

  get canLoadMore() {
    return Boolean(this.nextCursor) && !this.isLoading && !this.error;
  }

  handleSearch(/** @type {CustomEvent<{ value: string }>} */ event) {
    const search = event.detail.value;
    this.cancelTyping();
    this.cancelTyping = after(TYPING_MILLISECONDS, () => this.change({ search }));
  }

  handleShow(/** @type {CustomEvent<{ value: LeaverQuery['show'] }>} */ event) {
    return this.change({ show: event.detail.value });
  }

  handleSource(/** @type {CustomEvent<{ value: string }>} */ event) {
    return this.change({ source: event.detail.value });
  }

  /** The button goes away while the page is loaded; the keyboard goes on to the first who came. */
  async handleLoadMore() {
    const before = this.rows.length;
    await this.load(true);
    await focusEntry(this.template, 'c-rollcall-user-cell', before);
  }

  async handleRetry() {
    await this.load(this.hasRows);
    this.template?.querySelector('h2')?.focus();
  }

  handleUserOpen(/** @type {CustomEvent<{ userId: string }>} */ event) {
    this.dispatchEvent(new CustomEvent('useropen', { detail: event.detail }));
  }

  /** After the steps have run, the row of the user may be gone; the keyboard goes to where it was, or to the heading. */
  async handleRun(/** @type {Event} */ event) {
    const { userId, label } = rowOf(/** @type {HTMLElement} */ (event.currentTarget), this.lines);
    let hasRun = false;
    await RollcallLeaveModal.open({
      size: 'medium',
      label,
      userId,
      onprogress: () => {
        hasRun = true;
      },
    });
    if (hasRun) {
      await this.refresh();
      this.dispatchEvent(new CustomEvent('fixed', { detail: { userId } }));
    }
    /** @type {HTMLElement | null | undefined} */
    const button = this.template?.querySelector(`[data-id="run"][data-user="${userId}"]`);
    (button ?? this.template?.querySelector('h2'))?.focus();
  }

  /**
   * @param {Partial<LeaverQuery>} changes
   */
  change(changes) {
    this.query = { ...this.query, ...changes };
    this.rows = [];
    this.nextCursor = null;
    return this.load(false);
  }

  /**
   * @param {boolean} appends whether the next page is wanted, instead of the first
   */
  async load(appends) {
    this.question += 1;
    const question = this.question;
    this.error = undefined;
    this.isLoading = true;
    try {
      const page = await getLeavers({ query: { ...this.query, cursor: appends ? this.nextCursor : null } });
      if (question === this.question) {
        this.rows = appends ? [...this.rows, ...page.rows] : page.rows;
        this.nextCursor = page.nextCursor ?? null;
        this.total = page.total;
        this.isLoading = false;
      }
    } catch (error) {
      if (question === this.question) {
        this.error = error;
        this.isLoading = false;
      }
    }
  }
}

/**
 * @param {HTMLElement} button
 * @param {{ userId: string, runTitle: string }[]} lines
 * @returns {{ userId: string, label: string }} the user whose button it is
 */
function rowOf(button, lines) {
  const userId = button.dataset.user ?? '';
  return { userId, label: lines.find((line) => line.userId === userId)?.runTitle ?? '' };
}
