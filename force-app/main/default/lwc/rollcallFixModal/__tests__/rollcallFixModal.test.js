import { createElement } from 'lwc';
import getFixOutcome from '@salesforce/apex/RollcallFixController.getFixOutcome';
import planFix from '@salesforce/apex/RollcallFixController.planFix';
import startFix from '@salesforce/apex/RollcallFixController.startFix';
import RollcallFixModal from 'c/rollcallFixModal';
import outcome from './data/outcome.json';
import plan from './data/plan.json';

jest.mock('@salesforce/apex/RollcallFixController.getFixOutcome', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RollcallFixController.planFix', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RollcallFixController.startFix', () => ({ default: jest.fn() }), { virtual: true });

/** The console's one timer, on the clock of the suite. */
function mockTimer() {
  const after = (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  };
  return { after };
}
jest.mock('c/rollcallTimer', () => mockTimer());

const [LICENSE, GROUP, , REMOVAL] = plan.items.map(({ key }) => key);
const USER_IDS = ['005000000000014AAA', '005000000000015AAA'];
const CORRELATION = outcome.correlationId;
const ordinary = { ...plan, items: plan.items.slice(0, 3), privilegedCount: 0 };
const running = {
  ...outcome,
  status: 'Running',
  succeeded: 1,
  unchanged: 0,
  failed: 0,
  items: outcome.items.slice(0, 1),
};

const settle = () => jest.advanceTimersByTimeAsync(0);

