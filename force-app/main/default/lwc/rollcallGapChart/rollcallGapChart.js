import { LightningElement, api } from 'lwc';
import critical from '@salesforce/label/c.Rollcall_Ui_Chart_Critical';
import empty from '@salesforce/label/c.Rollcall_Ui_Chart_Empty';
import heading from '@salesforce/label/c.Rollcall_Ui_Chart_Heading';
import legendCritical from '@salesforce/label/c.Rollcall_Ui_Chart_Legend_Critical';
import legendOther from '@salesforce/label/c.Rollcall_Ui_Chart_Legend_Other';
import missing from '@salesforce/label/c.Rollcall_Ui_Chart_Missing';
import others from '@salesforce/label/c.Rollcall_Ui_Chart_Others';
import showAll from '@salesforce/label/c.Rollcall_Ui_Chart_Show_All';
import showUsers from '@salesforce/label/c.Rollcall_Ui_Chart_Show_Users';
import { fill } from 'c/rollcallText';

/** A bar shorter than this could not be seen. */
const LEAST_PERCENT = 1;

/** @typedef {import('@rollcall/apex').Gaps} Gaps */

/**
 * The entitlements that most users miss, as a list of bars: read as a list, each bar says its number in
 * words, and its name leads to the users.
 *
 * @fires RollcallGapChart#choose with `{ entitlement }`, the key, when the users behind a bar are wanted
 * @fires RollcallGapChart#showall when the list of all entitlements is wanted
 */
export default class RollcallGapChart extends LightningElement {
  /** @type {Gaps | undefined} */
  @api gaps;

  label = { empty, heading, legendCritical, legendOther, showAll };

  get bars() {
    const gaps = this.gaps?.byEntitlement ?? [];
    const longest = Math.max(1, ...gaps.map((gap) => gap.missing));
    return gaps.map((gap) => {
      const criticalCount = gap.critical ?? 0;
      return {
        key: gap.key,
        label: gap.label,
        typeLabel: gap.typeLabel,
        action: fill(showUsers, gap.label),
        value: fill('{0}', gap.missing),
        words: [fill(missing, gap.missing), criticalCount > 0 ? fill(critical, criticalCount) : ''].join(' '),
        criticalStyle: width(criticalCount, longest),
        otherStyle: width(gap.missing - criticalCount, longest),
      };
    });
  }

  get isEmpty() {
    return this.bars.length === 0;
  }

  get hasLegend() {
    return (this.gaps?.byEntitlement ?? []).some(({ critical: count }) => count);
  }

  get othersText() {
    const count = this.gaps?.others ?? 0;
    return count > 0 && !this.isEmpty ? fill(others, count) : undefined;
  }

  handleChoose(/** @type {Event & { currentTarget: HTMLElement }} */ event) {
    const { key: entitlement } = event.currentTarget.dataset;
    this.dispatchEvent(new CustomEvent('choose', { detail: { entitlement } }));
  }

  handleShowAll() {
    this.dispatchEvent(new CustomEvent('showall'));
  }
}

/**
 * @param {number} count
 * @param {number} longest count of the longest bar
 * @returns {string} a style; nothing is drawn for nothing
 */
function width(count, longest) {
  const percent = count > 0 ? Math.max(LEAST_PERCENT, (100 * count) / longest) : 0;
  return `inline-size: ${percent.toFixed(1)}%`;
}
