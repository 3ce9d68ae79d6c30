import { createElement } from 'lwc';
import getTimeline from '@salesforce/apex/RollcallUserController.getTimeline';
import getUserDetail from '@salesforce/apex/ProvisioningConsoleController.getUserDetail';
import RollcallFixModal from 'c/rollcallFixModal';
import RollcallLeaveModal from 'c/rollcallLeaveModal';
import RollcallUserDetail from 'c/rollcallUserDetail';
import detail from './data/detail.json';

jest.mock('@salesforce/customPermission/SCIM_Rollcall_Remediate', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/SCIM_Rollcall_Deprovision', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/apex/RollcallUserController.getTimeline', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ProvisioningConsoleController.getUserDetail', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('c/rollcallFixModal', () => ({ __esModule: true, default: { open: jest.fn() } }));
jest.mock('c/rollcallLeaveModal', () => ({ __esModule: true, default: { open: jest.fn() } }));

const USER_ID = detail.user.userId;
const finished = { correlationId: 'run', status: 'Finished', isDryRun: false };
const running = { ...finished, status: 'Running' };
const fixable = {
  ...detail,
  findings: detail.findings.map((finding) => ({ ...finding, canFix: finding.kind !== 'Lifecycle' })),
};

/** Lets answered calls arrive and the component render. */
const settle = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

async function show() {
  const element = createElement('c-rollcall-user-detail', { is: RollcallUserDetail });
  Object.assign(element, { userId: USER_ID, closable: true });
  const fixed = jest.fn();
  element.addEventListener('fixed', (event) => fixed(event.detail));
  document.body.appendChild(element);
  await settle();
  return { element, fixed };
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);

/** The window reports what happened and is closed. */
const closesAfter =
  (outcome) =>
  ({ onprogress }) => {
    onprogress(new CustomEvent('progress', { detail: outcome }));
    return Promise.resolve(outcome);
  };

async function press(element, id) {
  find(element, `[data-id="${id}"]`).click();
  await settle();
}

describe('c-rollcall-user-detail for those who may fix and run the leaving steps', () => {
  beforeEach(() => {
    getUserDetail.mockResolvedValue(fixable);
    getTimeline.mockResolvedValue({ entries: [], more: false });
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it('fixes what is missing, and shows the user as it is then', async () => {
    const { element, fixed } = await show();
    RollcallFixModal.open.mockImplementation(closesAfter(finished));
    getUserDetail.mockResolvedValue({ ...detail, findings: [] });
    await press(element, 'fix');
    expect(RollcallFixModal.open.mock.calls[0][0]).toMatchObject({
      size: 'medium',
      userIds: [USER_ID],
      findingKeys: null,
      includeUnexpected: false,
    });
    expect(fixed).toHaveBeenCalledWith({ userId: USER_ID });
    expect(getUserDetail).toHaveBeenCalledTimes(2);
    expect(getTimeline.mock.calls.length).toBeGreaterThan(1);
    expect(find(element, '[data-id="fix"]')).toBeNull();
    expect(find(element, '[data-id="running"]')).toBeNull();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h2'));
  });

  it('fixes one finding; what no rule grants is taken away only where that is asked for', async () => {
    const { element } = await show();
    RollcallFixModal.open.mockResolvedValue(undefined);
    const fix = (key, kind) =>
      find(element, `[data-section="${kind}"] c-rollcall-finding`).dispatchEvent(
        new CustomEvent('fix', { detail: { key, kind } }),
      );
    fix('m', 'Missing');
    await settle();
    expect(RollcallFixModal.open.mock.calls[0][0]).toMatchObject({ findingKeys: ['m'], includeUnexpected: false });
    fix('u', 'Unexpected');
    await settle();
    expect(RollcallFixModal.open.mock.calls[1][0]).toMatchObject({ findingKeys: ['u'], includeUnexpected: true });
    expect(find(element, 'c-rollcall-finding').canFix).toBe(true);
  });

  it('changes nothing, and gives the keyboard back, when the window was only looked at', async () => {
    const { element, fixed } = await show();
    RollcallFixModal.open.mockResolvedValue(undefined);
    const focus = jest.fn();
    find(element, '[data-id="fix"]').focus = focus;
    find(element, '[data-id="fix"]').click();
    await press(element, 'fix');
    expect(RollcallFixModal.open).toHaveBeenCalledTimes(1);
    expect(fixed).not.toHaveBeenCalled();
    expect(getUserDetail).toHaveBeenCalledTimes(1);
    expect(focus).toHaveBeenCalled();
  });

  it('keeps a job within reach that outlives its window', async () => {
    const { element } = await show();
    RollcallFixModal.open.mockImplementation(closesAfter(running));
    await press(element, 'fix');
    expect(find(element, '[data-id="running"]').textContent).toContain('A job for this user still runs.');
    RollcallFixModal.open.mockImplementation(closesAfter(finished));
    await press(element, 'show-job');
    expect(RollcallFixModal.open.mock.calls[1][0]).toMatchObject({ correlationId: 'run' });
    expect(find(element, '[data-id="running"]')).toBeNull();
  });

  it('runs the leaving steps', async () => {
    const { element, fixed } = await show();
    RollcallLeaveModal.open.mockImplementation(closesAfter(finished));
    await press(element, 'leave');
    expect(RollcallLeaveModal.open.mock.calls[0][0]).toMatchObject({ userId: USER_ID });
    expect(fixed).toHaveBeenCalledWith({ userId: USER_ID });
  });

  it('offers no leaving for who has left, unless something is still live', async () => {
    const gone = { ...detail, user: { ...detail.user, status: 'Inactive' }, liveCount: 0 };
    getUserDetail.mockResolvedValue(gone);
    const { element } = await show();
    expect(find(element, '[data-id="leave"]')).toBeNull();
    document.body.replaceChildren();
    getUserDetail.mockResolvedValue({ ...gone, liveCount: 2 });
    const { element: live } = await show();
    expect(find(live, '[data-id="leave"]')).not.toBeNull();
  });

  it('offers no fix where the org offers none', async () => {
    getUserDetail.mockResolvedValue(detail);
    const { element } = await show();
    expect(find(element, '[data-id="fix"]')).toBeNull();
  });

  it('is accessible', async () => {
    const { element } = await show();
    await expect(element).toBeAccessible();
  });
});
