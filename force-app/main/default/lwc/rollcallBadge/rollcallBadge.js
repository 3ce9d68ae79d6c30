import { LightningElement, api } from 'lwc';

const TONES = ['error', 'warning', 'success', 'info', 'neutral'];

/** A short state in words. The tone only repeats what the words or the icon's text already say. */
export default class RollcallBadge extends LightningElement {
  /** @type {string} the words */
  @api label = '';
  /** @type {string} `error`, `warning`, `success`, `info` or `neutral` */
  @api tone = 'neutral';
  /** @type {string | undefined} SLDS icon name */
  @api iconName;
  /** @type {string | undefined} what the icon says to those who do not see it */
  @api iconText;

  get badgeClass() {
    return `badge badge_${TONES.includes(this.tone) ? this.tone : 'neutral'}`;
  }
}
