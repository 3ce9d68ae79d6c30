/** The words of the fixing window. */
import again from '@salesforce/label/c.Rollcall_Ui_Fix_Again';
import allBlocked from '@salesforce/label/c.Rollcall_Ui_Fix_AllBlocked';
import apply from '@salesforce/label/c.Rollcall_Ui_Fix_Apply';
import back from '@salesforce/label/c.Rollcall_Ui_Fix_Back';
import cancel from '@salesforce/label/c.Rollcall_Ui_Fix_Cancel';
import check from '@salesforce/label/c.Rollcall_Ui_Fix_Check';
import checked from '@salesforce/label/c.Rollcall_Ui_Fix_Checked';
import checkedNote from '@salesforce/label/c.Rollcall_Ui_Fix_Checked_Note';
import close from '@salesforce/label/c.Rollcall_Ui_Fix_Close';
import confirm from '@salesforce/label/c.Rollcall_Ui_Fix_Confirm';
import confirmMissing from '@salesforce/label/c.Rollcall_Ui_Fix_Confirm_Missing';
import ended from '@salesforce/label/c.Rollcall_Ui_Fix_Ended';
import endedPartly from '@salesforce/label/c.Rollcall_Ui_Fix_Ended_Partly';
import failedNote from '@salesforce/label/c.Rollcall_Ui_Fix_Failed_Note';
import followError from '@salesforce/label/c.Rollcall_Ui_Fix_Follow_Error';
import goesOn from '@salesforce/label/c.Rollcall_Ui_Fix_GoesOn';
import justification from '@salesforce/label/c.Rollcall_Ui_Fix_Justification';
import justificationHelp from '@salesforce/label/c.Rollcall_Ui_Fix_Justification_Help';
import justificationMissing from '@salesforce/label/c.Rollcall_Ui_Fix_Justification_Missing';
import loading from '@salesforce/label/c.Rollcall_Ui_Loading';
import nothing from '@salesforce/label/c.Rollcall_Ui_Fix_Nothing';
import planError from '@salesforce/label/c.Rollcall_Ui_Fix_Plan_Error';
import planHeading from '@salesforce/label/c.Rollcall_Ui_Fix_Plan';
import privilegedText from '@salesforce/label/c.Rollcall_Ui_Fix_Privileged_Text';
import progress from '@salesforce/label/c.Rollcall_Ui_Fix_Progress';
import running from '@salesforce/label/c.Rollcall_Ui_Fix_Running';
import seatsEnough from '@salesforce/label/c.Rollcall_Ui_Fix_Seats_Enough';
import seatsShort from '@salesforce/label/c.Rollcall_Ui_Fix_Seats_Short';
import seatsUnlimited from '@salesforce/label/c.Rollcall_Ui_Fix_Seats_Unlimited';
import summary from '@salesforce/label/c.Rollcall_Ui_Fix_Summary';
import title from '@salesforce/label/c.Rollcall_Ui_Fix_Title';
import warning from '@salesforce/label/c.Rollcall_Ui_Warning';
import { fill } from 'c/rollcallText';

export const WORDS = {
  again,
  allBlocked,
  apply,
  back,
  cancel,
  check,
  close,
  confirm,
  confirmMissing,
  followError,
  goesOn,
  justification,
  justificationHelp,
  justificationMissing,
  loading,
  nothing,
  planError,
  privilegedText,
  progress,
  summary,
  title,
};

/** @type {Record<string, string | undefined>} what the window shows, by state; the outcome has its own words */
export const HEADINGS = { plan: planHeading, running };

/**
 * @typedef {import('@rollcall/apex-user').Outcome} Outcome
 * @typedef {import('@rollcall/apex-user').SeatNeed} SeatNeed
 */

/**
 * @param {Outcome | null} outcome
 * @returns {string}
 */
export function endedText(outcome) {
  if (outcome?.isDryRun) {
    return checked;
  }
  const isWhole = outcome?.status === 'Finished' && outcome.failed === 0 && outcome.skipped === 0;
  return isWhole ? ended : endedPartly;
}

/**
 * @param {Outcome | null} outcome
 * @returns {string | undefined} what else there is to know about how the job ended
 */
export function outcomeText(outcome) {
  if (outcome?.status === 'Failed') {
    return failedNote;
  }
  return outcome?.isDryRun ? checkedNote : undefined;
}

/**
 * @param {SeatNeed} seat
 */
export function seatLine(seat) {
  const text = seat.isEnough ? seatsEnough : seatsShort;
  return {
    name: seat.name,
    text:
      seat.free === null
        ? fill(seatsUnlimited, seat.label, seat.needed)
        : fill(text, seat.label, seat.needed, seat.free),
    icon: seat.isEnough ? 'utility:success' : 'utility:warning',
    variant: seat.isEnough ? 'success' : 'warning',
    iconText: seat.isEnough ? undefined : warning,
  };
}
