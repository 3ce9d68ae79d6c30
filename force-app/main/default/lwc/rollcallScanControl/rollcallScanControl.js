import { LightningElement, api } from 'lwc';
import abortScan from '@salesforce/apex/ProvisioningConsoleController.abortScan';
import getScanStatus from '@salesforce/apex/ProvisioningConsoleController.getScanStatus';
import resumeScan from '@salesforce/apex/ProvisioningConsoleController.resumeScan';
import startScan from '@salesforce/apex/ProvisioningConsoleController.startScan';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Scan_Error';
import finished from '@salesforce/label/c.Rollcall_Ui_Scan_Finished';
import scheduleSaved from '@salesforce/label/c.Rollcall_Ui_Schedule_Saved';
import usersMany from '@salesforce/label/c.Rollcall_Ui_Users_Many';
import usersOne from '@salesforce/label/c.Rollcall_Ui_Users_One';
import RollcallScheduleModal from 'c/rollcallScheduleModal';
import { fill, fillCount } from 'c/rollcallText';
import { after } from 'c/rollcallTimer';
import { WORDS, isRunning, percentOf, stateOf } from './scanState';

/** Often enough to see it move, seldom enough to cost nothing. */
const POLL_MILLISECONDS = 2000;

/** @typedef {import('@rollcall/apex').ScanStatus} ScanStatus */

/**
 * When the last scan was and what came of it, the progress of a running one, and, for administrators, the buttons that
 * start, abort, resume and schedule scans.
 *
 * @fires RollcallScanControl#scanfinished when a running scan has ended
 */
export default class RollcallScanControl extends LightningElement {
  /** @type {boolean} whether the person may start a scan */
  @api canAdminister = false;

  label = { ...WORDS, errorHeading };
  /** @type {ScanStatus | null} */
  scan = null;
  /** @type {unknown} */
  error;
  /** @type {() => unknown} what to do when a person tries again after an error */
  retry = () => this.poll();
  announcement = '';
  isAsking = false;
  isOnPage = false;
  /** @type {(() => void) | undefined} */
  cancelPoll;

  /** @type {ScanStatus | null} the last scan as the console knows it; a running one is followed */
  @api
  get lastScan() {
    return this.scan;
  }
  set lastScan(value) {
    if (!this.isRunning) {
      this.follow(value ?? null);
    }
  }

  connectedCallback() {
    this.isOnPage = true;
    this.follow(this.scan);
  }

  disconnectedCallback() {
    this.isOnPage = false;
    this.cancelPoll?.();
  }

  get isRunning() {
    return isRunning(this.scan);
  }

  get canStart() {
    return this.canAdminister && !this.isRunning;
  }

  get canAbort() {
    return this.canAdminister && this.isRunning;
  }

  get canResume() {
    return this.canStart && this.scan?.canResume === true;
  }

  get hasNoBase() {
    return this.scan?.canDelta !== true;
  }

  get startTitle() {
    return this.hasNoBase ? WORDS.fullTitle : WORDS.deltaTitle;
  }

  /** @returns {number} 0–100 */
  get percent() {
    return percentOf(this.scan);
  }

  /** After a scan that went well its time says enough. */
  get isSettled() {
    return this.stateText === undefined;
  }

  get stateText() {
    return stateOf(this.scan);
  }

  /** What an administrator should know about the scan, for example why it takes everybody. */
  get note() {
    return this.scan?.message;
  }

  get finishedAt() {
    return this.scan?.finishedAt ? Date.parse(this.scan.finishedAt) : undefined;
  }

  get usersText() {
    return fillCount(this.scan?.users ?? 0, usersOne, usersMany);
  }

  /** Those who changed, where that is possible: it takes seconds. */
  handleScan() {
    return this.start(this.hasNoBase ? 'Full' : 'Delta');
  }

  handleMenu(/** @type {CustomEvent<{ value: string }>} */ event) {
    const { value } = event.detail;
    if (value === 'Full' || value === 'Delta') {
      return this.start(value);
    }
    // The menu gives the focus back to its button first; the window takes it from there, and returns it there.
    after(0, () => this.openSchedule());
    return undefined;
  }

  handleResume() {
    return this.ask(resumeScan);
  }

  handleAbort() {
    return this.ask(abortScan);
  }

  handleRetry() {
    this.error = undefined;
    return this.retry();
  }

  /**
   * @param {import('@rollcall/apex').ScanKind} kind
   */
  start(kind) {
    return this.ask(() => startScan({ kind }));
  }

  async openSchedule() {
    const saved = await RollcallScheduleModal.open({ size: 'small', label: WORDS.schedule });
    this.announcement = saved ? scheduleSaved : '';
  }

  /**
   * Asks the org for something that changes the state of the scan, and follows what it answers.
   *
   * @param {() => Promise<ScanStatus | null>} call
   */
  async ask(call) {
    const wasRunning = this.isRunning;
    this.isAsking = true;
    this.error = undefined;
    try {
      this.follow(await call());
      this.announcement = [this.stateText, this.note].filter(Boolean).join(' ');
    } catch (error) {
      this.error = error;
      this.retry = () => this.ask(call);
    }
    this.isAsking = false;
    if (wasRunning && !this.isRunning) {
      this.dispatchEvent(new CustomEvent('scanfinished'));
    }
  }

  /**
   * Shows a status and, as long as the scan runs, asks for the next one.
   *
   * @param {ScanStatus | null} scan
   */
  follow(scan) {
    this.scan = scan;
    this.cancelPoll?.();
    if (this.isRunning && this.isOnPage) {
      this.cancelPoll = after(POLL_MILLISECONDS, () => this.poll());
    }
  }

  async poll() {
    try {
      this.follow(await getScanStatus());
    } catch (error) {
      this.error = error;
      this.retry = () => this.poll();
      return;
    }
    if (!this.isRunning) {
      this.announcement = this.stateText ?? fill(finished, this.usersText);
      this.dispatchEvent(new CustomEvent('scanfinished'));
    }
  }
}
