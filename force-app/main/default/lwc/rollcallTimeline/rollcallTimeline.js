import { LightningElement, api } from 'lwc';
import getTimeline from '@salesforce/apex/RollcallUserController.getTimeline';
import by from '@salesforce/label/c.Rollcall_Ui_Timeline_By';
import earlier from '@salesforce/label/c.Rollcall_Ui_Timeline_Earlier';
import empty from '@salesforce/label/c.Rollcall_Ui_Timeline_Empty';
import errorHeading from '@salesforce/label/c.Rollcall_Ui_Timeline_Error';
import heading from '@salesforce/label/c.Rollcall_Ui_Timeline_Heading';
import kindChange from '@salesforce/label/c.Rollcall_Ui_Timeline_Kind_Change';
import kindCreated from '@salesforce/label/c.Rollcall_Ui_Timeline_Kind_Created';
import kindLogin from '@salesforce/label/c.Rollcall_Ui_Timeline_Kind_Login';
import kindOpened from '@salesforce/label/c.Rollcall_Ui_Timeline_Kind_Opened';
import kindResolved from '@salesforce/label/c.Rollcall_Ui_Timeline_Kind_Resolved';
import loaded from '@salesforce/label/c.Rollcall_Ui_Timeline_Loaded';
import loading from '@salesforce/label/c.Rollcall_Ui_Loading';
import { outcomeTerm } from 'c/rollcallFixTerms';
import { focusEntry } from 'c/rollcallFocus';
import { severityTerm } from 'c/rollcallTerms';
import { fill } from 'c/rollcallText';

/** @type {Record<string, { icon: string, kindLabel: string }>} */
const KINDS = {
  Created: { icon: 'utility:new', kindLabel: kindCreated },
  Opened: { icon: 'utility:warning', kindLabel: kindOpened },
  Resolved: { icon: 'utility:success', kindLabel: kindResolved },
  Change: { icon: 'utility:edit', kindLabel: kindChange },
  Login: { icon: 'utility:login', kindLabel: kindLogin },
};
const OTHER_KIND = { icon: 'utility:info', kindLabel: '' };

/** @typedef {import('@rollcall/apex-user').TimelineEntry} TimelineEntry */

/** What happened to one user, newest first, page by page. */
export default class RollcallTimeline extends LightningElement {
  label = { earlier, empty, errorHeading, heading, loading };
  /** @type {string | null} */
  shownUserId = null;
  /** @type {TimelineEntry[]} */
  loaded = [];
  hasMore = false;
  isLoading = false;
  isOnPage = false;
  /** @type {unknown} */
  error;
  /** Tells an answer that was overtaken by a later question. */
  question = 0;

  /** @type {string | null} the user whose timeline is shown */
  @api
  get userId() {
    return this.shownUserId;
  }
  set userId(value) {
    this.shownUserId = value ?? null;
    if (this.isOnPage) {
      this.refresh();
    }
  }

  connectedCallback() {
    this.isOnPage = true;
    this.refresh();
  }

  disconnectedCallback() {
    this.isOnPage = false;
    this.question += 1;
  }

  /** Reads the newest page again. */
  @api
  async refresh() {
    this.loaded = [];
    this.hasMore = false;
    await this.load();
  }

  get entries() {
    return this.loaded.map((entry, index) => ({
      ...entry,
      ...(KINDS[entry.kind] ?? OTHER_KIND),
      key: `${index}-${entry.at}`,
      moment: Date.parse(entry.at),
      actor: entry.actor ? fill(by, entry.actor) : undefined,
      badge: badgeOf(entry),
    }));
  }

  get hasEntries() {
    return this.loaded.length > 0;
  }

  get isEmpty() {
    return !this.hasEntries && !this.isLoading && !this.error;
  }

  get canShowEarlier() {
    return this.hasMore && !this.isLoading && !this.error;
  }

  get announcement() {
    return this.isLoading || !this.hasEntries ? '' : fill(loaded, this.loaded.length);
  }

  /** The button goes away while the page is loaded; the keyboard goes on to what came. */
  async handleEarlier() {
    const before = this.loaded.length;
    await this.load();
    await focusEntry(this.template, 'li', before);
  }

  async handleRetry() {
    await this.load();
    this.focusHeading();
  }

  focusHeading() {
    this.template?.querySelector('h3')?.focus();
  }

  /** Reads the page after what is shown. */
  async load() {
    this.question += 1;
    const question = this.question;
    this.error = undefined;
    this.isLoading = Boolean(this.shownUserId);
    if (!this.shownUserId) {
      return;
    }
    try {
      const before = this.loaded[this.loaded.length - 1]?.at ?? null;
      const { entries, more } = await getTimeline({ userId: this.shownUserId, before });
      if (question === this.question) {
        this.loaded = [...this.loaded, ...entries];
        this.hasMore = more;
        this.isLoading = false;
      }
    } catch (error) {
      if (question === this.question) {
        this.error = error;
        this.isLoading = false;
      }
    }
  }
}

/**
 * @param {TimelineEntry} entry
 * @returns {import('c/rollcallTerms').Term | undefined} what became of a change, or how bad a finding is
 */
function badgeOf(entry) {
  if (entry.outcome) {
    return outcomeTerm(entry.outcome);
  }
  return entry.kind === 'Opened' && entry.severity ? severityTerm(entry.severity) : undefined;
}
