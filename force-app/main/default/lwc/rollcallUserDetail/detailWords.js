/** The words around one user. */
import close from '@salesforce/label/c.Rollcall_Ui_Detail_Close';
import empty from '@salesforce/label/c.Rollcall_Ui_Detail_Empty';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Detail_Error';
import evaluatedNow from '@salesforce/label/c.Rollcall_Ui_Detail_Evaluated';
import expires from '@salesforce/label/c.Rollcall_Ui_Held_Expires';
import fix from '@salesforce/label/c.Rollcall_Ui_Detail_Fix';
import heading from '@salesforce/label/c.Rollcall_Ui_Detail_Heading';
import held from '@salesforce/label/c.Rollcall_Ui_Section_Held';
import heldNone from '@salesforce/label/c.Rollcall_Ui_Section_Held_None';
import jobRuns from '@salesforce/label/c.Rollcall_Ui_Detail_Job_Runs';
import jobShow from '@salesforce/label/c.Rollcall_Ui_Detail_Job_Show';
import leave from '@salesforce/label/c.Rollcall_Ui_Detail_Leave';
import loaded from '@salesforce/label/c.Rollcall_Ui_Detail_Loaded';
import loading from '@salesforce/label/c.Rollcall_Ui_Loading';
import newTab from '@salesforce/label/c.Rollcall_Ui_Detail_Setup_NewTab';
import nothingMissing from '@salesforce/label/c.Rollcall_Ui_Detail_Nothing_Missing';
import openInSetup from '@salesforce/label/c.Rollcall_Ui_Detail_Setup';
import openRecord from '@salesforce/label/c.Rollcall_Ui_Detail_Record';
import overdue from '@salesforce/label/c.Rollcall_Ui_Leavers_Overdue';
import refresh from '@salesforce/label/c.Rollcall_Ui_Detail_Refresh';

export const WORDS = {
  close,
  empty,
  errorHeading,
  evaluatedNow,
  expires,
  fix,
  heading,
  held,
  heldNone,
  jobRuns,
  jobShow,
  leave,
  loaded,
  loading,
  newTab,
  nothingMissing,
  openInSetup,
  openRecord,
  overdue,
  refresh,
};
