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
  /** @type {string} `error` or `warning` when the figure wants attention, else `neutral` */
  @api tone = 'neutral';
  /** @type {string[]} lines that explain the figure */
  @api notes = [];
  /** @type {string | undefined} text of a button; none without it */
  @api actionLabel;

  get figure() {
    return this.value === undefined || this.value === null ? '–' : fill('{0}', this.value);
  }

  get figureClass() {
    return `figure figure_${this.tone}`;
  }

  handleAction() {
    this.dispatchEvent(new CustomEvent('action'));
  }
}
