import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import getFixOutcome from '@salesforce/apex/RollcallFixController.getFixOutcome';
import planFix from '@salesforce/apex/RollcallFixController.planFix';
import startFix from '@salesforce/apex/RollcallFixController.startFix';
import { follow, hasEnded } from 'c/rollcallFixFollow';
import { choose, everything, figuresOf, seatsFor } from 'c/rollcallFixPlan';
import { fill } from 'c/rollcallText';
import { HEADINGS, WORDS, endedText, outcomeText, seatLine } from './fixWords';

const UNDONE = ['Failed', 'Skipped'];
/** The heading of what the window shows. */
const STATE = '[data-id="state"]';

/**
 * @typedef {import('@rollcall/apex-user').FixPlan} FixPlan
 * @typedef {import('@rollcall/apex-user').Outcome} Outcome
 *
 * @typedef {'planning' | 'plan' | 'running' | 'outcome'} State
 */

/**
 * Gives and takes entitlements: what would be done and what seats it takes, choosing, a check that changes nothing, the
 * change itself with its progress, and what became of each item. The job runs in the org; closing the window does not
 * stop it, and `correlationId` opens the window on it again.
 *
 * Resolves with the outcome of what was applied, undefined when nothing was.
 *
 * @fires RollcallFixModal#progress with the `Outcome` so far, so that the opener knows a job that outlives the window
 */
export default class RollcallFixModal extends LightningModal {
  /** @type {string[]} users to fix, at most 200 */
  @api userIds = [];
  /** @type {string[] | null} findings to fix; null for all of the users */
  @api findingKeys = null;
  /** @type {boolean} whether to offer taking away what no rule grants */
  @api includeUnexpected = false;
  /** @type {string | null} a job that was started before, to be shown instead of a plan */
  @api correlationId = null;

  words = WORDS;
  /** @type {State} */
  state = 'planning';
  /** @type {FixPlan | null} */
  plan = null;
  /** @type {string[]} */
  chosen = [];
  justification = '';
  isConfirmed = false;
  isStarting = false;
  problem = '';
  /** @type {unknown} */
  error;
  /** @type {() => unknown} what to do when a person tries again after an error */
  retry = () => this.load();
  /** @type {Outcome | null} */
  outcome = null;
  /** @type {Outcome | null} the last outcome that was not a check */
  applied = null;
  /** @type {string[] | null} set when only some findings are to be tried again */
  retriedKeys = null;
  /** @type {string | undefined} selector of what gets the keyboard once the window has changed */
  focusNext;
  stopFollowing = () => {};

  connectedCallback() {
    if (this.correlationId) {
      this.followJob(this.correlationId);
    } else {
      this.load();
    }
  }

  disconnectedCallback() {
    this.stopFollowing();
  }

  /** The button that was pressed is gone or disabled; the keyboard goes to what took its place. */
  renderedCallback() {
    if (this.focusNext) {
      /** @type {HTMLElement | null | undefined} */
      const target = this.template?.querySelector(this.focusNext);
      this.focusNext = undefined;
      target?.focus();
    }
  }

  get heading() {
    return this.words.title;
  }

  get stateHeading() {
    if (this.state === 'outcome') {
      return endedText(this.outcome);
    }
    return HEADINGS[this.state];
  }

  get announcement() {
    return this.isRunning ? this.progressText : (this.stateHeading ?? '');
  }

  get errorHeading() {
    return this.state === 'running' ? this.words.followError : this.words.planError;
  }

  get isWaiting() {
    return (this.state === 'planning' || this.isStarting) && !this.error;
  }

  get isPlanShown() {
    return this.state === 'plan' && this.plan;
  }

  get isRunning() {
    return this.state === 'running';
  }

  get isOutcomeShown() {
    return this.state === 'outcome';
  }

  get items() {
    return this.plan?.items ?? [];
  }

  get isPlanEmpty() {
    return this.items.length === 0;
  }

  get hasChoices() {
    return everything(this.items).length > 0;
  }

  get figures() {
    return figuresOf(this.items, this.chosen);
  }

  get summary() {
    const { assigned, removed, users } = this.figures;
    return this.hasChoices ? fill(this.words.summary, assigned, removed, users) : this.words.allBlocked;
  }

  get isPrivileged() {
    return this.figures.privileged > 0;
  }

  get privilegedText() {
    return fill(this.words.privilegedText, this.figures.privileged);
  }

  get seats() {
    return this.plan ? seatsFor(this.plan, this.chosen).map(seatLine) : [];
  }

  get hasSeats() {
    return this.seats.length > 0;
  }

  get done() {
    const { succeeded = 0, unchanged = 0, skipped = 0, failed = 0 } = this.outcome ?? {};
    return succeeded + unchanged + skipped + failed;
  }

  /** @returns {number} 0–100 */
  get percent() {
    const total = this.outcome?.total ?? 0;
    return total > 0 ? Math.round((100 * this.done) / total) : 0;
  }

  get progressText() {
    return fill(this.words.progress, this.done, this.outcome?.total ?? this.chosen.length);
  }

  get outcomeNote() {
    return outcomeText(this.outcome);
  }

  /** What was refused or left out; once its cause is gone, it can be tried again. */
  get undoneKeys() {
    return (this.outcome?.items ?? []).filter(({ outcome }) => UNDONE.includes(outcome)).map(({ key }) => key);
  }

