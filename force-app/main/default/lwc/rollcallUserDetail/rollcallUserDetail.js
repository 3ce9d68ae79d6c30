import { LightningElement, api, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import getUserDetail from '@salesforce/apex/ProvisioningConsoleController.getUserDetail';
import MAY_DEPROVISION from '@salesforce/customPermission/SCIM_Rollcall_Deprovision';
import MAY_REMEDIATE from '@salesforce/customPermission/SCIM_Rollcall_Remediate';
import showAll from '@salesforce/label/c.Rollcall_Ui_ShowAll';
import { hasEnded } from 'c/rollcallFixFollow';
import RollcallFixModal from 'c/rollcallFixModal';
import { focusEntry } from 'c/rollcallFocus';
import RollcallLeaveModal from 'c/rollcallLeaveModal';
import { fill } from 'c/rollcallText';
import { figuresOf, findingSections, heldLines, userFacts } from './detailSections';
import { WORDS } from './detailWords';
import { recordPage, setupPage, userOfPage } from './userPages';

/** Enough to recognize the user's bundle; the rest is one press away. */
const FIRST_HELD = 5;

/**
 * @typedef {import('@rollcall/apex').UserDetail} UserDetail
 *
 * @typedef {object} RunningJob a job that goes on after its window was closed
 * @property {typeof import('lightning/modal').default} window
 * @property {string} correlationId
 */

/**
 * One provisioned user, evaluated live: why it counts as provisioned, what it is missing and why, what
 * nobody granted by rule, what it holds, what happened to it; and the windows that fix it and run the leaving
 * steps. A panel of the console, on the User record page, and a page of its own.
 *
 * @fires RollcallUserDetail#close when the person is done with this user
 * @fires RollcallUserDetail#evaluated with the fresh list row of the user
 * @fires RollcallUserDetail#fixed with `{ userId }` when something was changed
 */
export default class RollcallUserDetail extends NavigationMixin(LightningElement) {
  /** @type {boolean} shows the close button; a record page has nothing to go back to */
  @api closable = false;

  label = WORDS;
  mayRemediate = MAY_REMEDIATE === true;
  /** @type {string | null} */
  shownUserId = null;
  /** @type {UserDetail | null} */
  detail = null;
  /** @type {unknown} */
  error;
  isLoading = false;
  isOnPage = false;
  isOnRecordPage = false;
  isWindowOpen = false;
  showsAllHeld = false;
  /** Tells an answer that was overtaken by a later question. */
  question = 0;
  setupUrl = '';
  recordUrl = '';
  /** @type {RunningJob | null} */
  running = null;

  @wire(CurrentPageReference)
  handlePageReference(/** @type {any} */ pageReference) {
    const userId = userOfPage(pageReference);
    if (userId) {
      this.showUser(userId);
    }
  }

  /** @type {string | null} the user to show */
  @api
  get userId() {
    return this.shownUserId;
  }
  set userId(value) {
    this.showUser(value ?? null);
  }

  /** @type {string | null} the user of the record page this component is on */
  @api
  get recordId() {
    return this.shownUserId;
  }
  set recordId(value) {
    this.isOnRecordPage = Boolean(value);
    this.showUser(value ?? null);
  }

  connectedCallback() {
    this.isOnPage = true;
    this.load();
  }

  disconnectedCallback() {
    this.isOnPage = false;
    this.question += 1;
  }

  /** Moves the keyboard, and a screen reader, to the user. */
  @api
  focusHeading() {
    this.template?.querySelector('h2')?.focus();
  }

  get heading() {
    return this.detail?.user.name ?? this.label.heading;
  }

  get user() {
    return this.detail?.user;
  }

  /** Where else the user can be looked at; the record page needs no link to itself. */
  get links() {
    const setup = { id: 'setup', url: this.setupUrl, text: this.label.openInSetup };
    const record = { id: 'record', url: this.recordUrl, text: this.label.openRecord };
    return this.isOnRecordPage ? [setup] : [setup, record];
  }

  get figures() {
    return this.detail ? figuresOf(this.detail) : [];
  }

  get facts() {
    return this.detail ? userFacts(this.detail) : [];
  }

  get isOverdue() {
    return this.user?.isOverdue === true;
  }

  get sections() {
    return findingSections(this.detail?.findings ?? []);
  }

  /** Whether the person may fix, and something is there to be fixed. */
  get canFix() {
    return this.mayRemediate && this.detail?.findings.some(({ kind, canFix }) => kind === 'Missing' && canFix);
  }

  /** Who is inactive and holds nothing has left. */
  get canLeave() {
    return MAY_DEPROVISION === true && (this.user?.status !== 'Inactive' || Boolean(this.detail?.liveCount));
  }

  get hasActions() {
    return this.canFix || this.canLeave;
  }

  get unknowns() {
    return this.detail?.unknowns ?? [];
  }

  get hasUnknowns() {
    return this.unknowns.length > 0;
  }

  get isComplete() {
    return Boolean(this.detail) && !this.detail?.findings.some(({ kind }) => kind === 'Missing');
  }

  /** Whether there is nothing to do at all: only then is the tone a success. */
  get isClean() {
    return this.detail?.findings.length === 0;
  }

  get isEmpty() {
    return !this.detail && !this.error && !this.isLoading;
  }

  get heldCount() {
    return this.detail?.held.length ?? 0;
  }

  get heldLines() {
    const lines = heldLines(this.detail?.held ?? []);
    return this.showsAllHeld ? lines : lines.slice(0, FIRST_HELD);
  }

  get showAllHeldLabel() {
    return !this.showsAllHeld && this.heldCount > FIRST_HELD ? fill(showAll, this.heldCount) : undefined;
  }

  get evaluatedAt() {
    return this.user?.evaluatedAt ? Date.parse(this.user.evaluatedAt) : undefined;
  }

  get announcement() {
    if (this.isLoading) {
      return this.label.loading;
    }
    return this.user ? fill(this.label.loaded, this.user.name, this.user.missingCount) : '';
  }

  handleShowAllHeld() {
    this.showsAllHeld = true;
    return focusEntry(this.template, '.held li', FIRST_HELD);
  }

  handleRefresh() {
    return this.reload();
  }

  /** The button that was pressed goes away with the error; the keyboard goes to the user. */
  async handleRetry() {
    await this.load();
    this.focusHeading();
  }

  handleClose() {
    this.dispatchEvent(new CustomEvent('close'));
  }

  handleKeydown(/** @type {KeyboardEvent} */ event) {
    if (event.key === 'Escape' && this.closable) {
      event.stopPropagation();
      this.handleClose();
    }
  }

  handleFix() {
    return this.openFixing({ findingKeys: null, includeUnexpected: false }, '[data-id="fix"]');
  }

  /** What no rule grants is taken away only where a person asks for exactly that. */
  handleFixFinding(/** @type {CustomEvent<{ key: string, kind: string }>} */ event) {
    const { key, kind } = event.detail;
    return this.openFixing({ findingKeys: [key], includeUnexpected: kind === 'Unexpected' });
  }

  handleLeave() {
    return this.openWindow(RollcallLeaveModal, { userId: this.shownUserId }, '[data-id="leave"]');
  }

  handleShowJob() {
    const { window, correlationId } = /** @type {RunningJob} */ (this.running);
    return this.openWindow(window, { correlationId });
  }

  /**
   * @param {{ findingKeys: string[] | null, includeUnexpected: boolean }} wanted
   * @param {string} [opener] selector of the button that was pressed
   */
  openFixing(wanted, opener) {
    return this.openWindow(RollcallFixModal, { label: this.label.fix, userIds: [this.shownUserId], ...wanted }, opener);
  }

  /**
   * Opens a window and, once it is closed, shows the user as it is now. A job that still runs stays within reach. A
   * second press while a window opens does nothing; the buttons stay enabled, so that the keyboard can come back to them.
   *
   * @param {typeof import('lightning/modal').default} window
   * @param {Record<string, unknown>} properties
   * @param {string} [opener] selector of the button that gets the keyboard back
   */
  async openWindow(window, properties, opener) {
    if (this.isWindowOpen) {
      return;
    }
    /** @type {any} */
    let job = null;
    this.isWindowOpen = true;
    await window.open({
      size: 'medium',
      label: this.heading,
      ...properties,
      onprogress: (/** @type {CustomEvent} */ event) => {
        job = event.detail;
      },
    });
    this.isWindowOpen = false;
    if (job) {
      this.running = hasEnded(job) ? null : { window, correlationId: job.correlationId };
      await this.reload();
      this.dispatchEvent(new CustomEvent('fixed', { detail: { userId: this.shownUserId } }));
      this.focusHeading();
    } else if (opener) {
      /** @type {HTMLElement | null | undefined} */ (this.template?.querySelector(opener))?.focus();
    }
  }

  /**
   * @param {string | null} userId
   */
  showUser(userId) {
    if (userId === this.shownUserId) {
      return;
    }
    this.shownUserId = userId;
    this.detail = null;
    this.running = null;
    this.showsAllHeld = false;
    if (this.isOnPage) {
      this.load();
    }
  }

  /** Evaluates again, and reads the timeline again, which the evaluation may have added to. */
  async reload() {
    await this.load();
    const { timeline } = /** @type {{ timeline?: import('c/rollcallTimeline').default }} */ (this.refs ?? {});
    await timeline?.refresh();
  }

  async load() {
    this.question += 1;
    const question = this.question;
    this.error = undefined;
    if (!this.shownUserId) {
      this.isLoading = false;
      return;
    }
    this.isLoading = true;
    try {
      const userId = this.shownUserId;
      const [detail, setupUrl, recordUrl] = await Promise.all([
        getUserDetail({ userId }),
        this[NavigationMixin.GenerateUrl](setupPage(userId)),
        this[NavigationMixin.GenerateUrl](recordPage(userId)),
      ]);
      if (question === this.question) {
        this.detail = detail ?? null;
        this.setupUrl = setupUrl;
        this.recordUrl = recordUrl;
        this.isLoading = false;
        this.reportEvaluated();
      }
    } catch (error) {
      if (question === this.question) {
        this.detail = null;
        this.error = error;
        this.isLoading = false;
      }
    }
  }

  reportEvaluated() {
    if (this.detail) {
      this.dispatchEvent(new CustomEvent('evaluated', { detail: this.detail.user }));
    }
  }
}
