import { LightningElement, api } from 'lwc';
import columnsLabel from '@salesforce/label/c.Rollcall_Ui_Columns';
import hint from '@salesforce/label/c.Rollcall_Ui_Columns_Hint';
import reset from '@salesforce/label/c.Rollcall_Ui_Columns_Reset';
import shown from '@salesforce/label/c.Rollcall_Ui_Columns_Shown';
import { COLUMN_OPTIONS, FIXED_COLUMN, columnsText, remember, shownColumns } from 'c/rollcallColumns';

/**
 * A button and, below it, the choice of columns. Each change applies at once.
 *
 * @fires RollcallColumnPicker#columnschange with `{ columns }` as a view has them
 */
export default class RollcallColumnPicker extends LightningElement {
  /** @type {string} the columns of the view */
  @api columns = '';

  label = { columnsLabel, hint, reset, shown };
  options = COLUMN_OPTIONS.filter(({ value }) => value !== FIXED_COLUMN);
  isOpen = false;

  get chosen() {
    return shownColumns(this.columns).filter((field) => field !== FIXED_COLUMN);
  }

  get expanded() {
    return this.isOpen ? 'true' : 'false';
  }

  handleToggle() {
    this.isOpen = !this.isOpen;
  }

  /** Escape closes what is open and gives the keyboard back to its button. */
  handleKey(/** @type {KeyboardEvent} */ event) {
    if (event.key === 'Escape' && this.isOpen) {
      event.stopPropagation();
      this.isOpen = false;
      /** @type {any} */ (this.template?.querySelector('[data-id="toggle"]'))?.focus();
    }
  }

  handleChange(/** @type {CustomEvent<{ value: string[] }>} */ event) {
    this.report(columnsText(event.detail.value));
  }

  handleReset() {
    this.report('');
  }

  /**
   * @param {string} columns
   */
  report(columns) {
    remember(columns);
    this.dispatchEvent(new CustomEvent('columnschange', { detail: { columns } }));
  }
}
