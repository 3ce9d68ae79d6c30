import { createElement } from 'lwc';
import getScanStatus from '@salesforce/apex/ProvisioningConsoleController.getScanStatus';
import startScan from '@salesforce/apex/ProvisioningConsoleController.startScan';
import RollcallScanControl from 'c/rollcallScanControl';
import finished from './data/finishedScan.json';

jest.mock('@salesforce/apex/ProvisioningConsoleController.getScanStatus', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ProvisioningConsoleController.startScan', () => ({ default: jest.fn() }), {
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

const queued = { ...finished, status: 'Queued', processed: 0, total: 0, finishedAt: null, users: null };
const processing = { ...queued, status: 'Processing', processed: 1, total: 4 };

function show(properties) {
  const element = createElement('c-rollcall-scan-control', { is: RollcallScanControl });
  Object.assign(element, { lastScan: finished, canAdminister: true, ...properties });
  document.body.appendChild(element);
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const stateOf = (element) => find(element, '.state').textContent;

/** Lets answered calls arrive and the component render; the clock stands still. */
const settle = () => jest.advanceTimersByTimeAsync(0);

describe('c-rollcall-scan-control', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
    jest.useRealTimers();
  });

  it('says when the last scan was and how many users it saw', () => {
    const element = show();
    expect(stateOf(element)).toContain('Last scan');
    expect(stateOf(element)).toContain('12,408 users');
    expect(find(element, 'lightning-relative-date-time').value).toBe(Date.parse(finished.finishedAt));
    expect(getScanStatus).not.toHaveBeenCalled();
  });

  it('says that no scan has run yet', () => {
    expect(stateOf(show({ lastScan: null }))).toBe('No scan has run yet');
  });

  it('says why the last scan failed', () => {
    const element = show({ lastScan: { ...finished, status: 'Failed', message: 'First error: Apex CPU time limit' } });
    expect(stateOf(element)).toBe('The last scan failed. First error: Apex CPU time limit');
  });

  it('lets only administrators start a scan', () => {
    expect(find(show({ canAdminister: false }), 'lightning-button')).toBeNull();
    expect(find(show(), 'lightning-button').label).toBe('Scan now');
  });

  it('follows a scan from its start to its end', async () => {
    startScan.mockResolvedValue(queued);
    getScanStatus.mockResolvedValueOnce(processing).mockResolvedValueOnce(finished);
    const element = show();
    const scanFinished = jest.fn();
    element.addEventListener('scanfinished', scanFinished);

    find(element, 'lightning-button').click();
    await settle();
    expect(stateOf(element)).toBe('The scan is waiting to start');
    expect(find(element, 'lightning-button').disabled).toBe(true);

    await jest.advanceTimersByTimeAsync(2000);
    expect(stateOf(element)).toBe('Scanning, 25 % done');
    expect(find(element, 'lightning-progress-bar').value).toBe(25);
    expect(scanFinished).not.toHaveBeenCalled();

    await jest.advanceTimersByTimeAsync(2000);
    expect(stateOf(element)).toContain('Last scan');
    expect(find(element, '[role="status"]').textContent).toBe('Scan finished: 12,408 users');
    expect(scanFinished).toHaveBeenCalledTimes(1);

    await jest.advanceTimersByTimeAsync(10000);
    expect(getScanStatus).toHaveBeenCalledTimes(2);
  });

  it('follows a scan that somebody else started', async () => {
    getScanStatus.mockResolvedValue(finished);
    const element = show({ lastScan: processing, canAdminister: false });
    await jest.advanceTimersByTimeAsync(2000);
    expect(stateOf(element)).toContain('Last scan');
  });

  it('keeps following when the console hands over an older status', () => {
    const element = show({ lastScan: processing });
    element.lastScan = finished;
    expect(element.lastScan.status).toBe('Processing');
  });

  it('shows why a scan could not start and tries again when asked', async () => {
    startScan.mockRejectedValueOnce({ body: { message: 'A scan is running already.' } }).mockResolvedValueOnce(queued);
    const element = show();
    find(element, 'lightning-button').click();
    await settle();
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
    expect(stateOf(element)).toBe('The scan is waiting to start');
  });

  it('shows when it lost track of a running scan and takes it up again when asked', async () => {
    getScanStatus.mockRejectedValueOnce(new Error('Offline')).mockResolvedValueOnce(finished);
    const element = show({ lastScan: processing });
    await jest.advanceTimersByTimeAsync(2000);
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(startScan).not.toHaveBeenCalled();
    expect(stateOf(element)).toContain('Last scan');
  });

  it('stops asking when it leaves the page', async () => {
    const element = show({ lastScan: processing });
    element.remove();
    await jest.advanceTimersByTimeAsync(10000);
    expect(getScanStatus).not.toHaveBeenCalled();
  });

  it('is accessible', async () => {
    jest.useRealTimers();
    await expect(show()).toBeAccessible();
  });
});
