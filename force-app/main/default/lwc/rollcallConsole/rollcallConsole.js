import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { refreshApex } from '@salesforce/apex';
import catchUp from '@salesforce/apex/ProvisioningConsoleController.catchUp';
import getContext from '@salesforce/apex/ProvisioningConsoleController.getContext';
import FORM_FACTOR from '@salesforce/client/formFactor';
import changesError from '@salesforce/label/c.Rollcall_Ui_Changes_Error';
import changesMore from '@salesforce/label/c.Rollcall_Ui_Changes_More';
import LOCALE from '@salesforce/i18n/locale';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Console_Error';
import refresh from '@salesforce/label/c.Rollcall_Ui_Console_Refresh';
import sourcesNone from '@salesforce/label/c.Rollcall_Ui_Console_Sources_None';
import sourcesText from '@salesforce/label/c.Rollcall_Ui_Console_Sources';
import title from '@salesforce/label/c.Rollcall_Ui_Console_Title';
import { fill } from 'c/rollcallText';
import { watchNarrow } from 'c/rollcallViewport';
import { DEFAULT_VIEW, readState, sameView, writeState } from 'c/rollcallView';

/** Below this the detail takes the place of the list: side by side, neither could be read. */
const STACKED_REM = 79;
/** Below this, cards take the place of the table: its columns would break after every word. */
const COMPACT_REM = 60;

/**
 * @typedef {import('@rollcall/apex').ConsoleContext} ConsoleContext
 * @typedef {import('c/rollcallView').View} View
 *
 * @typedef {object} Parts
 * @property {import('c/rollcallOverview').default} [overview]
 * @property {import('c/rollcallUserList').default} [list]
 * @property {import('c/rollcallUserDetail').default} [detail]
 */

/**
 * The console: figures, list and detail. It owns the view and keeps it in the URL; the parts below show
 * what they are given and say what a person asked for.
 */
export default class RollcallConsole extends NavigationMixin(LightningElement) {
  label = { changesError, changesMore, errorHeading, refresh, title };
  /** @type {ConsoleContext | undefined} */
  context;
  /** @type {unknown} */
  error;
  /** @type {any} what the wire delivered, kept for refreshApex */
  wiredContext;
  /** @type {any} */
  pageReference;
  /** @type {View} */
  view = DEFAULT_VIEW;
  /** @type {string | null} */
  openUserId = null;
  /** @type {unknown} */
  changesError;
  /** Whether so much has changed that only a scan can tell. */
  isScanDue = false;
  isRefreshing = false;
  isStacked = false;
  isNarrow = false;
  /** @type {'detail' | 'row' | undefined} where the keyboard goes once the page has changed */
  focusNext;
  /** @type {(() => void)[]} */
  stopWatching = [];

  @wire(getContext)
  handleContext(/** @type {{ data?: ConsoleContext, error?: unknown }} */ wired) {
    this.wiredContext = wired;
    this.error = wired.error;
    this.context = wired.data ?? (wired.error ? undefined : this.context);
  }

  @wire(CurrentPageReference)
  handlePageReference(/** @type {any} */ pageReference) {
    if (!pageReference) {
      return;
    }
    this.pageReference = pageReference;
    const { view, userId } = readState(pageReference.state);
    if (!sameView(view, this.view)) {
      this.view = view;
    }
    this.openUserId = userId;
  }

  connectedCallback() {
    this.handleOpened();
    this.stopWatching = [
      watchNarrow(STACKED_REM, (narrow) => {
        this.isStacked = narrow;
      }),
      watchNarrow(COMPACT_REM, (narrow) => {
        this.isNarrow = narrow;
      }),
    ];
  }

  disconnectedCallback() {
    this.stopWatching.forEach((stop) => stop());
  }

  renderedCallback() {
    const target = this.focusNext;
    this.focusNext = undefined;
    if (target === 'detail') {
      this.parts.detail?.focusHeading();
    } else if (target === 'row') {
      this.parts.list?.focusOpenedRow();
    }
  }

