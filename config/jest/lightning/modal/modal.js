import { LightningElement, api } from 'lwc';

/**
 * Stands in for `lightning/modal` in LWC suites, which `sfdx-lwc-jest` has no stub for. The suite puts the component on
 * the page itself; `close` tells what the modal would have handed to whoever opened it.
 */
export default class LightningModal extends LightningElement {
  @api label = '';
  @api size = 'medium';
  @api description = '';
  @api disableClose = false;

  static open = jest.fn();

  @api
  close(result) {
    this.dispatchEvent(new CustomEvent('closed', { detail: result }));
  }
}
