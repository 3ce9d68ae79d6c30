import { createElement } from 'lwc';
import abortScan from '@salesforce/apex/ProvisioningConsoleController.abortScan';
import getScanStatus from '@salesforce/apex/ProvisioningConsoleController.getScanStatus';
import resumeScan from '@salesforce/apex/ProvisioningConsoleController.resumeScan';
import startScan from '@salesforce/apex/ProvisioningConsoleController.startScan';
import RollcallScanControl from 'c/rollcallScanControl';
import RollcallScheduleModal from 'c/rollcallScheduleModal';
import finished from './data/finishedScan.json';

jest.mock('@salesforce/apex/ProvisioningConsoleController.abortScan', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ProvisioningConsoleController.getScanStatus', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ProvisioningConsoleController.resumeScan', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ProvisioningConsoleController.startScan', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ProvisioningConsoleController.getSchedule', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ProvisioningConsoleController.setSchedule', () => ({ default: jest.fn() }), {
  virtual: true,
});

/** The console's one timer, on the clock of the suite. */
function mockTimer() {
  const after = (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  };
  return { after };
}
jest.mock('c/rollcallTimer', () => mockTimer());

const queued = {
  ...finished,
  status: 'Queued',
  processed: 0,
  total: 0,
  usersDone: 0,
  usersTotal: null,
  finishedAt: null,
  users: null,
};
const running = { ...queued, status: 'Running', usersDone: 3250, usersTotal: 13000 };
const partly = {
  ...finished,
  status: 'Completed With Errors',
  canResume: true,
  message: 'First error: Apex CPU time limit',
};

