import { createElement } from 'lwc';
import { CurrentPageReference } from 'lightning/navigation';
import getTimeline from '@salesforce/apex/RollcallUserController.getTimeline';
import getUserDetail from '@salesforce/apex/ProvisioningConsoleController.getUserDetail';
import RollcallUserDetail from 'c/rollcallUserDetail';
import detail from './data/detail.json';

jest.mock('@salesforce/apex/ProvisioningConsoleController.getUserDetail', () => ({ default: jest.fn() }), {
  virtual: true,
});

jest.mock('@salesforce/apex/RollcallUserController.getTimeline', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/SCIM_Rollcall_Remediate', () => ({ default: undefined }), { virtual: true });
jest.mock('@salesforce/customPermission/SCIM_Rollcall_Deprovision', () => ({ default: undefined }), { virtual: true });

const USER_ID = detail.user.userId;
const OTHER_USER_ID = '005000000000015AAA';

/** Lets answered calls arrive and the component render. */
const settle = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

async function show(properties = { userId: USER_ID, closable: true }) {
  const element = createElement('c-rollcall-user-detail', { is: RollcallUserDetail });
  Object.assign(element, properties);
  document.body.appendChild(element);
  await settle();
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const findAll = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];

describe('c-rollcall-user-detail', () => {
  beforeEach(() => {
    getUserDetail.mockResolvedValue(detail);
    getTimeline.mockResolvedValue({ entries: [], more: false });
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.resetAllMocks();
  });

  it('says who the user is and why it counts as provisioned', async () => {
    const element = await show();
    expect(getUserDetail).toHaveBeenCalledWith({ userId: USER_ID });
    expect(find(element, 'h2').textContent).toBe('Ada Example');
    expect(find(element, '[data-id="matcher"]').textContent).toBe(detail.matcherExplanation);
    expect(find(element, '[data-fact="username"]').textContent).toContain('ada.example@example.com');
    expect(find(element, '[data-fact="federation"]').textContent).toContain('None');
    expect(find(element, '[data-fact="created"]').textContent).toContain('SCIM Entra');
    expect(find(element, '[data-fact="lastLogin"]').textContent).toContain('Never');
  });

  it('lists what is missing first, then lifecycle, then what is unexpected', async () => {
    const element = await show();
    expect(findAll(element, '[data-section] h3').map((heading) => heading.textContent)).toEqual([
      'Missing 1',
      'Lifecycle 1',
      'Unexpected 1',
      'Held as expected 7',
    ]);
    const [missing] = findAll(element, '[data-section="Missing"] c-rollcall-finding');
    expect(missing.finding).toEqual(detail.findings[2]);
  });

  it('says how the user holds the rest, five at first, all when asked', async () => {
    const element = await show();
    const held = () => findAll(element, '.held li').map((line) => line.textContent);
    expect(held()).toHaveLength(5);
    expect(held()[0]).toContain('Baseline Access');
    expect(held()[0]).toContain('Permission set · through Sales Core · Everybody');
    expect(held()[1]).toMatch(/Profile · Everybody$/);
    find(element, '[data-id="show-all-held"]').click();
    await settle();
    expect(held()).toHaveLength(7);
    expect(find(element, '[data-id="show-all-held"]')).toBeNull();
    expect(element.shadowRoot.activeElement).toBe(findAll(element, '.held li')[5]);
  });

  it('says that nothing is missing', async () => {
    getUserDetail.mockResolvedValue({ ...detail, findings: [], held: [], lastLogin: '2026-11-20T08:00:00.000Z' });
    const element = await show();
    expect(find(element, '[data-id="complete"]').textContent).toContain('Nothing is missing');
    expect(find(element, '[data-id="complete"] lightning-icon').variant).toBe('success');
    expect(find(element, '[data-section="Held"]').textContent).toContain('Nothing that a rule grants.');
    expect(find(element, '[data-fact="lastLogin"] lightning-formatted-date-time')).not.toBeNull();
  });

  it('shows no success for a leaver who is not missing anything', async () => {
    const findings = detail.findings.filter(({ kind }) => kind === 'Lifecycle');
    expect(findings).not.toHaveLength(0);
    getUserDetail.mockResolvedValue({ ...detail, findings });
    const element = await show();
    expect(find(element, '[data-id="complete"]').textContent).toContain('Nothing is missing');
    expect(find(element, '[data-id="complete"] lightning-icon')).toBeNull();
  });

  it('links to the user in Setup and to the user record', async () => {
    const [setup, record] = findAll(await show(), 'a');
    expect(setup.textContent).toContain('Open in Setup');
    expect(setup.textContent).toContain('opens in a new tab');
    expect(setup.href).toMatch(/^https:/);
    expect(setup.rel).toContain('noopener');
    expect(record.textContent).toContain('Open user record');
  });

  it('counts what is expected, and how much of it is there', async () => {
    const element = await show();
    const figures = findAll(element, '.figure').map(({ textContent }) => textContent);
    expect(figures).toEqual(['Expected8', 'Held7', 'Missing1', 'Unexpected1']);
  });

  it('says where the user belongs, and what the leaving of the user waits for', async () => {
    getUserDetail.mockResolvedValue({
      ...detail,
      user: { ...detail.user, status: 'Frozen', isOverdue: true },
      department: 'Sales',
      title: 'Account Executive',
      role: 'EMEA Sales',
      frozenAt: '2026-11-20T08:00:00.000Z',
      inactiveSince: '2026-11-20T08:30:00.000Z',
      deadlineAt: '2026-11-20T09:00:00.000Z',
      unknowns: ['The sessions of this user could not be read.'],
    });
    const element = await show();
    expect(find(element, '[data-fact="role"]').textContent).toContain('EMEA Sales');
    expect(find(element, '[data-fact="department"]').textContent).toContain('Sales');
    expect(find(element, '[data-fact="title"]').textContent).toContain('Account Executive');
    for (const key of ['frozen', 'inactive', 'deadline']) {
      expect(find(element, `[data-fact="${key}"] lightning-formatted-date-time`)).not.toBeNull();
    }
    expect(find(element, '[data-id="overdue"]').label).toBe('Overdue');
    expect(find(element, '[data-id="unknowns"]').textContent).toContain('could not be read');
  });

  it('says until when something is held, and what a muting set takes back of it', async () => {
    const [first, ...others] = detail.held;
    const muted = { ...first, expiresOn: '2026-12-31T00:00:00.000Z', takesBack: ['Export Reports', 'Run Reports'] };
    getUserDetail.mockResolvedValue({ ...detail, held: [muted, ...others] });
    const element = await show();
    expect(find(element, '[data-id="muted"]').textContent).toBe(
      'The muting set of the group takes back: Export Reports, Run Reports',
    );
    expect(find(element, '[data-id="expires"] lightning-formatted-date-time').value).toBe(muted.expiresOn);
  });

  it('offers neither fixing nor leaving to those who may not', async () => {
    getUserDetail.mockResolvedValue({
      ...detail,
      findings: detail.findings.map((finding) => ({ ...finding, canFix: true })),
    });
    const element = await show();
    expect(find(element, '[data-id="fix"]')).toBeNull();
    expect(find(element, '[data-id="leave"]')).toBeNull();
    expect(find(element, 'c-rollcall-finding').canFix).toBe(false);
  });

  it('shows the timeline of the user', async () => {
    expect(find(await show(), 'c-rollcall-timeline').userId).toBe(USER_ID);
  });

  it('takes the user from the address where it is a page of its own, and nowhere else', async () => {
    const element = await show({});
    const state = { c__user: USER_ID };
    CurrentPageReference.emit({ type: 'standard__navItemPage', attributes: { apiName: 'SCIM_Rollcall' }, state });
    await settle();
    expect(element.userId).toBeNull();
    const attributes = { componentName: 'c__rollcallUserDetail' };
    CurrentPageReference.emit({ type: 'standard__component', attributes, state: {} });
    await settle();
    expect(element.userId).toBeNull();
    CurrentPageReference.emit({ type: 'standard__component', attributes, state });
    await settle();
    expect(find(element, 'h2').textContent).toBe('Ada Example');
  });

  it('announces that it loads and what it found', async () => {
    let answer;
    getUserDetail.mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const element = await show();
    expect(find(element, '[role="status"]').textContent).toBe('Loading');
    expect(find(element, 'lightning-spinner')).not.toBeNull();
    answer(detail);
    await settle();
    expect(find(element, '[role="status"]').textContent).toBe('Ada Example, missing: 1');
    expect(find(element, 'lightning-spinner')).toBeNull();
  });

  it('hands the fresh row to the list', async () => {
    const evaluated = jest.fn();
    const element = await show({ userId: null });
    element.addEventListener('evaluated', evaluated);
    element.userId = USER_ID;
    await settle();
    expect(evaluated.mock.calls[0][0].detail).toEqual(detail.user);
  });

  it('evaluates again when asked', async () => {
    const element = await show();
    find(element, '[data-id="refresh"]').click();
    await settle();
    expect(getUserDetail).toHaveBeenCalledTimes(2);
  });

  it('shows another user, and never the answer for the one before', async () => {
    let answerSlowly;
    getUserDetail.mockReturnValueOnce(
      new Promise((resolve) => {
        answerSlowly = resolve;
      }),
    );
    const element = await show();
    getUserDetail.mockResolvedValueOnce({
      ...detail,
      user: { ...detail.user, userId: OTHER_USER_ID, name: 'Grace Sample' },
    });
    element.userId = OTHER_USER_ID;
    await settle();
    answerSlowly(detail);
    await settle();
    expect(find(element, 'h2').textContent).toBe('Grace Sample');
    element.userId = OTHER_USER_ID;
    expect(getUserDetail).toHaveBeenCalledTimes(2);
  });

  it('shows why a user could not be evaluated and tries again when asked', async () => {
    getUserDetail.mockRejectedValueOnce({ body: { message: 'No access to this user' } });
    const element = await show();
    expect(find(element, '[data-id="matcher"]')).toBeNull();
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
    expect(find(element, 'h2').textContent).toBe('Ada Example');
  });

  it('says so when no source claims the user', async () => {
    getUserDetail.mockResolvedValue(null);
    const element = await show();
    expect(find(element, '[data-id="empty"]').textContent).toContain('no source claims this user');
  });

  it('waits for a user without asking the org', async () => {
    const element = await show({});
    expect(getUserDetail).not.toHaveBeenCalled();
    expect(find(element, '[data-id="empty"]')).not.toBeNull();
    expect(find(element, '[data-id="refresh"]')).toBeNull();
  });

  it('shows the user of the record page it is on, with nothing to go back to', async () => {
    const element = await show({ recordId: USER_ID });
    expect(element.recordId).toBe(USER_ID);
    expect(element.userId).toBe(USER_ID);
    expect(find(element, '[data-id="close"]')).toBeNull();
    expect(findAll(element, 'a').map(({ dataset }) => dataset.id)).toEqual(['setup']);
    element.recordId = undefined;
    await settle();
    expect(find(element, '[data-id="empty"]')).not.toBeNull();
  });

  it('takes the keyboard to its heading', async () => {
    const element = await show();
    element.focusHeading();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h2'));
  });

  it('closes by its button and by Escape, where it can be closed', async () => {
    const close = jest.fn();
    const element = await show();
    element.addEventListener('close', close);
    find(element, '[data-id="close"]').click();
    find(element, 'h2').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    find(element, 'h2').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(close).toHaveBeenCalledTimes(2);
    element.closable = false;
    find(element, 'h2').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(close).toHaveBeenCalledTimes(2);
  });

  it('drops an answer that comes after it left the page', async () => {
    let fail;
    getUserDetail.mockReturnValue(
      new Promise((resolve, reject) => {
        fail = reject;
      }),
    );
    const element = await show();
    element.remove();
    fail(new Error('Offline'));
    await settle();
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
  });

  it('is accessible', async () => {
    await expect(await show()).toBeAccessible();
  });
});
