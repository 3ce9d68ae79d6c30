import { LightningElement, api } from 'lwc';
import empty from '@salesforce/label/c.Rollcall_Ui_Newest_Empty';
import heading from '@salesforce/label/c.Rollcall_Ui_Newest_Heading';
import lacks from '@salesforce/label/c.Rollcall_Ui_Newest_Lacks';
import more from '@salesforce/label/c.Rollcall_Ui_Newest_More';
import { severityTerm } from 'c/rollcallTerms';
import { fill } from 'c/rollcallText';

/**
 * Gaps that opened within the last 24 hours: a short list, each of whose users can be opened.
 *
 * @fires RollcallNewestGaps#useropen with `{ userId }` when a user is to be opened
 */
export default class RollcallNewestGaps extends LightningElement {
  /** @type {import('@rollcall/apex').Gaps | undefined} */
  @api gaps;

  label = { empty, heading };

  get rows() {
    return (this.gaps?.newest ?? []).map((gap) => ({
      ...gap,
      lacks: fill(lacks, gap.label, gap.typeLabel, gap.reasonLabel),
      term: severityTerm(gap.severity),
      since: Date.parse(gap.firstSeen),
    }));
  }

  get isEmpty() {
    return this.rows.length === 0;
  }

  get moreText() {
    const hidden = (this.gaps?.newestTotal ?? 0) - this.rows.length;
    return hidden > 0 ? fill(more, hidden) : undefined;
  }

  handleOpen(/** @type {Event & { currentTarget: HTMLElement }} */ event) {
    const { userId } = event.currentTarget.dataset;
    this.dispatchEvent(new CustomEvent('useropen', { detail: { userId } }));
  }
}
