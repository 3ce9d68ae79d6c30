import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import getLeaveOutcome from '@salesforce/apex/RollcallLeaveController.getLeaveOutcome';
import planLeaving from '@salesforce/apex/RollcallLeaveController.planLeaving';
import resumeLeaving from '@salesforce/apex/RollcallLeaveController.resumeLeaving';
import startLeaving from '@salesforce/apex/RollcallLeaveController.startLeaving';
import { follow, hasEnded } from 'c/rollcallFixFollow';
import { fill } from 'c/rollcallText';
import { HEADINGS, WORDS, endedText, outcomeText } from './leaveWords';

/** The heading of what the window shows. */
const STATE = '[data-id="state"]';

/**
 * @typedef {import('@rollcall/apex-user').LeaveOutcome} LeaveOutcome
 * @typedef {import('@rollcall/apex-user').LeavePlan} LeavePlan
 *
 * @typedef {'planning' | 'plan' | 'running' | 'outcome'} State
 */

/**
 * Leaving: what each step would do to the user, what stands in the way, who takes over; then the steps themselves, each
 * with its outcome. The job runs in the org; closing the window does not stop it, and `correlationId` opens the window on
 * it again.
 *
 * Resolves with the outcome of what was run, undefined when nothing was.
 *
 * @fires RollcallLeaveModal#progress with the `LeaveOutcome` so far, so that the opener knows a job that outlives the
 *   window
 */
export default class RollcallLeaveModal extends LightningModal {
  /** @type {string} the user who leaves */
  @api userId = '';
  /** @type {string | null} a job that was started before, to be shown instead of a plan */
  @api correlationId = null;

  words = WORDS;
  /** @type {State} */
  state = 'planning';
  /** @type {LeavePlan | null} */
  plan = null;
  successor = '';
  justification = '';
  isConfirmed = false;
  isBusy = false;
  problem = '';
  /** @type {unknown} */
  error;
  /** @type {() => unknown} what to do when a person tries again after an error */
  retry = () => this.load();
  /** @type {LeaveOutcome | null} */
  outcome = null;
  /** @type {LeaveOutcome | null} the last outcome that was not a check */
  applied = null;
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
    return this.plan ? fill(this.words.titleOf, this.plan.userName) : this.words.title;
  }

  get stateHeading() {
    return this.state === 'outcome' ? endedText(this.outcome) : HEADINGS[this.state];
  }

  get announcement() {
    return this.stateHeading ?? '';
  }

  get errorHeading() {
    return this.state === 'running' ? this.words.followError : this.words.planError;
  }

  get isWaiting() {
    return (this.state === 'planning' || this.isBusy) && !this.error;
  }

  get isPlanShown() {
    return this.state === 'plan' && this.plan;
  }

  get isRunning() {
    return this.state === 'running';
  }

  get areStepsShown() {
    return (this.state === 'running' || this.state === 'outcome') && this.outcome;
  }

  get consequence() {
    const { consequence, consequenceInactive } = this.words;
    return fill(this.plan?.status === 'Inactive' ? consequenceInactive : consequence, this.plan?.userName);
  }

  /** @returns {number} 0–100 */
  get percent() {
    const steps = this.outcome?.steps ?? [];
    const done = steps.filter(({ outcome }) => outcome !== 'Requested').length;
    return steps.length > 0 ? Math.round((100 * done) / steps.length) : 0;
  }

  get successorText() {
    return fill(this.words.successorIs, this.plan?.successorName);
  }

  get isSuccessorChecked() {
    return this.isBusy || this.successor.trim() === (this.plan?.successorUsername ?? '');
  }

  get outcomeNote() {
    return outcomeText(this.outcome, this.isRunning);
  }

  get buttons() {
    const close = { id: 'close', label: this.words.close, variant: 'brand', press: this.handleClose };
    if (this.state === 'running') {
      return [{ ...close, variant: 'neutral' }];
    }
    if (this.state === 'outcome' && this.outcome?.isDryRun) {
      return [{ id: 'back', label: this.words.back, variant: 'neutral', press: this.handleBack }, this.startButton];
    }
    if (this.state === 'outcome') {
      const again = { id: 'again', label: this.words.again, variant: 'neutral', press: this.handleResume };
      return this.outcome?.resumable ? [{ ...again, disabled: this.isBusy }, close] : [close];
    }
    const cancel = { id: 'cancel', label: this.words.cancel, variant: 'neutral', press: this.handleClose };
    if (!this.isPlanShown || !this.plan?.canRun) {
      return [{ ...cancel, disabled: this.isBusy }];
    }
    const check = { id: 'check', label: this.words.check, variant: 'neutral', press: this.handleCheck };
    return [{ ...cancel, disabled: this.isBusy }, { ...check, disabled: this.isBusy }, this.startButton];
  }

  get startButton() {
    return {
      id: 'start',
      label: this.words.start,
      variant: 'destructive',
      disabled: this.isBusy || !this.plan?.canRun,
      press: this.handleStart,
    };
  }

  handleSuccessor(/** @type {CustomEvent<{ value: string }>} */ event) {
    this.successor = event.detail.value;
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

  /** The plan stays on the screen: who takes over is one line of it. */
  async handleCheckSuccessor() {
    this.isBusy = true;
    await this.load();
    this.isBusy = false;
    this.focusNext = this.error ? STATE : '[data-id="successor"]';
  }

  handleCheck = () => this.start(true);

  handleStart = () => this.start(false);

  handleBack = () => this.show('plan');

  handleClose = () => this.close(this.applied ?? undefined);

  handleResume = async () => {
    const correlationId = this.outcome?.correlationId ?? '';
    this.isBusy = true;
    this.disableClose = true;
    try {
      await resumeLeaving({ correlationId });
      this.disableClose = false;
      this.followJob(correlationId);
    } catch (error) {
      this.disableClose = false;
      this.fail(error, this.handleResume);
    }
    this.isBusy = false;
  };

  handleRetryError() {
    this.error = undefined;
    return this.retry();
  }

  async load() {
    this.show(this.plan ? 'plan' : 'planning');
    try {
      const typed = this.successor.trim();
      this.plan = await planLeaving({ userId: this.userId, successorUsername: typed || null });
      this.successor = typed || (this.plan.successorUsername ?? '');
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
    this.problem = this.findProblem(dryRun);
    if (this.problem) {
      this.show('plan', false);
      return;
    }
    this.isBusy = true;
    this.disableClose = true;
    try {
      const { correlationId } = await startLeaving({
        request: {
          userId: this.userId,
          successorUsername: this.successor.trim() || null,
          confirmPrivileged: this.isConfirmed || dryRun,
          dryRun,
          justification: this.justification.trim(),
        },
      });
      this.disableClose = false;
      this.report({ correlationId, status: 'Queued', isDryRun: dryRun, steps: [], resumable: false });
      this.followJob(correlationId);
    } catch (error) {
      this.disableClose = false;
      this.fail(error, () => this.start(dryRun));
    }
    this.isBusy = false;
  }

  /**
   * @param {boolean} dryRun
   * @returns {string} what is still missing before anything may run; empty when nothing is
   */
  findProblem(dryRun) {
    if (!this.isSuccessorChecked) {
      return this.words.successorUnchecked;
    }
    if (dryRun || !this.plan?.isPrivileged) {
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
      () => getLeaveOutcome({ correlationId }),
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
   * @param {LeaveOutcome} outcome
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