  get buttons() {
    const close = { id: 'close', label: this.words.close, variant: 'brand', press: this.handleClose };
    if (this.state === 'running') {
      return [{ ...close, variant: 'neutral' }];
    }
    if (this.state === 'outcome' && this.outcome?.isDryRun) {
      return [{ id: 'back', label: this.words.back, variant: 'neutral', press: this.handleBack }, this.applyButton];
    }
    if (this.state === 'outcome') {
      const again = { id: 'again', label: this.words.again, variant: 'neutral', press: this.handleAgain };
      return this.undoneKeys.length > 0 ? [again, close] : [close];
    }
    const cancel = { id: 'cancel', label: this.words.cancel, variant: 'neutral', press: this.handleClose };
    if (!this.isPlanShown || !this.hasChoices) {
      return [{ ...cancel, disabled: this.isStarting }];
    }
    const check = { id: 'check', label: this.words.check, variant: 'neutral', press: this.handleCheck };
    return [
      { ...cancel, disabled: this.isStarting },
      { ...check, disabled: this.isStarting || this.chosen.length === 0 },
      this.applyButton,
    ];
  }

  get applyButton() {
    return {
      id: 'apply',
      label: fill(this.words.apply, this.chosen.length),
      variant: 'brand',
      disabled: this.isStarting || this.chosen.length === 0,
      press: this.handleApply,
    };
  }

  handleChoice(/** @type {CustomEvent<{ key: string | null, isChosen: boolean }>} */ event) {
    const { key, isChosen } = event.detail;
    const all = isChosen ? everything(this.items) : [];
    this.chosen = key === null ? all : choose(this.items, this.chosen, key, isChosen);
    this.isConfirmed = false;
    this.problem = '';
  }

  handleJustification(/** @type {CustomEvent<{ value: string }>} */ event) {
    this.justification = event.detail.value;
    this.problem = '';
  }

  handleConfirm(/** @type {CustomEvent<{ checked: boolean }>} */ event) {
    this.isConfirmed = event.detail.checked;
    this.problem = '';
  }

  handleCheck = () => this.start(true);

  handleApply = () => this.start(false);

  handleBack = () => this.show('plan');

  handleAgain = () => {
    this.retriedKeys = this.undoneKeys;
    return this.load();
  };

  handleClose = () => this.close(this.applied ?? undefined);

  handleRetryError() {
    this.error = undefined;
    return this.retry();
  }

  async load() {
    this.show('planning');
    try {
      this.plan = await planFix({
        request: {
          userIds: [...this.userIds],
          findingKeys: this.retriedKeys ?? (this.findingKeys ? [...this.findingKeys] : null),
          includeUnexpected: this.includeUnexpected,
        },
      });
      this.chosen = everything(this.plan.items);
      this.isConfirmed = false;
      this.show('plan');
    } catch (error) {
      this.fail(error, () => this.load());
    }
  }

  /**
   * A check needs no confirmation: it changes nothing, and says what would be refused.
   *
   * @param {boolean} dryRun
   */
  async start(dryRun) {
    this.problem = dryRun ? '' : this.findProblem();
    if (this.problem) {
      this.show('plan', false);
      return;
    }
    this.isStarting = true;
    this.disableClose = true;
    try {
      const { correlationId, total } = await startFix({
        request: {
          userIds: [...new Set(this.items.filter(({ key }) => this.chosen.includes(key)).map(({ userId }) => userId))],
          findingKeys: this.chosen,
          includeUnexpected: this.includeUnexpected || this.figures.removed > 0,
          confirmPrivileged: this.isConfirmed || (dryRun && this.isPrivileged),
          dryRun,
          justification: this.justification.trim(),
        },
      });
      this.disableClose = false;
      this.report(begun(correlationId, total, dryRun));
      this.followJob(correlationId);
    } catch (error) {
      this.disableClose = false;
      this.fail(error, () => this.start(dryRun));
    }
    this.isStarting = false;
  }

  /** @returns {string} what is still missing before something may be changed; empty when nothing is */
  findProblem() {
    if (!this.isPrivileged) {
      return '';
    }
    if (!this.justification.trim()) {
      return this.words.justificationMissing;
    }
    return this.isConfirmed ? '' : this.words.confirmMissing;
  }

  /**
   * @param {string} correlationId
   */
  followJob(correlationId) {
    this.show('running');
    this.stopFollowing();
    this.stopFollowing = follow(
      () => getFixOutcome({ correlationId }),
      (outcome) => {
        this.report(outcome);
        if (hasEnded(outcome)) {
          this.show('outcome');
        }
      },
      (error) => this.fail(error, () => this.followJob(correlationId)),
    );
  }

  /**
   * @param {Outcome} outcome
   */
  report(outcome) {
    this.outcome = outcome;
    if (!outcome.isDryRun) {
      this.applied = outcome;
      this.dispatchEvent(new CustomEvent('progress', { detail: outcome }));
    }
  }

  /**
   * @param {State} state
   * @param {boolean} [movesFocus] whether the keyboard goes to the heading of the new state
   */
  show(state, movesFocus = true) {
    this.focusNext = movesFocus && state !== this.state && state !== 'planning' ? STATE : undefined;
    this.state = state;
    this.error = undefined;
  }

  /**
   * @param {unknown} error
   * @param {() => unknown} retry
   */
  fail(error, retry) {
    this.error = error;
    this.retry = () => retry();
    this.focusNext = STATE;
  }
}

/**
 * A job about which the org has not been asked yet.
 *
 * @param {string} correlationId
 * @param {number} total
 * @param {boolean} isDryRun
 * @returns {Outcome}
 */
function begun(correlationId, total, isDryRun) {
  return {
    correlationId,
    status: 'Queued',
    isDryRun,
    total,
    succeeded: 0,
    unchanged: 0,
    skipped: 0,
    failed: 0,
    items: [],
  };
}