  /**
   * The parts that are on the page now.
   *
   * @returns {Parts}
   */
  get parts() {
    return /** @type {any} */ (this.refs ?? {});
  }

  /** By label, as a person looks for them; the org keeps them in the order of their developer names. */
  get sources() {
    return [...(this.context?.sources ?? [])].sort((left, right) => left.label.localeCompare(right.label, LOCALE));
  }

  get sourcesLine() {
    if (!this.context) {
      return '';
    }
    const labels = this.sources.map(({ label }) => label);
    return labels.length > 0 ? fill(sourcesText, labels.join(' · ')) : sourcesNone;
  }

  get lastScan() {
    return this.context?.lastScan ?? null;
  }

  get canAdminister() {
    return this.context?.canAdminister === true;
  }

  get isCompact() {
    return FORM_FACTOR === 'Small' || this.isNarrow;
  }

  /** Whether the detail has the page to itself. */
  get isDetailAlone() {
    return Boolean(this.openUserId) && (this.isStacked || this.isCompact);
  }

  /** Hidden, not removed: the list keeps its rows and its place for the way back. */
  get listClass() {
    return this.isDetailAlone ? 'list slds-hide' : 'list';
  }

  get overviewClass() {
    return this.isDetailAlone ? 'slds-hide' : '';
  }

  get workspaceClass() {
    return this.openUserId && !this.isDetailAlone ? 'workspace workspace_split' : 'workspace';
  }

  /** The button that was pressed goes away with the error; the keyboard goes to the title. */
  async handleRetry() {
    await this.handleRefresh();
    this.template?.querySelector('h1')?.focus();
  }

  async handleRefresh() {
    this.isRefreshing = true;
    await this.evaluateChanges();
    await this.refreshAll();
    this.isRefreshing = false;
  }

  handleViewChange(/** @type {CustomEvent<View>} */ event) {
    this.view = event.detail;
    this.navigate(true);
  }

  /** The figures count the whole org, so nothing else may narrow the list behind them. */
  handleShowUsers(/** @type {CustomEvent<{ show: View['show'] }>} */ event) {
    this.view = { ...this.view, search: '', source: '', show: event.detail.show };
    this.navigate(true);
  }

  handleUserOpen(/** @type {CustomEvent<{ userId: string }>} */ event) {
    const { userId } = event.detail;
    if (userId === this.openUserId) {
      this.parts.detail?.focusHeading();
      return;
    }
    this.openUserId = userId;
    this.focusNext = 'detail';
    this.navigate(false);
  }

  handleClose() {
    this.openUserId = null;
    this.focusNext = 'row';
    this.navigate(false);
  }

  handleEvaluated(/** @type {CustomEvent<import('@rollcall/apex').UserRow>} */ event) {
    this.parts.list?.replaceRow(event.detail);
  }

  handleScanFinished() {
    this.isScanDue = false;
    return this.refreshAll();
  }

  async handleOpened() {
    const evaluated = await this.evaluateChanges();
    if (evaluated > 0) {
      await this.refreshAll();
    }
  }

  /**
   * Has the org evaluate whom the identity provider created or changed since the last scan, so that a
   * user who arrived a moment ago is in the list.
   *
   * @returns {Promise<number>} how many users were evaluated
   */
  async evaluateChanges() {
    this.changesError = undefined;
    try {
      const changes = await catchUp();
      this.isScanDue = changes.more;
      return changes.evaluated;
    } catch (error) {
      this.changesError = error;
      return 0;
    }
  }

  async refreshAll() {
    const { list, overview } = this.parts;
    await Promise.all([refreshApex(this.wiredContext), overview?.refresh(), list?.refresh()]);
  }

  /**
   * Writes the view into the URL. Filters replace the history entry; opening and closing a user makes
   * one, so that Back leads from the user to the list. Where a page has no reference (App Builder),
   * the console works without a URL.
   *
   * @param {boolean} replace
   */
  navigate(replace) {
    if (!this.pageReference) {
      return;
    }
    const state = writeState(this.pageReference.state, this.view, this.openUserId);
    this[NavigationMixin.Navigate]({ ...this.pageReference, state }, replace);
  }
}
