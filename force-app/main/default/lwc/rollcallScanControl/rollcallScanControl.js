import { LightningElement, api } from 'lwc';
import getScanStatus from '@salesforce/apex/ProvisioningConsoleController.getScanStatus';
import startScan from '@salesforce/apex/ProvisioningConsoleController.startScan';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Scan_Error';
import failed from '@salesforce/label/c.Rollcall_Ui_Scan_Failed';
import finished from '@salesforce/label/c.Rollcall_Ui_Scan_Finished';
import last from '@salesforce/label/c.Rollcall_Ui_Scan_Last';
import never from '@salesforce/label/c.Rollcall_Ui_Scan_Never';
import now from '@salesforce/label/c.Rollcall_Ui_Scan_Now';
import progress from '@salesforce/label/c.Rollcall_Ui_Scan_Progress';
import running from '@salesforce/label/c.Rollcall_Ui_Scan_Running';
import waiting from '@salesforce/label/c.Rollcall_Ui_Scan_Waiting';
import usersMany from '@salesforce/label/c.Rollcall_Ui_Users_Many';
import usersOne from '@salesforce/label/c.Rollcall_Ui_Users_One';
import { fill, fillCount } from 'c/rollcallText';
import { after } from 'c/rollcallTimer';

/** Often enough to see it move, seldom enough to cost nothing. */
const POLL_MILLISECONDS = 2000;
/** `AsyncApexJob.Status` values after which a job does not change any more (Object Reference). */
const FINAL_STATUSES = ['Completed', 'Failed', 'Aborted'];

/** @typedef {import('@rollcall/apex').ScanStatus} ScanStatus */

/**
 * When the last scan was, the progress of a running one, and, for administrators, the button that starts
 * one.
 *
 * @fires RollcallScanControl#scanfinished when a running scan has ended
 */
export default class RollcallScanControl extends LightningElement {
  /** @type {boolean} whether the person may start a scan */
  @api canAdminister = false;

  label = { errorHeading, last, now, progress };
  /** @type {ScanStatus | null} */
  scan = null;
  /** @type {unknown} */
  error;
  announcement = '';
  isStarting = false;
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
    return Boolean(this.scan?.jobId && !this.scan.finishedAt && !FINAL_STATUSES.includes(this.scan.status));
  }

  get cannotStart() {
    return this.isRunning || this.isStarting;
  }

  /** @returns {number} 0–100 */
  get percent() {
    const { processed = 0, total = 0 } = this.scan ?? {};
    return total > 0 ? Math.round((100 * processed) / total) : 0;
  }

  get stateText() {
    if (this.isRunning) {
      return this.scan?.total ? fill(running, this.percent) : waiting;
    }
    if (!this.scan) {
      return never;
    }
    return this.hasFailed ? [failed, this.scan.message].filter(Boolean).join(' ') : undefined;
  }

  get hasFailed() {
    return this.scan?.status === 'Failed' || this.scan?.status === 'Aborted';
  }

  get finishedAt() {
    return this.scan?.finishedAt ? Date.parse(this.scan.finishedAt) : undefined;
  }

  get usersText() {
    return fillCount(this.scan?.users ?? 0, usersOne, usersMany);
  }

  async handleScan() {
    this.isStarting = true;
    this.error = undefined;
    try {
      this.follow(await startScan());
      this.announcement = this.stateText ?? '';
    } catch (error) {
      this.error = error;
    }
    this.isStarting = false;
  }

  handleRetry() {
    this.error = undefined;
    return this.isRunning ? this.poll() : this.handleScan();
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
      return;
    }
    if (!this.isRunning) {
      this.announcement = this.stateText ?? fill(finished, this.usersText);
      this.dispatchEvent(new CustomEvent('scanfinished'));
    }
  }
}
