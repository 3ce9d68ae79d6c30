import { LightningElement, api } from 'lwc';
import exportFindings from '@salesforce/apex/RollcallListController.exportFindings';
import exportPage from '@salesforce/apex/RollcallListController.exportPage';
import bar from '@salesforce/label/c.Rollcall_Ui_Export_Bar';
import cancel from '@salesforce/label/c.Rollcall_Ui_Export_Cancel';
import cancelled from '@salesforce/label/c.Rollcall_Ui_Export_Cancelled';
import done from '@salesforce/label/c.Rollcall_Ui_Export_Done';
import empty from '@salesforce/label/c.Rollcall_Ui_Export_Empty';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Export_Error';
import exportFindingsLabel from '@salesforce/label/c.Rollcall_Ui_Export_Findings';
import exportUsersLabel from '@salesforce/label/c.Rollcall_Ui_Export_Users';
import menu from '@salesforce/label/c.Rollcall_Ui_Export';
import progress from '@salesforce/label/c.Rollcall_Ui_Export_Progress';
import progressRows from '@salesforce/label/c.Rollcall_Ui_Export_Progress_Rows';
import { csvLines, csvStart, fileName, saveFile } from 'c/rollcallExport';
import { fill } from 'c/rollcallText';
import { NO_FILTERS } from 'c/rollcallView';

/**
 * @typedef {import('c/rollcallExport').ExportKind} ExportKind
 * @typedef {import('@rollcall/apex').UserQuery} UserQuery
 *
 * @typedef {object} Order what to export
 * @property {ExportKind} kind
 * @property {UserQuery} query
 * @property {number | null} total rows to expect; null when nobody knows
 */

/** @type {Record<ExportKind, typeof exportPage>} */
const READERS = { users: exportPage, findings: exportFindings };

/**
 * A menu that exports the users that match, or their findings, as a CSV file. The rows come part by part,
 * so that the page stays alive; a file is made only when all of them are there.
 */
export default class RollcallExportControl extends LightningElement {
  /** @type {UserQuery | undefined} what the list shows */
  @api query;
  /** @type {number | undefined} users that match */
  @api total;

  label = { bar, cancel, errorHeading, exportFindingsLabel, exportUsersLabel, menu };
  /** @type {Order | undefined} the export under way, or the one that failed */
  order;
  /** Tells an answer that comes after the person has cancelled. */
  run = 0;
  rowCount = 0;
  isRunning = false;
  notice = '';
  /** @type {unknown} */
  error;

  disconnectedCallback() {
    this.run += 1;
  }

  /**
   * Exports some users only.
   *
   * @param {string[]} userIds at most 200
   * @returns {Promise<void>}
   */
  @api
  exportUsers(userIds) {
    if (!this.query) {
      return Promise.resolve();
    }
    const query = { ...this.query, ...NO_FILTERS, userIds };
    return this.start({ kind: 'users', query, total: userIds.length });
  }

  get progressText() {
    const total = this.order?.total;
    return total ? fill(progress, this.rowCount, total) : fill(progressRows, this.rowCount);
  }

  get hasTotal() {
    return Boolean(this.order?.total);
  }

  get percent() {
    return Math.min(100, Math.round((100 * this.rowCount) / (this.order?.total || 1)));
  }

  handleMenu(/** @type {CustomEvent<{ value: ExportKind }>} */ event) {
    const kind = event.detail.value;
    if (this.query && !this.isRunning) {
      this.start({ kind, query: this.query, total: kind === 'users' ? (this.total ?? null) : null });
    }
  }

  handleCancel() {
    this.run += 1;
    this.isRunning = false;
    this.notice = cancelled;
  }

  handleRetry() {
    if (this.order) {
      this.start(this.order);
    }
  }

  /**
   * @param {Order} order
   */
  async start(order) {
    this.run += 1;
    const run = this.run;
    this.order = order;
    this.rowCount = 0;
    this.notice = '';
    this.error = undefined;
    this.isRunning = true;
    try {
      const parts = await this.read(order, run, [csvStart(order.kind)], null);
      if (run === this.run) {
        this.finish(order.kind, parts);
      }
    } catch (error) {
      if (run === this.run) {
        this.error = error;
        this.isRunning = false;
      }
    }
  }

  /**
   * Reads the part at a cursor and those behind it, one after the other: each starts where the one before
   * ended.
   *
   * @param {Order} order
   * @param {number} run
   * @param {string[]} parts the text of the file so far
   * @param {string | null} cursor
   * @returns {Promise<string[]>} the text of the file; what there is when the person cancels
   */
  async read({ kind, query, total }, run, parts, cursor) {
    const page = await READERS[kind]({ query, cursor });
    if (run !== this.run) {
      return parts;
    }
    this.rowCount += page.rows.length;
    const sofar = [...parts, csvLines(page.rows)];
    return page.nextCursor ? this.read({ kind, query, total }, run, sofar, page.nextCursor) : sofar;
  }

  /**
   * @param {ExportKind} kind
   * @param {string[]} parts
   */
  finish(kind, parts) {
    this.isRunning = false;
    if (this.rowCount === 0) {
      this.notice = empty;
      return;
    }
    const named = fileName(kind, new Date());
    saveFile(named, parts);
    this.notice = fill(done, this.rowCount, named);
  }
}