async function show(properties = {}) {
  const element = createElement('c-rollcall-fix-modal', { is: RollcallFixModal });
  Object.assign(element, { userIds: USER_IDS, includeUnexpected: true, ...properties });
  const heard = { closed: jest.fn(), progress: jest.fn() };
  Object.entries(heard).forEach(([name, listener]) => element.addEventListener(name, ({ detail }) => listener(detail)));
  document.body.appendChild(element);
  await settle();
  return { element, heard };
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const button = (element, id) => find(element, `lightning-button[data-id="${id}"]`);
const buttonIds = (element) =>
  [...element.shadowRoot.querySelectorAll('lightning-button')].map(({ dataset }) => dataset.id);
const heading = (element) => find(element, '[data-id="state"]')?.textContent;
const text = (element, id) => find(element, `[data-id="${id}"]`)?.textContent;

async function press(element, id) {
  button(element, id).click();
  await settle();
}

async function choose(element, key, isChosen) {
  find(element, 'c-rollcall-fix-items').dispatchEvent(new CustomEvent('choice', { detail: { key, isChosen } }));
  await settle();
}

async function enter(element, id, detail) {
  find(element, `[data-id="${id}"]`).dispatchEvent(new CustomEvent('change', { detail }));
  await settle();
}

describe('c-rollcall-fix-modal', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    planFix.mockResolvedValue(plan);
    startFix.mockResolvedValue({ correlationId: CORRELATION, total: 3 });
    getFixOutcome.mockResolvedValue(outcome);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
    jest.useRealTimers();
  });

  it('says what would be done and what seats it takes', async () => {
    const { element } = await show({ findingKeys: [GROUP] });
    expect(planFix).toHaveBeenCalledWith({
      request: { userIds: USER_IDS, findingKeys: [GROUP], includeUnexpected: true },
    });
    expect(heading(element)).toBe('What will be changed');
    expect(text(element, 'summary')).toBe('To assign: 2. To remove: 1. Users: 2.');
    expect(find(element, '[data-seat="Sales_Console"]').textContent).toBe('Sales Console: takes 1 of 5 free seats');
    expect(find(element, 'c-rollcall-fix-items').items).toEqual(plan.items);
    expect(buttonIds(element)).toEqual(['cancel', 'check', 'apply']);
    expect(button(element, 'apply').label).toBe('Apply (3)');
  });

  it('warns when there are too few seats', async () => {
    planFix.mockResolvedValue({ ...plan, seats: [{ ...plan.seats[0], needed: 7, isEnough: false }] });
    const { element } = await show();
    const seat = find(element, '[data-seat="Sales_Console"]');
    expect(seat.textContent).toBe('Sales Console: seats needed 7, free 5');
    expect(seat.querySelector('lightning-icon').alternativeText).toBe('Warning');
  });

  it('knows licenses without a limit', async () => {
    planFix.mockResolvedValue({ ...plan, seats: [{ ...plan.seats[0], free: null }] });
    const { element } = await show();
    expect(find(element, '[data-seat="Sales_Console"]').textContent).toContain('without limit');
  });

  it('follows the choice', async () => {
    const { element } = await show();
    await choose(element, LICENSE, false);
    expect(find(element, 'c-rollcall-fix-items').chosen).toEqual([REMOVAL]);
    expect(text(element, 'summary')).toBe('To assign: 0. To remove: 1. Users: 1.');
    expect(find(element, '.seats')).toBeNull();
    await choose(element, null, false);
    expect(button(element, 'apply').disabled).toBe(true);
    expect(button(element, 'check').disabled).toBe(true);
    await choose(element, null, true);
    expect(find(element, 'c-rollcall-fix-items').chosen).toEqual([LICENSE, GROUP, REMOVAL]);
  });

  it('says that there is nothing to change, or that nothing can be done here', async () => {
    planFix.mockResolvedValue({ ...plan, items: [], seats: [] });
    const { element } = await show();
    expect(text(element, 'nothing')).toContain('There is nothing to change');
    expect(buttonIds(element)).toEqual(['cancel']);
    document.body.replaceChildren();

    planFix.mockResolvedValue({ ...plan, items: [plan.items[2]], seats: [] });
    const { element: blocked } = await show();
    expect(text(blocked, 'summary')).toContain('Each line says what to do instead');
    expect(buttonIds(blocked)).toEqual(['cancel']);
  });

  it('checks without changing anything, then applies', async () => {
    planFix.mockResolvedValue(ordinary);
    getFixOutcome.mockResolvedValue({ ...outcome, isDryRun: true });
    const { element, heard } = await show();
    await enter(element, 'justification', { value: ' Ticket 4711 ' });
    await press(element, 'check');
    expect(startFix).toHaveBeenCalledWith({
      request: {
        userIds: [USER_IDS[0]],
        findingKeys: [LICENSE, GROUP],
        includeUnexpected: true,
        confirmPrivileged: false,
        dryRun: true,
        justification: 'Ticket 4711',
      },
    });
    expect(heading(element)).toBe('Check finished');
    expect(text(element, 'outcome-note')).toContain('Nothing was changed');
    expect(heard.progress).not.toHaveBeenCalled();
    await press(element, 'back');
    expect(heading(element)).toBe('What will be changed');
    expect(find(element, '[data-id="justification"]').value).toBe(' Ticket 4711 ');

    await press(element, 'check');
    getFixOutcome.mockResolvedValue({ ...outcome, failed: 0, items: [outcome.items[0]] });
    await press(element, 'apply');
    expect(startFix.mock.calls[2][0].request).toMatchObject({ dryRun: false });
    expect(heading(element)).toBe('All changes are made');
    await press(element, 'close');
    expect(heard.closed.mock.calls[0][0]).toMatchObject({ correlationId: CORRELATION, status: 'Finished' });
  });

  it('asks twice and for a reason before it makes privileged changes', async () => {
    const { element } = await show();
    expect(find(element, '.warning').textContent).toContain('Privileged changes: 1');
    await press(element, 'apply');
    expect(text(element, 'problem')).toContain('Say why');
    await enter(element, 'justification', { value: 'Ticket 4711' });
    expect(find(element, '[data-id="problem"]')).toBeNull();
    await press(element, 'apply');
    expect(text(element, 'problem')).toContain('Confirm the privileged changes');
    expect(startFix).not.toHaveBeenCalled();
    await enter(element, 'confirm', { checked: true });
    await press(element, 'apply');
    expect(startFix.mock.calls[0][0].request).toMatchObject({ confirmPrivileged: true, dryRun: false });
  });

  it('takes a confirmation back when the choice changes', async () => {
    const { element } = await show();
    await enter(element, 'confirm', { checked: true });
    expect(find(element, '[data-id="confirm"]').checked).toBe(true);
    await choose(element, GROUP, false);
    expect(find(element, '[data-id="confirm"]').checked).toBe(false);
  });

  it('needs no confirmation for a check', async () => {
    const { element } = await show();
    await press(element, 'check');
    expect(startFix.mock.calls[0][0].request).toMatchObject({ confirmPrivileged: true, dryRun: true });
  });

  it('shows the progress, and that the job goes on without the window', async () => {
    planFix.mockResolvedValue(ordinary);
    getFixOutcome.mockResolvedValue(running);
    const { element, heard } = await show();
    await press(element, 'apply');
    expect(heading(element)).toBe('Making the changes');
    expect(find(element, 'lightning-progress-bar').value).toBe(33);
    expect(text(element, 'progress')).toBe('1 of 3 done');
    expect(find(element, '[role="status"]').textContent).toBe('1 of 3 done');
    expect(buttonIds(element)).toEqual(['close']);
    expect(heard.progress).toHaveBeenLastCalledWith(running);
    await press(element, 'close');
    expect(heard.closed).toHaveBeenCalledWith(running);
  });

  it('cannot be closed while a job is being started', async () => {
    planFix.mockResolvedValue(ordinary);
    let answer;
    startFix.mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const { element } = await show();
    await press(element, 'apply');
    expect(element.disableClose).toBe(true);
    expect(button(element, 'cancel').disabled).toBe(true);
    expect(find(element, 'lightning-spinner')).not.toBeNull();
    answer({ correlationId: CORRELATION, total: 0 });
    getFixOutcome.mockReturnValue(new Promise(() => {}));
    await settle();
    expect(element.disableClose).toBe(false);
    expect(find(element, 'lightning-progress-bar').value).toBe(0);
  });

  it('shows what failed and tries it again', async () => {
    planFix.mockResolvedValue(ordinary);
    const { element } = await show();
    await press(element, 'apply');
    expect(heading(element)).toBe('Not everything was done');
    expect(find(element, 'c-rollcall-fix-outcome').outcome).toEqual(outcome);
    expect(buttonIds(element)).toEqual(['again', 'close']);
    await press(element, 'again');
    expect(planFix).toHaveBeenLastCalledWith({
      request: { userIds: USER_IDS, findingKeys: [GROUP], includeUnexpected: true },
    });
    expect(heading(element)).toBe('What will be changed');
  });

  it('says that a job died', async () => {
    planFix.mockResolvedValue(ordinary);
    getFixOutcome.mockResolvedValue({ ...outcome, status: 'Failed', failed: 0, items: [] });
    const { element } = await show();
    await press(element, 'apply');
    expect(heading(element)).toBe('Not everything was done');
    expect(text(element, 'outcome-note')).toContain('The job ended early');
  });

  it('says why there is no plan, and tries again', async () => {
    planFix.mockRejectedValueOnce({ body: { message: 'Ask for the permission set SCIM Rollcall Remediator.' } });
    const { element, heard } = await show();
    const panel = find(element, 'c-rollcall-error-panel');
    expect(panel.error.body.message).toContain('SCIM Rollcall Remediator');
    expect(find(element, 'lightning-spinner')).toBeNull();
    panel.dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(heading(element)).toBe('What will be changed');
    await press(element, 'cancel');
    expect(heard.closed).toHaveBeenCalledWith(null);
  });

  it('keeps the plan when the start fails, and tries again', async () => {
    planFix.mockResolvedValue(ordinary);
    startFix.mockRejectedValueOnce({ body: { message: 'Too many jobs' } });
    const { element } = await show();
    await press(element, 'apply');
    expect(find(element, 'c-rollcall-error-panel').heading).toBe('The changes could not be prepared');
    expect(find(element, 'c-rollcall-fix-items')).not.toBeNull();
    expect(element.disableClose).toBe(false);
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(startFix).toHaveBeenCalledTimes(2);
    expect(heading(element)).toBe('Not everything was done');
  });

  it('says that a running job cannot be followed, and follows it again', async () => {
    planFix.mockResolvedValue(ordinary);
    getFixOutcome.mockRejectedValueOnce({ body: { message: 'Session expired or invalid' } });
    const { element } = await show();
    await press(element, 'apply');
    const panel = find(element, 'c-rollcall-error-panel');
    expect(panel.heading).toContain('The job itself goes on in the org');
    panel.dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(startFix).toHaveBeenCalledTimes(1);
    expect(heading(element)).toBe('Not everything was done');
  });

  it('is opened again on a job that was started before', async () => {
    getFixOutcome.mockResolvedValue(running);
    const { element } = await show({ correlationId: CORRELATION });
    expect(planFix).not.toHaveBeenCalled();
    expect(getFixOutcome).toHaveBeenCalledWith({ correlationId: CORRELATION });
    expect(text(element, 'progress')).toBe('1 of 3 done');
    element.remove();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(getFixOutcome).toHaveBeenCalledTimes(1);
  });

  it('moves the keyboard to what takes the place of the plan', async () => {
    planFix.mockResolvedValue(ordinary);
    const { element } = await show();
    await press(element, 'apply');
    expect(element.shadowRoot.activeElement).toBe(find(element, '[data-id="state"]'));
  });

  it('is accessible', async () => {
    const { element } = await show();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
