/** The words of the leaving window. */
import again from '@salesforce/label/c.Rollcall_Ui_Leave_Resume';
import back from '@salesforce/label/c.Rollcall_Ui_Leave_Back';
import cancel from '@salesforce/label/c.Rollcall_Ui_Fix_Cancel';
import check from '@salesforce/label/c.Rollcall_Ui_Fix_Check';
import checked from '@salesforce/label/c.Rollcall_Ui_Fix_Checked';
import checkedNote from '@salesforce/label/c.Rollcall_Ui_Fix_Checked_Note';
import close from '@salesforce/label/c.Rollcall_Ui_Fix_Close';
import confirm from '@salesforce/label/c.Rollcall_Ui_Leave_Confirm';
import confirmMissing from '@salesforce/label/c.Rollcall_Ui_Leave_Confirm_Missing';
import consequence from '@salesforce/label/c.Rollcall_Ui_Leave_Consequence';
import consequenceInactive from '@salesforce/label/c.Rollcall_Ui_Leave_Consequence_Inactive';
import deadline from '@salesforce/label/c.Rollcall_Ui_Leave_Deadline';
import ended from '@salesforce/label/c.Rollcall_Ui_Leave_Ended';
import endedPartly from '@salesforce/label/c.Rollcall_Ui_Leave_Ended_Partly';
import followError from '@salesforce/label/c.Rollcall_Ui_Fix_Follow_Error';
import goesOn from '@salesforce/label/c.Rollcall_Ui_Fix_GoesOn';
import justification from '@salesforce/label/c.Rollcall_Ui_Fix_Justification';
import justificationHelp from '@salesforce/label/c.Rollcall_Ui_Fix_Justification_Help';
import justificationMissing from '@salesforce/label/c.Rollcall_Ui_Leave_Justification_Missing';
import loading from '@salesforce/label/c.Rollcall_Ui_Loading';
import planError from '@salesforce/label/c.Rollcall_Ui_Leave_Plan_Error';
import planHeading from '@salesforce/label/c.Rollcall_Ui_Leave_Plan';
import privilegedText from '@salesforce/label/c.Rollcall_Ui_Leave_Privileged';
import resumeNote from '@salesforce/label/c.Rollcall_Ui_Leave_Resume_Note';
import running from '@salesforce/label/c.Rollcall_Ui_Leave_Running';
import start from '@salesforce/label/c.Rollcall_Ui_Leave_Start';
import successor from '@salesforce/label/c.Rollcall_Ui_Leave_Successor';
import successorCheck from '@salesforce/label/c.Rollcall_Ui_Leave_Successor_Check';
import successorHelp from '@salesforce/label/c.Rollcall_Ui_Leave_Successor_Help';
import successorIs from '@salesforce/label/c.Rollcall_Ui_Leave_Successor_Is';
import successorPlaceholder from '@salesforce/label/c.Rollcall_Ui_Leave_Successor_Placeholder';
import successorUnchecked from '@salesforce/label/c.Rollcall_Ui_Leave_Successor_Unchecked';
import title from '@salesforce/label/c.Rollcall_Ui_Leave_Title';
import titleOf from '@salesforce/label/c.Rollcall_Ui_Leave_Title_Of';

export const WORDS = {
  again,
  back,
  cancel,
  check,
  close,
  confirm,
  confirmMissing,
  consequence,
  consequenceInactive,
  deadline,
  followError,
  justification,
  justificationHelp,
  justificationMissing,
  loading,
  planError,
  privilegedText,
  start,
  successor,
  successorCheck,
  successorHelp,
  successorIs,
  successorPlaceholder,
  successorUnchecked,
  title,
  titleOf,
};

/** @type {Record<string, string | undefined>} what the window shows, by state; the outcome has its own words */
export const HEADINGS = { plan: planHeading, running };

/** @typedef {import('@rollcall/apex-user').LeaveOutcome} LeaveOutcome */

/** What counts as well done. */
const GOOD = ['Done', 'Already Done', 'Would Succeed', 'Skipped'];

/**
 * @param {LeaveOutcome | null} outcome
 * @returns {string}
 */
export function endedText(outcome) {
  if (outcome?.isDryRun) {
    return checked;
  }
  const isWhole = outcome?.status === 'Finished' && outcome.steps.every((step) => GOOD.includes(step.outcome));
  return isWhole ? ended : endedPartly;
}

/**
 * @param {LeaveOutcome | null} outcome
 * @param {boolean} isRunning
 * @returns {string | undefined} what else there is to know
 */
export function outcomeText(outcome, isRunning) {
  if (isRunning) {
    return goesOn;
  }
  if (outcome?.isDryRun) {
    return checkedNote;
  }
  return outcome?.resumable ? resumeNote : undefined;
}
