import { LightningElement, api } from 'lwc';
import done from '@salesforce/label/c.Rollcall_Ui_First_Done';
import heading from '@salesforce/label/c.Rollcall_Ui_First_Heading';
import intro from '@salesforce/label/c.Rollcall_Ui_First_Intro';
import openMetadata from '@salesforce/label/c.Rollcall_Ui_First_Open_Metadata';
import openUsers from '@salesforce/label/c.Rollcall_Ui_First_Open_Users';
import rules from '@salesforce/label/c.Rollcall_Ui_First_Rules';
import rulesText from '@salesforce/label/c.Rollcall_Ui_First_Rules_Text';
import scan from '@salesforce/label/c.Rollcall_Ui_First_Scan';
import scanText from '@salesforce/label/c.Rollcall_Ui_First_Scan_Text';
import source from '@salesforce/label/c.Rollcall_Ui_First_Source';
import sourceText from '@salesforce/label/c.Rollcall_Ui_First_Source_Text';
import user from '@salesforce/label/c.Rollcall_Ui_First_User';
import userText from '@salesforce/label/c.Rollcall_Ui_First_User_Text';

/** Pages of Setup, as Lightning Experience addresses them (Salesforce Help, "Setup" page addresses). */
const USERS = { url: '/lightning/setup/ManageUsers/home', label: openUsers };
const CUSTOM_METADATA = { url: '/lightning/setup/CustomMetadata/home', label: openMetadata };

/** What to do, in order, before the console has anything to show. */
export default class RollcallFirstRun extends LightningElement {
  /** @type {boolean} whether a source is active */
  @api hasSources = false;
  /** @type {boolean} whether a scan has completed */
  @api hasScan = false;

  label = { heading, intro };

  get steps() {
    return [
      step('user', { title: user, text: userText, link: USERS, isDone: this.hasSources }),
      step('source', { title: source, text: sourceText, link: CUSTOM_METADATA, isDone: this.hasSources }),
      step('rules', { title: rules, text: rulesText, link: CUSTOM_METADATA }),
      step('scan', { title: scan, text: scanText, isDone: this.hasScan }),
    ];
  }
}

/**
 * @param {string} key
 * @param {{ title: string, text: string, link?: { url: string, label: string }, isDone?: boolean }} content without `isDone` the
 *   console cannot tell
 */
function step(key, { title, text, link, isDone }) {
  return {
    key,
    title,
    text,
    link,
    isDone,
    state: done,
  };
}
