import LightningModal from 'lightning/modal';
import getSchedule from '@salesforce/apex/ProvisioningConsoleController.getSchedule';
import setSchedule from '@salesforce/apex/ProvisioningConsoleController.setSchedule';
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import cancel from '@salesforce/label/c.Rollcall_Ui_Schedule_Cancel';
import delta from '@salesforce/label/c.Rollcall_Ui_Schedule_Delta';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Schedule_Error';
import full from '@salesforce/label/c.Rollcall_Ui_Schedule_Full';
import hour from '@salesforce/label/c.Rollcall_Ui_Schedule_Hour';
import intro from '@salesforce/label/c.Rollcall_Ui_Schedule_Intro';
import loading from '@salesforce/label/c.Rollcall_Ui_Schedule_Loading';
import next from '@salesforce/label/c.Rollcall_Ui_Schedule_Next';
import save from '@salesforce/label/c.Rollcall_Ui_Schedule_Save';
import title from '@salesforce/label/c.Rollcall_Ui_Schedule_Title';
import { focusEntry } from 'c/rollcallFocus';
import { fill } from 'c/rollcallText';

const HOURS = 24;
/** The nightly scan starts 40 minutes after the hour (RollcallScheduleSettings). */
const START_MINUTE = 40;

/** @typedef {import('@rollcall/apex').ScanSchedule} ScanSchedule */

/**
 * Which scans run by the clock: every hour those who changed, every night everybody.
 *
 * Resolves with the saved `ScanSchedule`, undefined when nothing was saved.
 */
export default class RollcallScheduleModal extends LightningModal {
  words = { cancel, delta, errorHeading, full, hour, intro, loading, save, title };
  /** @type {ScanSchedule | null} */
  schedule = null;
  /** @type {unknown} */
  error;
  isBusy = true;
  /** @type {() => unknown} what to do when a person tries again after an error */
  retry = () => this.load();

  connectedCallback() {
    this.load();
  }

  get cannotSave() {
    return this.isBusy || !this.schedule;
  }

  get isHourDisabled() {
    return !this.schedule?.isFullNightly;
  }

  /** The combobox compares text. */
  get hour() {
    return String(this.schedule?.fullHour ?? 0);
  }

  get hours() {
    const format = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'short', timeZone: 'UTC' });
    return Array.from({ length: HOURS }, (_unused, value) => ({
      value: String(value),
      label: format.format(Date.UTC(2000, 0, 1, value, START_MINUTE)),
    }));
  }

  get nextDelta() {
    return this.nextText(this.schedule?.isDeltaHourly, this.schedule?.nextDelta);
  }

  get nextFull() {
    return this.nextText(this.schedule?.isFullNightly, this.schedule?.nextFull);
  }

  /**
   * @param {boolean | undefined} isOn
   * @param {string | null | undefined} moment
   * @returns {string | undefined}
   */
  nextText(isOn, moment) {
    if (!isOn || !moment) {
      return undefined;
    }
    const format = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE });
    return fill(next, format.format(Date.parse(moment)));
  }

  handleDelta(/** @type {CustomEvent<{ checked: boolean }>} */ event) {
    this.change({ isDeltaHourly: event.detail.checked, nextDelta: null });
  }

  handleFull(/** @type {CustomEvent<{ checked: boolean }>} */ event) {
    this.change({ isFullNightly: event.detail.checked, nextFull: null });
  }

  handleHour(/** @type {CustomEvent<{ value: string }>} */ event) {
    this.change({ fullHour: Number(event.detail.value), nextFull: null });
  }

  handleCancel() {
    this.close(undefined);
  }

  handleSave() {
    return this.save();
  }

  async handleRetry() {
    await this.retry();
    await this.keepKeyboard();
  }

  /**
   * @param {Partial<ScanSchedule>} changes
   */
  change(changes) {
    if (this.schedule) {
      this.schedule = { ...this.schedule, ...changes };
    }
  }

  async load() {
    const loaded = await this.attempt(getSchedule, () => this.load());
    this.schedule = loaded ?? this.schedule;
  }

  async save() {
    const { schedule } = this;
    if (!schedule) {
      return;
    }
    /** @type {import('@rollcall/apex').ScanKind[]} */
    const kinds = [];
    if (schedule.isDeltaHourly) {
      kinds.push('Delta');
    }
    if (schedule.isFullNightly) {
      kinds.push('Full');
    }
    const saved = await this.attempt(
      () => setSchedule({ kinds, fullHour: schedule.fullHour }),
      () => this.save(),
    );
    if (saved) {
      this.close(saved);
    } else {
      await this.keepKeyboard();
    }
  }

  /** A button that is disabled or goes away while the org is asked drops the keyboard, and Escape with it. */
  keepKeyboard() {
    const loaded = this.error ? 'save' : 'delta';
    return focusEntry(this.template, `[data-id="${this.schedule ? loaded : 'cancel'}"]`, 0);
  }

  /**
   * Calls the org and shows what went wrong.
   *
   * @param {() => Promise<ScanSchedule>} call
   * @param {() => unknown} retry
   * @returns {Promise<ScanSchedule | undefined>} undefined after an error
   */
  async attempt(call, retry) {
    this.isBusy = true;
    this.error = undefined;
    this.retry = retry;
    try {
      return await call();
    } catch (error) {
      this.error = error;
      return undefined;
    } finally {
      this.isBusy = false;
    }
  }
}
