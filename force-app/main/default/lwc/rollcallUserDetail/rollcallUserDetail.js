import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import getUserDetail from '@salesforce/apex/ProvisioningConsoleController.getUserDetail';
import close from '@salesforce/label/c.Rollcall_Ui_Detail_Close';
import empty from '@salesforce/label/c.Rollcall_Ui_Detail_Empty';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Detail_Error';
import evaluatedNow from '@salesforce/label/c.Rollcall_Ui_Detail_Evaluated';
import headingLoading from '@salesforce/label/c.Rollcall_Ui_Detail_Heading';
import loaded from '@salesforce/label/c.Rollcall_Ui_Detail_Loaded';
import newTab from '@salesforce/label/c.Rollcall_Ui_Detail_Setup_NewTab';
import nothingMissing from '@salesforce/label/c.Rollcall_Ui_Detail_Nothing_Missing';
import openInSetup from '@salesforce/label/c.Rollcall_Ui_Detail_Setup';
import refresh from '@salesforce/label/c.Rollcall_Ui_Detail_Refresh';
import showAll from '@salesforce/label/c.Rollcall_Ui_ShowAll';
import loading from '@salesforce/label/c.Rollcall_Ui_Loading';
import held from '@salesforce/label/c.Rollcall_Ui_Section_Held';
import heldNone from '@salesforce/label/c.Rollcall_Ui_Section_Held_None';
import { fill } from 'c/rollcallText';
import { findingSections, heldLines, userFacts } from './detailSections';

/** Enough to recognize the user's bundle; the rest is one press away. */
const FIRST_HELD = 5;

/**
 * @typedef {import('@rollcall/apex').UserDetail} UserDetail
 */

/**
 * One provisioned user, evaluated live: why it counts as provisioned, what it is missing and why, what
 * nobody granted by rule, what it holds. A panel of the console, and on the User record page.
 *
 * @fires RollcallUserDetail#close when the person is done with this user
 * @fires RollcallUserDetail#evaluated with the fresh list row of the user
 */
export default class RollcallUserDetail extends NavigationMixin(LightningElement) {
  /** @type {boolean} shows the close button; a record page has nothing to go back to */
  @api closable = false;

  label = {
    close,
    empty,
    errorHeading,
    evaluatedNow,
    held,
    heldNone,
    loading,
    newTab,
    nothingMissing,
    openInSetup,
    refresh,
  };
  /** @type {string | null} */
  shownUserId = null;
  /** @type {UserDetail | null} */
  detail = null;
  /** @type {unknown} */
  error;
  isLoading = false;
  isOnPage = false;
  showsAllHeld = false;
  /** Tells an answer that was overtaken by a later question. */
  question = 0;
  setupUrl = '';

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
    return this.detail?.user.name ?? headingLoading;
  }

  get user() {
    return this.detail?.user;
  }

  get facts() {
    return this.detail ? userFacts(this.detail) : [];
  }

  get sections() {
    return findingSections(this.detail?.findings ?? []);
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
      return loading;
    }
    return this.user ? fill(loaded, this.user.name, this.user.missingCount) : '';
  }

  handleShowAllHeld() {
    this.showsAllHeld = true;
  }

  handleRefresh() {
    return this.load();
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

  /**
   * @param {string | null} userId
   */
  showUser(userId) {
    if (userId === this.shownUserId) {
      return;
    }
    this.shownUserId = userId;
    this.detail = null;
    this.showsAllHeld = false;
    if (this.isOnPage) {
      this.load();
    }
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
      const [detail, setupUrl] = await Promise.all([
        getUserDetail({ userId }),
        this[NavigationMixin.GenerateUrl](setupPage(userId)),
      ]);
      if (question === this.question) {
        this.detail = detail ?? null;
        this.setupUrl = setupUrl;
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

/**
 * The user's page in Setup. There is no page reference type for it: `standard__recordPage` of a User is
 * the profile page.
 *
 * @param {string} userId
 */
function setupPage(userId) {
  const address = encodeURIComponent(`/${userId}?noredirect=1&isUserEntityOverride=1`);
  return {
    type: 'standard__webPage',
    attributes: { url: `/lightning/setup/ManageUsers/page?address=${address}` },
  };
}
