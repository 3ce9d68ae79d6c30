import { createElement } from 'lwc';
import getLeaveOutcome from '@salesforce/apex/RollcallLeaveController.getLeaveOutcome';
import planLeaving from '@salesforce/apex/RollcallLeaveController.planLeaving';
import resumeLeaving from '@salesforce/apex/RollcallLeaveController.resumeLeaving';
import startLeaving from '@salesforce/apex/RollcallLeaveController.startLeaving';
import RollcallLeaveModal from 'c/rollcallLeaveModal';
import outcome from './data/outcome.json';
import plan from './data/plan.json';

jest.mock('@salesforce/apex/RollcallLeaveController.getLeaveOutcome', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/RollcallLeaveController.planLeaving', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RollcallLeaveController.resumeLeaving', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RollcallLeaveController.startLeaving', () => ({ default: jest.fn() }), { virtual: true });

/** The console's one timer, on the clock of the suite. */
function mockTimer() {
  const after = (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  };
  return { after };
}
jest.mock('c/rollcallTimer', () => mockTimer());

const USER_ID = plan.userId;
const CORRELATION = outcome.correlationId;
const SUCCESSOR = 'grace.sample@example.com';
const stopped = {
  ...outcome,
  resumable: true,
  steps: [...outcome.steps.slice(0, 2), { ...outcome.steps[2], outcome: 'Failed', message: 'You cannot deactivate' }],
};

const settle = () => jest.advanceTimersByTimeAsync(0);

async function show(properties = {}) {
  const element = createElement('c-rollcall-leave-modal', { is: RollcallLeaveModal });
  Object.assign(element, { userId: USER_ID, ...properties });
  const heard = { closed: jest.fn(), progress: jest.fn() };
  Object.entries(heard).forEach(([name, listener]) => element.addEventListener(name, ({ detail }) => listener(detail)));
  document.body.appendChild(element);
  await settle();
  return { element, heard };
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const button = (element, id) => find(element, `lightning-button[data-id="${id}"]`);
const footerIds = (element) =>
  [...element.shadowRoot.querySelectorAll('lightning-modal-footer lightning-button')].map(({ dataset }) => dataset.id);
const heading = (element) => find(element, '[data-id="state"]')?.textContent;
const text = (element, id) => find(element, `[data-id="${id}"]`)?.textContent;

async function press(element, id) {
  button(element, id).click();
  await settle();
}

async function enter(element, id, detail) {
  find(element, `[data-id="${id}"]`).dispatchEvent(new CustomEvent('change', { detail }));
  await settle();
}

describe('c-rollcall-leave-modal', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    planLeaving.mockResolvedValue(plan);
    startLeaving.mockResolvedValue({ correlationId: CORRELATION, total: 3 });
    resumeLeaving.mockResolvedValue({ correlationId: CORRELATION, total: 1 });
    getLeaveOutcome.mockResolvedValue(outcome);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
    jest.useRealTimers();
  });

  it('says who leaves, what will happen and by when', async () => {
    const { element } = await show();
    expect(planLeaving).toHaveBeenCalledWith({ userId: USER_ID, successorUsername: null });
    expect(find(element, 'lightning-modal-header').label).toBe('Leaving: Ada Example');
    expect(heading(element)).toBe('What will happen');
    expect(text(element, 'consequence')).toMatch(/^Ada Example is frozen at once/);
    expect(find(element, '[data-id="deadline"] lightning-formatted-date-time').value).toBe(plan.deadline);
    expect(find(element, 'c-rollcall-leave-plan').plan).toEqual(plan);
    expect(footerIds(element)).toEqual(['cancel', 'check', 'start']);
  });

  it('says that an inactive user has only to be cleaned up after', async () => {
    planLeaving.mockResolvedValue({ ...plan, status: 'Inactive' });
    const { element } = await show();
    expect(text(element, 'consequence')).toMatch(/^Ada Example is inactive already/);
  });

  it('says why somebody cannot leave here, and offers no start', async () => {
    planLeaving.mockResolvedValue({ ...plan, canRun: false, problem: 'You cannot run the steps on yourself.' });
    const { element, heard } = await show();
    expect(text(element, 'plan-problem')).toBe('You cannot run the steps on yourself.');
    expect(find(element, '[data-id="justification"]')).toBeNull();
    expect(footerIds(element)).toEqual(['cancel']);
    await press(element, 'cancel');
    expect(heard.closed).toHaveBeenCalledWith(null);
  });

  it('looks a successor up before it uses it', async () => {
    const { element } = await show();
    expect(button(element, 'check-successor').disabled).toBe(true);
    await enter(element, 'successor', { value: ` ${SUCCESSOR} ` });
    await press(element, 'start');
    expect(text(element, 'problem')).toContain('Check the successor first');
    expect(startLeaving).not.toHaveBeenCalled();

    planLeaving.mockResolvedValue({ ...plan, successorUsername: SUCCESSOR, successorName: 'Grace Sample' });
    await press(element, 'check-successor');
    expect(planLeaving).toHaveBeenLastCalledWith({ userId: USER_ID, successorUsername: SUCCESSOR });
    expect(text(element, 'successor-name')).toBe('Grace Sample takes over.');
    await press(element, 'start');
    expect(startLeaving.mock.calls[0][0].request).toMatchObject({ successorUsername: SUCCESSOR, dryRun: false });
  });

  it('begins with the successor that the source names', async () => {
    planLeaving.mockResolvedValue({ ...plan, successorUsername: SUCCESSOR, successorName: 'Grace Sample' });
    const { element } = await show();
    expect(find(element, '[data-id="successor"]').value).toBe(SUCCESSOR);
    expect(button(element, 'check-successor').disabled).toBe(true);
  });

  it('checks without changing anything, then starts', async () => {
    getLeaveOutcome.mockResolvedValue({ ...outcome, isDryRun: true });
    const { element, heard } = await show();
    await enter(element, 'justification', { value: ' Left on Friday ' });
    await press(element, 'check');
    expect(startLeaving).toHaveBeenCalledWith({
      request: {
        userId: USER_ID,
        successorUsername: null,
        confirmPrivileged: true,
        dryRun: true,
        justification: 'Left on Friday',
      },
    });
    expect(heading(element)).toBe('Check finished');
    expect(text(element, 'outcome-note')).toContain('Nothing was changed');
    expect(heard.progress).not.toHaveBeenCalled();
    await press(element, 'back');
    expect(heading(element)).toBe('What will happen');
    await press(element, 'check');

    getLeaveOutcome.mockResolvedValue(outcome);
    await press(element, 'start');
    expect(startLeaving.mock.calls[2][0].request).toMatchObject({ dryRun: false, confirmPrivileged: false });
    expect(heading(element)).toBe('All steps are done');
    expect(find(element, 'c-rollcall-leave-steps').steps).toEqual(outcome.steps);
    await press(element, 'close');
    expect(heard.closed).toHaveBeenCalledWith(outcome);
  });

  it('asks twice and for a reason before a privileged user leaves', async () => {
    planLeaving.mockResolvedValue({ ...plan, isPrivileged: true });
    const { element } = await show();
    expect(find(element, '.warning').textContent).toContain('privileged access');
    await press(element, 'start');
    expect(text(element, 'problem')).toContain('Say why');
    await enter(element, 'justification', { value: 'Left on Friday' });
    await press(element, 'start');
    expect(text(element, 'problem')).toContain('Confirm');
    await enter(element, 'confirm', { checked: true });
    await press(element, 'start');
    expect(startLeaving.mock.calls[0][0].request).toMatchObject({ confirmPrivileged: true });
  });

  it('shows each step while they run, and that they go on without the window', async () => {
    const steps = [...outcome.steps.slice(0, 2), { ...outcome.steps[2], outcome: 'Requested' }];
    getLeaveOutcome.mockResolvedValue({ ...outcome, status: 'Running', steps });
    const { element, heard } = await show();
    await press(element, 'start');
    expect(heading(element)).toBe('Running the leaving steps');
    expect(text(element, 'outcome-note')).toContain('You can close this window');
    expect(find(element, 'c-rollcall-leave-steps').steps).toHaveLength(3);
    expect(find(element, 'lightning-progress-bar').value).toBe(67);
    expect(footerIds(element)).toEqual(['close']);
    await press(element, 'close');
    expect(heard.progress).toHaveBeenLastCalledWith(expect.objectContaining({ status: 'Running' }));
    expect(heard.closed).toHaveBeenCalledWith(expect.objectContaining({ correlationId: CORRELATION }));
  });

  it('runs the remaining steps after one was refused', async () => {
    getLeaveOutcome.mockResolvedValue(stopped);
    const { element } = await show();
    await press(element, 'start');
    expect(heading(element)).toBe('Not every step was done');
    expect(text(element, 'outcome-note')).toContain('stopped half-way');
    expect(footerIds(element)).toEqual(['again', 'close']);

    resumeLeaving.mockRejectedValueOnce({ body: { message: 'Already running' } });
    await press(element, 'again');
    expect(find(element, 'c-rollcall-error-panel').heading).toBe('Leaving could not be prepared');
    getLeaveOutcome.mockResolvedValue(outcome);
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(resumeLeaving).toHaveBeenLastCalledWith({ correlationId: CORRELATION });
    expect(heading(element)).toBe('All steps are done');
  });

  it('says why there is no plan, and tries again', async () => {
    planLeaving.mockRejectedValueOnce({ body: { message: 'Ask for the permission set' } });
    const { element } = await show();
    expect(find(element, 'lightning-modal-header').label).toBe('Leaving');
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(heading(element)).toBe('What will happen');
  });

  it('keeps the plan when the start fails, and cannot be closed meanwhile', async () => {
    let refuse;
    startLeaving.mockReturnValueOnce(
      new Promise((_, reject) => {
        refuse = reject;
      }),
    );
    const { element } = await show();
    await press(element, 'start');
    expect(element.disableClose).toBe(true);
    expect(button(element, 'cancel').disabled).toBe(true);
    refuse({ body: { message: 'Too many jobs' } });
    await settle();
    expect(element.disableClose).toBe(false);
    expect(find(element, 'c-rollcall-leave-plan')).not.toBeNull();
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(heading(element)).toBe('All steps are done');
  });

  it('says that the steps cannot be followed, and follows them again', async () => {
    getLeaveOutcome.mockRejectedValueOnce({ body: { message: 'Session expired or invalid' } });
    const { element } = await show({ correlationId: CORRELATION });
    expect(planLeaving).not.toHaveBeenCalled();
    const panel = find(element, 'c-rollcall-error-panel');
    expect(panel.heading).toContain('The job itself goes on in the org');
    panel.dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(heading(element)).toBe('All steps are done');
    expect(element.shadowRoot.activeElement).toBe(find(element, '[data-id="state"]'));
    element.remove();
  });

  it('is accessible', async () => {
    planLeaving.mockResolvedValue({ ...plan, isPrivileged: true });
    const { element } = await show();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
