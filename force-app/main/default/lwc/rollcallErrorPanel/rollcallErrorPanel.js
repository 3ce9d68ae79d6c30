import { LightningElement, api } from 'lwc';
import tryAgain from '@salesforce/label/c.Rollcall_Ui_TryAgain';
import unknownError from '@salesforce/label/c.Rollcall_Ui_Error_Unknown';
import { reduceErrors } from 'c/rollcallErrors';

/**
 * Shows an error the same way everywhere: what did not work, what the platform said, a way to try again.
 *
 * @fires RollcallErrorPanel#retry when the person wants to try again
 */
export default class RollcallErrorPanel extends LightningElement {
  /** @type {string} what did not work, in the words of the screen */
  @api heading = '';
  /** @type {unknown} the error as it was caught or received from a wire */
  @api error;
  /** @type {boolean} hides the button where trying again cannot help */
  @api hideRetry = false;

  label = { tryAgain };

  get messages() {
    const messages = reduceErrors(this.error);
    return messages.length > 0 ? messages : [unknownError];
  }

  get showRetry() {
    return !this.hideRetry;
  }

  handleRetry() {
    this.dispatchEvent(new CustomEvent('retry'));
  }
}
