import { LightningElement, api, wire } from 'lwc';
import { refreshApex } from '@salesforce/apex';
import getOverview from '@salesforce/apex/ProvisioningConsoleController.getOverview';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Overview_Error';
import region from '@salesforce/label/c.Rollcall_Ui_Overview_Region';
import showUsers from '@salesforce/label/c.Rollcall_Ui_Tile_Action';
import leavers from '@salesforce/label/c.Rollcall_Ui_Tile_Leavers';
import leaversNone from '@salesforce/label/c.Rollcall_Ui_Tile_Leavers_None';
import leaversNote from '@salesforce/label/c.Rollcall_Ui_Tile_Leavers_Note';
import missing from '@salesforce/label/c.Rollcall_Ui_Tile_Missing';
import missingNote from '@salesforce/label/c.Rollcall_Ui_Tile_Missing_Note';
import provisioned from '@salesforce/label/c.Rollcall_Ui_Tile_Provisioned';
import provisionedNote from '@salesforce/label/c.Rollcall_Ui_Tile_Provisioned_Note';
import seats from '@salesforce/label/c.Rollcall_Ui_Tile_Seats';
import seatsNone from '@salesforce/label/c.Rollcall_Ui_Tile_Seats_None';
import seatsNote from '@salesforce/label/c.Rollcall_Ui_Tile_Seats_Note';
import unexpected from '@salesforce/label/c.Rollcall_Ui_Tile_Unexpected';
import unexpectedNote from '@salesforce/label/c.Rollcall_Ui_Tile_Unexpected_Note';
import { fill } from 'c/rollcallText';

/** Licenses named on the tile; the rest is in Setup, Company Information. */
const SEAT_LINES = 2;

/** @typedef {import('@rollcall/apex').Overview} Overview */

/**
 * The figures above the list, as of the last scan.
 *
 * @fires RollcallOverview#showusers with `{ show }` when the person wants the list of users behind a figure
 */
export default class RollcallOverview extends LightningElement {
  label = { errorHeading, region };
  /** @type {Overview | undefined} */
  overview;
  /** @type {unknown} */
  error;
  /** @type {any} what the wire delivered, kept for refreshApex */
  wired;

  @wire(getOverview)
  handleOverview(/** @type {{ data?: Overview, error?: unknown }} */ wired) {
    this.wired = wired;
    this.error = wired.error;
    this.overview = wired.data ?? (wired.error ? undefined : this.overview);
  }

  /**
   * Reads the figures again, after a scan.
   *
   * @returns {Promise<void>}
   */
  @api
  async refresh() {
    await refreshApex(this.wired);
  }

  get ruleProblems() {
    const problems = this.overview?.ruleProblems ?? [];
    return problems.length > 0 ? problems : undefined;
  }

  get tiles() {
    const overview = this.overview;
    return [
      {
        key: 'provisioned',
        label: provisioned,
        value: overview?.provisioned,
        tone: 'neutral',
        notes: overview ? [fill(provisionedNote, overview.active, overview.inactive, overview.frozen)] : [],
      },
      {
        key: 'missing',
        label: missing,
        value: overview?.usersWithGaps,
        tone: overview?.usersWithGaps ? 'error' : 'neutral',
        notes: overview ? [fill(missingNote, overview.missing, overview.critical)] : [],
        actionLabel: overview?.usersWithGaps ? showUsers : undefined,
        show: 'missing',
      },
      {
        key: 'unexpected',
        label: unexpected,
        value: overview?.unexpected,
        tone: overview?.unexpected ? 'warning' : 'neutral',
        notes: overview ? [unexpectedNote] : [],
        actionLabel: overview?.unexpected ? showUsers : undefined,
        show: 'unexpected',
      },
      {
        key: 'leavers',
        label: leavers,
        value: overview?.leaversOverdue,
        tone: overview?.leaversOverdue ? 'error' : 'neutral',
        notes: overview ? [overview.leaversOverdue ? leaversNote : leaversNone] : [],
        actionLabel: overview?.leaversOverdue ? showUsers : undefined,
        show: 'overdue',
      },
      seatsTile(overview),
    ];
  }

  handleRetry() {
    return this.refresh();
  }

  handleShowUsers(/** @type {Event & { currentTarget: HTMLElement }} */ event) {
    const { show } = event.currentTarget.dataset;
    this.dispatchEvent(new CustomEvent('showusers', { detail: { show } }));
  }
}

/**
 * @param {Overview | undefined} overview
 */
function seatsTile(overview) {
  const tightest = [...(overview?.seats ?? [])].sort((left, right) => left.free - right.free);
  const out = tightest.filter((seat) => seat.free <= 0);
  const lines = tightest.slice(0, SEAT_LINES).map((seat) => fill(seatsNote, seat.label, seat.free, seat.total));
  return {
    key: 'seats',
    label: seats,
    value: overview ? out.length : undefined,
    tone: out.length > 0 ? 'warning' : 'neutral',
    notes: overview && lines.length === 0 ? [seatsNone] : lines,
  };
}
