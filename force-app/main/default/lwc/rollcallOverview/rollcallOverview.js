import { LightningElement, api } from 'lwc';
import getOverview from '@salesforce/apex/ProvisioningConsoleController.getOverview';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Overview_Error';
import loaded from '@salesforce/label/c.Rollcall_Ui_Overview_Loaded';
import region from '@salesforce/label/c.Rollcall_Ui_Overview_Region';
import stale from '@salesforce/label/c.Rollcall_Ui_Overview_Stale';
import { fill } from 'c/rollcallText';
import { tilesOf } from './overviewTiles';

/** @typedef {import('@rollcall/apex').Overview} Overview */

/**
 * The overview: figures, gaps by entitlement, the newest gaps, and rules with problems.
 *
 * @fires RollcallOverview#showusers with `{ show }` or `{ entitlement }` when the users behind a figure are wanted
 * @fires RollcallOverview#tabopen with `{ tab }` when another tab says more
 * @fires RollcallOverview#useropen with `{ userId }` when one user is to be opened
 */
export default class RollcallOverview extends LightningElement {
  label = { errorHeading, region };
  /** @type {Overview | undefined} */
  overview;
  /** @type {unknown} */
  error;
  announcement = '';

  connectedCallback() {
    this.load();
  }

  /**
   * Reads the figures again.
   *
   * @returns {Promise<void>}
   */
  @api
  async refresh() {
    await this.load();
  }

  get tiles() {
    return tilesOf(this.overview);
  }

  get ruleProblems() {
    const problems = this.overview?.ruleProblems ?? [];
    return problems.length > 0 ? problems : undefined;
  }

  get hasScan() {
    return Boolean(this.overview?.scannedAt);
  }

  /** Nothing is set up yet, or nothing has been looked at. */
  get isFirstRun() {
    return Boolean(this.overview) && !(this.overview?.hasSources && this.hasScan);
  }

  /** Before anybody was found, figures would say that all is well. */
  get hasFigures() {
    return !(this.isFirstRun && this.overview?.provisioned === 0);
  }

  get staleText() {
    return this.overview?.isStale && this.hasScan ? fill(stale, this.overview.staleAfterHours) : undefined;
  }

  get hasGaps() {
    return Boolean(this.overview) && this.hasScan;
  }

  async load() {
    try {
      this.overview = await getOverview();
      this.error = undefined;
      this.announcement = loaded;
    } catch (error) {
      this.error = error;
      this.overview = undefined;
    }
  }

  handleRetry() {
    return this.load();
  }

  handleTile(/** @type {Event & { currentTarget: HTMLElement }} */ event) {
    const { show, tab } = event.currentTarget.dataset;
    this.dispatchEvent(
      tab ? new CustomEvent('tabopen', { detail: { tab } }) : new CustomEvent('showusers', { detail: { show } }),
    );
  }

  handleChoose(/** @type {CustomEvent<{ entitlement: string }>} */ event) {
    const { entitlement } = event.detail;
    this.dispatchEvent(new CustomEvent('showusers', { detail: { show: 'missing', entitlement } }));
  }

  handleShowAll() {
    this.dispatchEvent(new CustomEvent('tabopen', { detail: { tab: 'entitlements' } }));
  }

  handleUserOpen(/** @type {CustomEvent<{ userId: string }>} */ event) {
    this.dispatchEvent(new CustomEvent('useropen', { detail: event.detail }));
  }
}
