import { LightningElement, api } from 'lwc';

/**
 * Stands in for `lightning/datatable` in LWC suites, as the stub of `sfdx-lwc-jest` does, which lacks
 * `aria-label` (the real table takes it as a property and puts it on its grid) and `scrollToTop`.
 */
export default class Datatable extends LightningElement {
  @api ariaLabel;
  @api columns;
  @api data;
  @api defaultSortDirection;
  @api enableInfiniteLoading;
  @api hideCheckboxColumn;
  @api isLoading;
  @api keyField;
  @api minColumnWidth;
  @api selectedRows;
  @api sortedBy;
  @api sortedDirection;
  @api suppressBottomBar;
  @api scrollToTop() {}
}
