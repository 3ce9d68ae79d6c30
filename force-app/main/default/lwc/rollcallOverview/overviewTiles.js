import showUsers from '@salesforce/label/c.Rollcall_Ui_Tile_Action';
import lastScan from '@salesforce/label/c.Rollcall_Ui_Tile_LastScan';
import lastScanNever from '@salesforce/label/c.Rollcall_Ui_Tile_LastScan_Never';
import lastScanFresh from '@salesforce/label/c.Rollcall_Ui_Tile_LastScan_Fresh';
import lastScanStale from '@salesforce/label/c.Rollcall_Ui_Tile_LastScan_Stale';
import leavers from '@salesforce/label/c.Rollcall_Ui_Tile_Leavers';
import leaversNone from '@salesforce/label/c.Rollcall_Ui_Tile_Leavers_None';
import leaversNote from '@salesforce/label/c.Rollcall_Ui_Tile_Leavers_Note';
import showLeavers from '@salesforce/label/c.Rollcall_Ui_Tile_Show_Leavers';
import missing from '@salesforce/label/c.Rollcall_Ui_Tile_Missing';
import missingNote from '@salesforce/label/c.Rollcall_Ui_Tile_Missing_Note';
import privilegedNote from '@salesforce/label/c.Rollcall_Ui_Tile_Unexpected_Privileged';
import provisioned from '@salesforce/label/c.Rollcall_Ui_Tile_Provisioned';
import provisionedNote from '@salesforce/label/c.Rollcall_Ui_Tile_Provisioned_Note';
import seats from '@salesforce/label/c.Rollcall_Ui_Tile_Seats';
import seatsNone from '@salesforce/label/c.Rollcall_Ui_Tile_Seats_None';
import seatsNote from '@salesforce/label/c.Rollcall_Ui_Tile_Seats_Note';
import showSeats from '@salesforce/label/c.Rollcall_Ui_Tile_Show_Seats';
import unexpected from '@salesforce/label/c.Rollcall_Ui_Tile_Unexpected';
import unexpectedNote from '@salesforce/label/c.Rollcall_Ui_Tile_Unexpected_Note';
import { fill } from 'c/rollcallText';

/** Licenses named on the tile; the rest is on the entitlements tab. */
const SEAT_LINES = 2;

/**
 * @typedef {import('@rollcall/apex').Overview} Overview
 * @typedef {object} Tile
 * @property {string} key
 * @property {string} label what is counted
 * @property {number} [value] undefined while it loads
 * @property {string | null} [moment] a time in place of a figure
 * @property {'neutral' | 'warning' | 'error'} tone
 * @property {string[]} notes
 * @property {string} [actionLabel] none without something to look at
 * @property {import('@rollcall/apex').Shown} [show] whom the action lists
 * @property {import('c/rollcallView').Tab} [tab] where the action leads
 */

/**
 * @param {Overview | undefined} overview undefined while it loads
 * @returns {Tile[]}
 */
export function tilesOf(overview) {
  return [
    provisionedTile(overview),
    missingTile(overview),
    unexpectedTile(overview),
    leaversTile(overview),
    seatsTile(overview),
    scanTile(overview),
  ];
}

/** @param {Overview | undefined} overview */
function provisionedTile(overview) {
  return tile('provisioned', provisioned, overview?.provisioned, {
    notes: overview ? [fill(provisionedNote, overview.active, overview.inactive, overview.frozen)] : [],
    actionLabel: showUsers,
    show: 'all',
  });
}

/** @param {Overview | undefined} overview */
function missingTile(overview) {
  return tile('missing', missing, overview?.usersWithGaps, {
    alarm: 'error',
    notes: overview ? [fill(missingNote, overview.missing, overview.critical)] : [],
    actionLabel: showUsers,
    show: 'missing',
  });
}

/** @param {Overview | undefined} overview */
function unexpectedTile(overview) {
  const privileged = overview?.unexpectedPrivileged ?? 0;
  return tile('unexpected', unexpected, overview?.unexpected, {
    alarm: privileged > 0 ? 'error' : 'warning',
    notes: overview ? [unexpectedNote, ...(privileged > 0 ? [fill(privilegedNote, privileged)] : [])] : [],
    actionLabel: showUsers,
    show: 'unexpected',
  });
}

/** @param {Overview | undefined} overview */
function leaversTile(overview) {
  return tile('leavers', leavers, overview?.leaversOverdue, {
    alarm: 'error',
    notes: overview ? [overview.leaversOverdue ? leaversNote : leaversNone] : [],
    actionLabel: showLeavers,
    tab: 'leavers',
  });
}

/** @param {Overview | undefined} overview */
function seatsTile(overview) {
  const tightest = [...(overview?.seats ?? [])].sort((left, right) => left.free - right.free);
  const low = tightest.filter(({ free }) => free === 0 || free < (overview?.lowSeats ?? 0));
  const lines = tightest.slice(0, SEAT_LINES).map((seat) => fill(seatsNote, seat.label, seat.free, seat.total));
  return tile('seats', seats, overview ? low.length : undefined, {
    alarm: 'warning',
    notes: overview && lines.length === 0 ? [seatsNone] : lines,
    actionLabel: showSeats,
    tab: 'entitlements',
  });
}

/** @param {Overview | undefined} overview @returns {Tile} */
function scanTile(overview) {
  const note = overview?.scannedAt ? lastScanFresh : lastScanNever;
  const stale = overview?.isStale && overview.scannedAt;
  return {
    key: 'scan',
    label: lastScan,
    moment: overview?.scannedAt,
    tone: overview?.isStale ? 'warning' : 'neutral',
    notes: overview ? [stale ? fill(lastScanStale, overview.staleAfterHours) : note] : [],
  };
}

/**
 * A tile that raises its tone and offers its action only when it counts something.
 *
 * @param {string} key
 * @param {string} label
 * @param {number | undefined} value
 * @param {{ alarm?: Tile['tone'], notes: string[], actionLabel: string, show?: Tile['show'], tab?: Tile['tab'] }} rest
 * @returns {Tile}
 */
function tile(key, label, value, { alarm = 'neutral', notes, actionLabel, show, tab }) {
  return {
    key,
    label,
    value,
    tone: value ? alarm : 'neutral',
    notes,
    actionLabel: value ? actionLabel : undefined,
    show,
    tab,
  };
}
