import { LightningElement, api } from 'lwc';
import { fill } from 'c/rollcallText';

/**
 * One figure of the overview.
 *
 * @fires RollcallTile#action when its button is pressed
 */
export default class RollcallTile extends LightningElement {
  /** @type {string} what is counted */
  @api label = '';
  /** @type {number | undefined} the figure; undefined while it loads */
  @api value;
  /** @type {string | null | undefined} a time in place of a figure, ISO 8601; null for never */
  @api moment;
  /** @type {string} `error` or `warning` when the figure wants attention, else `neutral` */
  @api tone = 'neutral';
  /** @type {string[]} lines that explain the figure */
  @api notes = [];
  /** @type {string | undefined} text of a button; none without it */
  @api actionLabel;

  get figure() {
    return this.value === undefined || this.value === null ? '–' : fill('{0}', this.value);
  }

  /** Milliseconds, as lightning-relative-date-time takes them. */
  get momentValue() {
    return this.moment ? Date.parse(this.moment) : undefined;
  }

  get figureClass() {
    return `figure figure_${this.tone} ${this.momentValue ? 'figure_moment' : ''}`.trim();
  }

  handleAction() {
    this.dispatchEvent(new CustomEvent('action'));
  }
}