function show(properties) {
  const element = createElement('c-rollcall-scan-control', { is: RollcallScanControl });
  Object.assign(element, { lastScan: finished, canAdminister: true, ...properties });
  document.body.appendChild(element);
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const button = (element, id) => find(element, `[data-id="${id}"]`);
const stateOf = (element) => find(element, '.state')?.textContent;
const noteOf = (element) => find(element, '.note')?.textContent;
const announced = (element) => find(element, '[role="status"]').textContent;

/** Lets answered calls arrive and the component render; the clock stands still. */
const settle = () => jest.advanceTimersByTimeAsync(0);

async function press(element, id) {
  button(element, id).click();
  await settle();
}

async function choose(element, value) {
  find(element, 'lightning-button-menu').dispatchEvent(new CustomEvent('select', { detail: { value } }));
  await settle();
}

describe('c-rollcall-scan-control', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('says when the last scan was and how many users it saw', () => {
    const element = show();
    expect(stateOf(element)).toContain('Last scan');
    expect(stateOf(element)).toContain('12,408 users');
    expect(find(element, 'lightning-relative-date-time').value).toBe(Date.parse(finished.finishedAt));
    expect(noteOf(element)).toBeUndefined();
    expect(getScanStatus).not.toHaveBeenCalled();
  });

  it('says that no scan has run yet', () => {
    expect(stateOf(show({ lastScan: null }))).toBe('No scan has run yet');
  });

  it('says why the last scan failed', () => {
    const element = show({ lastScan: { ...finished, status: 'Failed', message: 'First error: Apex CPU time limit' } });
    expect(stateOf(element)).toBe('The last scan failed.');
    expect(noteOf(element)).toBe('First error: Apex CPU time limit');
  });

  it('lets the message of an aborted scan speak', () => {
    const aborted = { ...finished, status: 'Aborted', message: 'An administrator aborted the scan.' };
    expect(stateOf(show({ lastScan: aborted }))).toBeUndefined();
    document.body.replaceChildren();
    expect(stateOf(show({ lastScan: { ...aborted, message: null } }))).toBe('The last scan failed.');
  });

  it('lets only administrators start, resume and abort', () => {
    const viewer = { canAdminister: false };
    expect(button(show(viewer), 'start')).toBeNull();
    document.body.replaceChildren();
    expect(button(show({ ...viewer, lastScan: running }), 'abort')).toBeNull();
    document.body.replaceChildren();
    expect(button(show({ ...viewer, lastScan: partly }), 'resume')).toBeNull();
    document.body.replaceChildren();
    expect(button(show(), 'start').label).toBe('Scan now');
  });

  it('scans those who changed, where there is an earlier scan', async () => {
    startScan.mockResolvedValue(queued);
    const element = show();
    expect(button(element, 'start').title).toBe('Evaluates the users who changed since the last scan');
    await press(element, 'start');
    expect(startScan).toHaveBeenCalledWith({ kind: 'Delta' });
  });

  it('scans everybody the first time', async () => {
    startScan.mockResolvedValue(queued);
    const element = show({ lastScan: null });
    expect(button(element, 'start').title).toBe('Evaluates every user');
    await press(element, 'start');
    expect(startScan).toHaveBeenCalledWith({ kind: 'Full' });
  });

  it('scans everybody or those who changed when asked to', async () => {
    startScan.mockResolvedValue(finished);
    const element = show();
    await choose(element, 'Full');
    expect(startScan).toHaveBeenLastCalledWith({ kind: 'Full' });
    await choose(element, 'Delta');
    expect(startScan).toHaveBeenLastCalledWith({ kind: 'Delta' });
  });

  it('follows a scan from its start to its end', async () => {
    startScan.mockResolvedValue(queued);
    getScanStatus.mockResolvedValueOnce(running).mockResolvedValueOnce(finished);
    const element = show();
    const scanFinished = jest.fn();
    element.addEventListener('scanfinished', scanFinished);

    await press(element, 'start');
    expect(stateOf(element)).toBe('The scan is waiting to start');
    expect(button(element, 'start')).toBeNull();

    await jest.advanceTimersByTimeAsync(2000);
    expect(stateOf(element)).toBe('Evaluated 3,250 of 13,000 users');
    expect(find(element, 'lightning-progress-bar').value).toBe(25);
    expect(scanFinished).not.toHaveBeenCalled();

    await jest.advanceTimersByTimeAsync(2000);
    expect(stateOf(element)).toContain('Last scan');
    expect(announced(element)).toBe('Scan finished: 12,408 users');
    expect(scanFinished).toHaveBeenCalledTimes(1);

    await jest.advanceTimersByTimeAsync(10000);
    expect(getScanStatus).toHaveBeenCalledTimes(2);
  });

  it('tells why a scan takes everybody, or that another one runs already', async () => {
    const message = 'A scan is under way already. This is its progress.';
    startScan.mockResolvedValue({ ...running, message });
    const element = show();
    await press(element, 'start');
    expect(noteOf(element)).toBe(message);
    expect(announced(element)).toContain(message);
  });

  it('follows a scan that somebody else started', async () => {
    getScanStatus.mockResolvedValue(finished);
    const element = show({ lastScan: running, canAdminister: false });
    await jest.advanceTimersByTimeAsync(2000);
    expect(stateOf(element)).toContain('Last scan');
  });

  it('keeps following when the console hands over an older status', () => {
    const element = show({ lastScan: running });
    element.lastScan = finished;
    expect(element.lastScan.status).toBe('Running');
  });

  it('resumes a scan that left users out', async () => {
    resumeScan.mockResolvedValue(queued);
    const element = show({ lastScan: partly });
    expect(stateOf(element)).toBe('The last scan left users out.');
    expect(noteOf(element)).toBe(partly.message);
    await press(element, 'resume');
    expect(stateOf(element)).toBe('The scan is waiting to start');
  });

  it('aborts a running scan and says that it ended', async () => {
    abortScan.mockResolvedValue({ ...finished, status: 'Aborted', canResume: true, message: 'Aborted.' });
    const element = show({ lastScan: running });
    const scanFinished = jest.fn();
    element.addEventListener('scanfinished', scanFinished);
    await press(element, 'abort');
    expect(scanFinished).toHaveBeenCalledTimes(1);
    expect(button(element, 'resume')).not.toBeNull();
    expect(noteOf(element)).toBe('Aborted.');
  });

  it('opens the schedule and says when it was saved', async () => {
    const open = jest.spyOn(RollcallScheduleModal, 'open').mockResolvedValueOnce({}).mockResolvedValueOnce(undefined);
    const element = show();
    await choose(element, 'schedule');
    expect(open).toHaveBeenCalledWith({ size: 'small', label: 'Schedule scans' });
    expect(announced(element)).toBe('The schedule is saved');
    await choose(element, 'schedule');
    expect(announced(element)).toBe('');
  });

  it('shows why a scan could not start and tries the same again when asked', async () => {
    startScan.mockRejectedValueOnce({ body: { message: 'Too many jobs.' } }).mockResolvedValueOnce(queued);
    const element = show();
    await choose(element, 'Full');
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(startScan).toHaveBeenLastCalledWith({ kind: 'Full' });
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
    expect(stateOf(element)).toBe('The scan is waiting to start');
  });

  it('shows when it lost track of a running scan and takes it up again when asked', async () => {
    getScanStatus.mockRejectedValueOnce(new Error('Offline')).mockResolvedValueOnce(finished);
    const element = show({ lastScan: running });
    await jest.advanceTimersByTimeAsync(2000);
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(startScan).not.toHaveBeenCalled();
    expect(stateOf(element)).toContain('Last scan');
  });

  it('stops asking when it leaves the page', async () => {
    const element = show({ lastScan: running });
    element.remove();
    await jest.advanceTimersByTimeAsync(10000);
    expect(getScanStatus).not.toHaveBeenCalled();
  });

  // Not while it runs: the stub of the progress bar leaves `aria-label` on its host, the component does not.
  it.each([
    ['finished', finished],
    ['left users out', partly],
  ])('is accessible when the scan %s', async (_name, lastScan) => {
    jest.useRealTimers();
    await expect(show({ lastScan })).toBeAccessible();
  });
});
