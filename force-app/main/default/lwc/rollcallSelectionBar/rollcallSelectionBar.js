import { LightningElement, api } from 'lwc';
import clear from '@salesforce/label/c.Rollcall_Ui_Selection_Clear';
import exportSelected from '@salesforce/label/c.Rollcall_Ui_Selection_Export';
import fix from '@salesforce/label/c.Rollcall_Ui_Selection_Fix';
import region from '@salesforce/label/c.Rollcall_Ui_Selection';
import selectAll from '@salesforce/label/c.Rollcall_Ui_Selection_All';
import selectFirst from '@salesforce/label/c.Rollcall_Ui_Selection_First';
import usersMany from '@salesforce/label/c.Rollcall_Ui_Selection_Many';
import usersOne from '@salesforce/label/c.Rollcall_Ui_Selection_One';
import { fill, fillCount } from 'c/rollcallText';

/**
 * How many users are selected, and what can be done with them.
 *
 * @fires RollcallSelectionBar#selectall when everybody who matches is to be selected
 * @fires RollcallSelectionBar#fix
 * @fires RollcallSelectionBar#export
 * @fires RollcallSelectionBar#clear
 */
export default class RollcallSelectionBar extends LightningElement {
  /** @type {number} */
  @api count = 0;
  /** @type {number} all that match */
  @api total = 0;
  /** @type {number} how many can be selected at a time */
  @api most = 0;
  /** @type {boolean} whether the person may fix */
  @api canFix = false;
  /** @type {boolean} while everybody is being selected */
  @api isBusy = false;

  label = { clear, exportSelected, fix, region };

  get countText() {
    return fillCount(this.count, usersOne, usersMany);
  }

  get canSelectMore() {
    return this.count < Math.min(this.total, this.most);
  }

  get selectAllLabel() {
    return this.total > this.most ? fill(selectFirst, this.most) : fill(selectAll, this.total);
  }

  handleSelectAll() {
    this.dispatchEvent(new CustomEvent('selectall'));
  }

  handleFix() {
    this.dispatchEvent(new CustomEvent('fix'));
  }

  handleExport() {
    this.dispatchEvent(new CustomEvent('export'));
  }

  handleClear() {
    this.dispatchEvent(new CustomEvent('clear'));
  }
}
