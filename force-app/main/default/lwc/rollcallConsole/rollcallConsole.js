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
import jobRuns from '@salesforce/label/c.Rollcall_Ui_Console_Fix_Runs';
import jobShow from '@salesforce/label/c.Rollcall_Ui_Detail_Job_Show';
import refresh from '@salesforce/label/c.Rollcall_Ui_Console_Refresh';
import sourcesNone from '@salesforce/label/c.Rollcall_Ui_Console_Sources_None';
import sourcesText from '@salesforce/label/c.Rollcall_Ui_Console_Sources';
import title from '@salesforce/label/c.Rollcall_Ui_Console_Title';
import entitlementsTab from '@salesforce/label/c.Rollcall_Ui_Tab_Entitlements';
import healthTab from '@salesforce/label/c.Rollcall_Ui_Tab_Health';
import leaversTab from '@salesforce/label/c.Rollcall_Ui_Tab_Leavers';
import overviewTab from '@salesforce/label/c.Rollcall_Ui_Tab_Overview';
import usersTab from '@salesforce/label/c.Rollcall_Ui_Tab_Users';
import fixTitle from '@salesforce/label/c.Rollcall_Ui_Fix_Title';
import { hasEnded } from 'c/rollcallFixFollow';
import RollcallFixModal from 'c/rollcallFixModal';
import { fill } from 'c/rollcallText';
import { watchNarrow } from 'c/rollcallViewport';
import { DEFAULT_VIEW, TABS, readState, sameView, writeState } from 'c/rollcallView';

/** Below this the detail takes the place of the list: side by side, neither could be read. */
const STACKED_REM = 79;
/** Below this, cards take the place of the table: its columns would break after every word. */
const COMPACT_REM = 60;

/**
 * @typedef {import('@rollcall/apex').ConsoleContext} ConsoleContext
 * @typedef {import('c/rollcallView').Tab} Tab
 * @typedef {import('c/rollcallView').View} View
 *
 * @typedef {{ refresh(): Promise<void> }} Refreshable
 * @typedef {object} Parts those that are on the page now
 * @property {Refreshable} [overview]
 * @property {import('c/rollcallUserList').default} [list]
 * @property {import('c/rollcallUserDetail').default} [detail]
 * @property {Refreshable} [entitlements]
 * @property {Refreshable} [leavers]
 * @property {Refreshable} [health]
 */

/**
 * The console: tabs for the overview, the users, entitlements, leavers and health. It owns the view and
 * keeps it in the URL; the parts below show what they are given and say what a person asked for.
 */
