/** What a status of a scan means, in words. */
import abort from '@salesforce/label/c.Rollcall_Ui_Scan_Abort';
import all from '@salesforce/label/c.Rollcall_Ui_Scan_All';
import changes from '@salesforce/label/c.Rollcall_Ui_Scan_Changes';
import deltaTitle from '@salesforce/label/c.Rollcall_Ui_Scan_Delta_Title';
import done from '@salesforce/label/c.Rollcall_Ui_Scan_Done';
import failed from '@salesforce/label/c.Rollcall_Ui_Scan_Failed';
import fullTitle from '@salesforce/label/c.Rollcall_Ui_Scan_Full_Title';
import last from '@salesforce/label/c.Rollcall_Ui_Scan_Last';
import more from '@salesforce/label/c.Rollcall_Ui_Scan_More';
import never from '@salesforce/label/c.Rollcall_Ui_Scan_Never';
import now from '@salesforce/label/c.Rollcall_Ui_Scan_Now';
import partly from '@salesforce/label/c.Rollcall_Ui_Scan_Partly';
import progress from '@salesforce/label/c.Rollcall_Ui_Scan_Progress';
import resume from '@salesforce/label/c.Rollcall_Ui_Scan_Resume';
import schedule from '@salesforce/label/c.Rollcall_Ui_Scan_Schedule';
import waiting from '@salesforce/label/c.Rollcall_Ui_Scan_Waiting';
import { fill } from 'c/rollcallText';

export const WORDS = {
  abort,
  all,
  changes,
  deltaTitle,
  fullTitle,
  last,
  more,
  now,
  progress,
  resume,
  schedule,
};

/** Values of `Scan_Run__c.Status__c` while a scan goes on. */
const RUNNING = ['Queued', 'Running'];

/** @typedef {import('@rollcall/apex').ScanStatus} ScanStatus */

/**
 * @param {ScanStatus | null} scan
 * @returns {boolean} whether the scan still changes
 */
export function isRunning(scan) {
  return scan !== null && !scan.finishedAt && RUNNING.includes(scan.status);
}

/**
 * @param {ScanStatus | null} scan
 * @returns {number} 0–100, by users
 */
export function percentOf(scan) {
  const total = scan?.usersTotal ?? 0;
  return total > 0 ? Math.min(100, Math.round((100 * (scan?.usersDone ?? 0)) / total)) : 0;
}

/**
 * @param {ScanStatus | null} scan
 * @returns {string | undefined} undefined after a scan that went well: its time says enough
 */
export function stateOf(scan) {
  if (!scan) {
    return never;
  }
  if (isRunning(scan)) {
    return scan.usersTotal ? fill(done, scan.usersDone ?? 0, scan.usersTotal) : waiting;
  }
  /** @type {Record<string, string>} */
  const words = { 'Completed With Errors': partly, Failed: failed };
  // An aborted scan says itself what to do (its message).
  return scan.status === 'Aborted' ? (scan.message ? '' : failed) : words[scan.status];
}