export default class RollcallConsole extends NavigationMixin(LightningElement) {
  label = {
    changesError,
    changesMore,
    entitlementsTab,
    errorHeading,
    healthTab,
    jobRuns,
    jobShow,
    leaversTab,
    overviewTab,
    refresh,
    title,
    usersTab,
  };
  /** @type {ConsoleContext | undefined} */
  context;
  /** @type {unknown} */
  error;
  /** @type {any} what the wire delivered, kept for refreshApex */
  wiredContext;
  /** @type {any} */
  pageReference;
  /** @type {Tab} */
  tab = 'overview';
  /** Whether the users tab has been open: its list keeps its rows and its place behind the other tabs. */
  hasShownUsers = false;
  /** @type {View} */
  view = DEFAULT_VIEW;
  /** @type {string | null} */
  openUserId = null;
  /** @type {unknown} */
  changesError;
  /** Whether so much has changed that only a scan can tell. */
  isScanDue = false;
  /** @type {string | null} a fix that goes on after its window was closed */
  runningFix = null;
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
    const { tab, view, userId } = readState(pageReference.state);
    this.showTab(tab);
    // What the list shows is in the URL of its own tab only; behind the others it stays as it was.
    if (tab === 'users') {
      if (!sameView(view, this.view)) {
        this.view = view;
      }
      this.openUserId = userId;
    }
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
    const { detail, list } = this.parts;
    // A tab that was never open renders its content later than the tab itself.
    if (this.focusNext === 'detail' && detail) {
      this.focusNext = undefined;
      detail.focusHeading();
    } else if (this.focusNext === 'row' && list) {
      this.focusNext = undefined;
      list.focusOpenedRow();
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

  get canRemediate() {
    return this.context?.canRemediate === true;
  }

  get canDeprovision() {
    return this.context?.canDeprovision === true;
  }

  get isOverview() {
    return this.tab === 'overview';
  }

  get isEntitlements() {
    return this.tab === 'entitlements';
  }

  get isLeavers() {
    return this.tab === 'leavers';
  }

  get isHealth() {
    return this.tab === 'health';
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

  /** A tab that becomes active because the URL says so is no step of the person. */
  handleTabActive(/** @type {Event & { target: { value: Tab } }} */ event) {
    const { value } = event.target;
    if (value !== this.tab && TABS.includes(value)) {
      this.openTab(value);
    }
  }

  handleTabOpen(/** @type {CustomEvent<{ tab: Tab }>} */ event) {
    this.openTab(event.detail.tab);
  }

  /** A figure counts the whole org, so nothing else may narrow the list behind it; the order stays. */
  handleShowUsers(/** @type {CustomEvent<Partial<View>>} */ event) {
    const { sortField, sortDirection } = this.view;
    this.view = { ...DEFAULT_VIEW, sortField, sortDirection, ...event.detail };
    this.openUserId = null;
    this.openTab('users');
  }

  handleUserOpen(/** @type {CustomEvent<{ userId: string }>} */ event) {
    const { userId } = event.detail;
    if (userId === this.openUserId && this.tab === 'users') {
      this.parts.detail?.focusHeading();
      return;
    }
    this.openUserId = userId;
    this.focusNext = 'detail';
    this.openTab('users');
  }

  handleFix(/** @type {CustomEvent<{ userIds: string[] }>} */ event) {
    const { userIds } = event.detail;
    return this.openFixing({ userIds, findingKeys: null, includeUnexpected: false });
  }

  handleShowJob() {
    return this.openFixing({ correlationId: this.runningFix });
  }

  /**
   * Opens the window that fixes. A job that still runs when the window is closed stays within reach.
   *
   * @param {Record<string, unknown>} properties what to fix, or the job to show
   */
  async openFixing(properties) {
    /** @type {any} */
    let job = null;
    await RollcallFixModal.open({
      size: 'medium',
      label: fixTitle,
      ...properties,
      onprogress: (/** @type {CustomEvent} */ event) => {
        job = event.detail;
      },
    });
    if (job) {
      this.runningFix = hasEnded(job) ? null : job.correlationId;
      this.parts.list?.clearSelection();
      await this.refreshAll();
    }
  }

  /** Something was fixed, or somebody left: what the other parts show is no longer true. */
  handleChanged() {
    return this.refreshAll();
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
    const { list, overview, entitlements, leavers, health } = this.parts;
    const parts = [overview, list, entitlements, leavers, health];
    await Promise.all([refreshApex(this.wiredContext), ...parts.map((part) => part?.refresh())]);
  }

  /** @param {Tab} tab */
  showTab(tab) {
    this.tab = tab;
    this.hasShownUsers = this.hasShownUsers || tab === 'users';
  }

  /**
   * Opens a tab with a step in the history.
   *
   * @param {Tab} tab
   */
  openTab(tab) {
    this.showTab(tab);
    this.navigate(false);
  }

  /**
   * Writes tab and view into the URL. Filters replace the history entry; opening and closing a user, and changing the tab
   * makes one, so that Back leads from the user to the list. Where a page has no reference (App Builder),
   * the console works without a URL.
   *
   * @param {boolean} replace
   */
  navigate(replace) {
    if (!this.pageReference) {
      return;
    }
    const state = writeState(this.pageReference.state, this.view, this.openUserId, this.tab);
    this[NavigationMixin.Navigate]({ ...this.pageReference, state }, replace);
  }
}
