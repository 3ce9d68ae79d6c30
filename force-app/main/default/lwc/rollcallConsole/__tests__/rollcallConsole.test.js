import { createElement } from 'lwc';
import { CurrentPageReference } from 'lightning/navigation';
import { refreshApex } from '@salesforce/apex';
import catchUp from '@salesforce/apex/ProvisioningConsoleController.catchUp';
import getContext from '@salesforce/apex/ProvisioningConsoleController.getContext';
import getOverview from '@salesforce/apex/ProvisioningConsoleController.getOverview';
import getUserDetail from '@salesforce/apex/ProvisioningConsoleController.getUserDetail';
import getUsers from '@salesforce/apex/ProvisioningConsoleController.getUsers';
import getEntitlements from '@salesforce/apex/RollcallEntitlementController.getEntitlements';
import getHealth from '@salesforce/apex/RollcallHealthController.getHealth';
import getLeavers from '@salesforce/apex/RollcallLeaveController.getLeavers';
import RollcallConsole from 'c/rollcallConsole';
import RollcallFixModal from 'c/rollcallFixModal';
import { DEFAULT_VIEW } from 'c/rollcallView';
import context from './data/context.json';

function mockWire() {
  const { createApexTestWireAdapter } = jest.requireActual('@salesforce/sfdx-lwc-jest');
  return { default: createApexTestWireAdapter(jest.fn()) };
}
function mockCall() {
  return { default: jest.fn() };
}
jest.mock('@salesforce/apex/ProvisioningConsoleController.getContext', () => mockWire(), { virtual: true });
jest.mock('@salesforce/apex/ProvisioningConsoleController.getOverview', () => mockCall(), { virtual: true });
jest.mock('@salesforce/apex/ProvisioningConsoleController.catchUp', () => mockCall(), { virtual: true });
jest.mock('@salesforce/apex/ProvisioningConsoleController.getUsers', () => mockCall(), { virtual: true });
jest.mock('@salesforce/apex/ProvisioningConsoleController.getUserDetail', () => mockCall(), { virtual: true });
jest.mock('@salesforce/apex/RollcallEntitlementController.getEntitlements', () => mockCall(), { virtual: true });
jest.mock('@salesforce/apex/RollcallHealthController.getHealth', () => mockCall(), { virtual: true });
jest.mock('@salesforce/apex/RollcallLeaveController.getLeavers', () => mockCall(), { virtual: true });
jest.mock('@salesforce/apex', () => ({ refreshApex: jest.fn(() => Promise.resolve()) }), { virtual: true });
jest.mock('c/rollcallFixModal', () => ({ __esModule: true, default: { open: jest.fn() } }));

const mockNavigate = jest.fn();
jest.mock('lightning/navigation', () => {
  const { createTestWireAdapter } = jest.requireActual('@salesforce/wire-service-jest-util');
  const Navigate = Symbol('Navigate');
  const GenerateUrl = Symbol('GenerateUrl');
  const mixin = (Base) =>
    class extends Base {
      [Navigate](...parameters) {
        mockNavigate(...parameters);
      }
      [GenerateUrl]() {
        return Promise.resolve('https://example.com');
      }
    };
  return {
    CurrentPageReference: createTestWireAdapter(jest.fn()),
    NavigationMixin: Object.assign(mixin, { Navigate, GenerateUrl }),
  };
});

const USER_ID = '005000000000014AAA';
const PAGE = { type: 'standard__navItemPage', attributes: { apiName: 'SCIM_Rollcall' } };
const USERS = { c__tab: 'users' };

/** Width of the window, in rem. */
let width;
window.matchMedia = (media) => {
  const [maxWidth] = /[\d.]+/.exec(media);
  return Object.assign(new EventTarget(), { matches: width <= Number(maxWidth) });
};

/** Lets answered calls arrive and the component render. */
const settle = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

async function show(state = USERS) {
  const element = createElement('c-rollcall-console', { is: RollcallConsole });
  document.body.appendChild(element);
  if (state) {
    CurrentPageReference.emit({ ...PAGE, state });
  }
  getContext.emit(context);
  await settle();
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const listOf = (element) => find(element, 'c-rollcall-user-list');
const detailOf = (element) => find(element, 'c-rollcall-user-detail');
const overviewOf = (element) => find(element, 'c-rollcall-overview');
const tabOf = (element) => find(element, 'lightning-tabset').activeTabValue;

function ask(component, name, detail) {
  component.dispatchEvent(new CustomEvent(name, { detail }));
  return settle();
}

/** What the tab set does when a person chooses a tab. */
function choose(element, tab) {
  return ask(find(element, `[data-tab="${tab}"]`), 'active');
}

beforeEach(() => {
  width = 90;
  getOverview.mockResolvedValue({ hasSources: true, seats: [], ruleProblems: [], scannedAt: null });
  getUsers.mockResolvedValue({ rows: [], nextCursor: null, total: 0 });
  getUserDetail.mockResolvedValue(null);
  getEntitlements.mockResolvedValue([]);
  getHealth.mockResolvedValue({ checks: [], checkedAt: '2026-11-20T09:12:00.000Z' });
  getLeavers.mockResolvedValue({ rows: [], nextCursor: null, total: 0 });
  catchUp.mockResolvedValue({ evaluated: 0, more: false });
});
afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});

describe('c-rollcall-console', () => {
  it('names the sources and hands the context to its parts', async () => {
    const element = await show();
    expect(find(element, '[data-id="sources"]').textContent).toBe('Sources: Entra – Employees · Okta – Contractors');
    expect(find(element, 'h1').textContent).toBe('Provisioned users and what they are missing');
    expect(find(element, 'c-rollcall-scan-control').canAdminister).toBe(true);
    expect(find(element, 'c-rollcall-scan-control').lastScan).toEqual(context.lastScan);
    expect(listOf(element).sources).toHaveLength(2);
    expect(listOf(element).canRemediate).toBe(true);
    expect(detailOf(element)).toBeNull();
  });

  it('lists the sources by their labels', async () => {
    const element = await show();
    getContext.emit({ ...context, sources: [...context.sources].reverse() });
    await settle();
    expect(listOf(element).sources.map(({ label }) => label)).toEqual(['Entra – Employees', 'Okta – Contractors']);
  });

  it('says what to do when no source is active', async () => {
    const element = await show();
    getContext.emit({ ...context, sources: [], canAdminister: false, lastScan: null });
    await settle();
    expect(find(element, '[data-id="sources"]').textContent).toContain('No provisioning source is active');
    expect(find(element, 'c-rollcall-scan-control').canAdminister).toBe(false);
  });

  it('shows one error in place of everything when the person may not see it', async () => {
    const element = await show();
    getContext.error({ message: 'You need the permission set SCIM Rollcall Viewer.' });
    await settle();
    expect(find(element, 'lightning-tabset')).toBeNull();
    expect(listOf(element)).toBeNull();
    expect(find(element, '[data-id="sources"]').textContent).toBe('');
  });

  it('asks for no data before it knows that the person may see it', async () => {
    const element = createElement('c-rollcall-console', { is: RollcallConsole });
    document.body.appendChild(element);
    await settle();
    expect(getOverview).not.toHaveBeenCalled();
    expect(getUsers).not.toHaveBeenCalled();
  });

  it('tries all of it again when asked, and keeps the keyboard on the page', async () => {
    catchUp.mockRejectedValueOnce(new Error('Offline'));
    const element = await show();
    getContext.error({ message: 'Offline' });
    await settle();
    refreshApex.mockImplementationOnce(async () => getContext.emit(context));
    await ask(find(element, 'c-rollcall-error-panel'), 'retry');
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
    expect(listOf(element)).not.toBeNull();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'h1'));
  });

  it('reads the list again when users arrived since the last scan', async () => {
    catchUp.mockResolvedValue({ evaluated: 2, more: false });
    const element = await show();
    expect(catchUp).toHaveBeenCalledTimes(1);
    expect(getUsers).toHaveBeenCalledTimes(2);
    expect(find(element, '.notice')).toBeNull();
  });

  it('says that a scan is due when too much has changed, until one has run', async () => {
    catchUp.mockResolvedValue({ evaluated: 200, more: true });
    const element = await show();
    expect(find(element, '.notice').textContent).toContain('Start a scan');
    await ask(find(element, 'c-rollcall-scan-control'), 'scanfinished');
    expect(find(element, '.notice')).toBeNull();
  });

  it('still shows the last scan when the changes could not be evaluated, and tries again when asked', async () => {
    catchUp.mockRejectedValueOnce({ body: { message: 'Too many SOQL queries: 101' } });
    const element = await show();
    expect(listOf(element)).not.toBeNull();
    await ask(find(element, '[data-id="changes-error"]'), 'retry');
    expect(find(element, '[data-id="changes-error"]')).toBeNull();
    expect(catchUp).toHaveBeenCalledTimes(2);
  });

  it('evaluates the changes and reads everything again when asked', async () => {
    const element = await show();
    find(element, '[data-id="refresh"]').click();
    await settle();
    expect(catchUp).toHaveBeenCalledTimes(2);
    expect(getUsers).toHaveBeenCalledTimes(2);
    expect(refreshApex).toHaveBeenCalledTimes(1);
  });

  it('reads everything again after a scan', async () => {
    const element = await show({});
    await ask(find(element, 'c-rollcall-scan-control'), 'scanfinished');
    expect(refreshApex).toHaveBeenCalledTimes(1);
    expect(getOverview).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['overview', {}],
    ['users', { c__tab: 'users', c__user: USER_ID }],
    ['entitlements', { c__tab: 'entitlements' }],
    ['leavers', { c__tab: 'leavers' }],
    ['health', { c__tab: 'health' }],
  ])('is accessible on the tab %s', async (_tab, state) => {
    await expect(await show(state)).toBeAccessible();
  });
});

describe('the tabs', () => {
  it('opens with the overview, and reads no users for it', async () => {
    const element = await show({});
    expect(tabOf(element)).toBe('overview');
    expect(overviewOf(element)).not.toBeNull();
    expect(listOf(element)).toBeNull();
    expect(getUsers).not.toHaveBeenCalled();
  });

  it('names the five tabs', async () => {
    const element = await show({});
    expect([...element.shadowRoot.querySelectorAll('lightning-tab')].map(({ label }) => label)).toEqual([
      'Overview',
      'Users',
      'Entitlements',
      'Leavers',
      'Health',
    ]);
  });

  it.each([
    ['entitlements', 'c-rollcall-entitlements'],
    ['leavers', 'c-rollcall-leavers'],
    ['health', 'c-rollcall-health'],
  ])('opens %s with a step in the history, and reads it again with the rest', async (tab, part) => {
    const element = await show({});
    await choose(element, tab);
    expect(find(element, part)).not.toBeNull();
    expect(overviewOf(element)).toBeNull();
    expect(mockNavigate.mock.calls).toEqual([[{ ...PAGE, state: { c__tab: tab } }, false]]);
    find(element, '[data-id="refresh"]').click();
    await settle();
    const calls = { entitlements: getEntitlements, leavers: getLeavers, health: getHealth };
    expect(calls[tab]).toHaveBeenCalledTimes(2);
  });

  it('makes no step when the URL opened the tab, nor for what is no tab', async () => {
    const element = await show({ c__tab: 'health' });
    await choose(element, 'health');
    const other = find(element, '[data-tab="users"]');
    other.value = 'elsewhere';
    await ask(other, 'active');
    expect(mockNavigate).not.toHaveBeenCalled();
    expect(tabOf(element)).toBe('health');
  });

  it('keeps list and open user behind another tab, and comes back to them', async () => {
    const element = await show({ c__tab: 'users', c__show: 'missing', c__user: USER_ID });
    await choose(element, 'health');
    CurrentPageReference.emit({ ...PAGE, state: { c__tab: 'health' } });
    await settle();
    expect(listOf(element).view.show).toBe('missing');
    await choose(element, 'users');
    expect(mockNavigate).toHaveBeenLastCalledWith(
      { ...PAGE, state: { c__tab: 'users', c__user: USER_ID, c__show: 'missing' } },
      false,
    );
    expect(getUsers).toHaveBeenCalledTimes(1);
    expect(detailOf(element).userId).toBe(USER_ID);
  });

  it('follows the Back button from tab to tab', async () => {
    const element = await show({ c__tab: 'health' });
    CurrentPageReference.emit({ ...PAGE, state: {} });
    await settle();
    expect(tabOf(element)).toBe('overview');
    expect(overviewOf(element)).not.toBeNull();
  });

  it('hands the rights and sources to the leavers, and reads everything again after somebody left', async () => {
    const element = await show({ c__tab: 'leavers' });
    const leavers = find(element, 'c-rollcall-leavers');
    expect(leavers.canDeprovision).toBe(true);
    expect(leavers.sources).toHaveLength(2);
    await ask(leavers, 'fixed', { userId: USER_ID });
    expect(getLeavers).toHaveBeenCalledTimes(2);
  });

  it('opens a tab that the overview names', async () => {
    const element = await show({});
    await ask(overviewOf(element), 'tabopen', { tab: 'entitlements' });
    expect(tabOf(element)).toBe('entitlements');
  });

  it('opens a user of the overview beside the list and takes the keyboard there', async () => {
    const element = await show({});
    await ask(overviewOf(element), 'useropen', { userId: USER_ID });
    expect(tabOf(element)).toBe('users');
    expect(detailOf(element).userId).toBe(USER_ID);
    expect(element.shadowRoot.activeElement).toBe(detailOf(element));
    expect(mockNavigate).toHaveBeenCalledWith({ ...PAGE, state: { c__tab: 'users', c__user: USER_ID } }, false);
  });

  it('shows the users behind a figure, all of them and in the order of before', async () => {
    const element = await show({ ...USERS, c__search: 'ada', c__source: 'Employees', c__sort: 'name-asc' });
    await choose(element, 'overview');
    await ask(overviewOf(element), 'showusers', { show: 'unexpected' });
    expect(listOf(element).view).toEqual({
      ...DEFAULT_VIEW,
      show: 'unexpected',
      sortField: 'name',
      sortDirection: 'asc',
    });
    const state = { c__tab: 'users', c__show: 'unexpected', c__sort: 'name-asc' };
    expect(mockNavigate).toHaveBeenLastCalledWith({ ...PAGE, state }, false);
  });

  it('shows the users of an entitlement', async () => {
    const element = await show({ c__tab: 'entitlements' });
    const entitlement = 'permissionset:quote_editor';
    await ask(find(element, 'c-rollcall-entitlements'), 'showusers', { entitlement });
    expect(listOf(element).view).toEqual({ ...DEFAULT_VIEW, entitlement });
  });
});

describe('the users', () => {
  it('restores the view and the open user from the URL', async () => {
    const element = await show({ c__show: 'missing', c__search: 'ada', c__sort: 'name-asc', c__user: USER_ID });
    expect(listOf(element).view).toEqual({
      ...DEFAULT_VIEW,
      show: 'missing',
      search: 'ada',
      sortField: 'name',
      sortDirection: 'asc',
    });
    expect(detailOf(element).userId).toBe(USER_ID);
    expect(listOf(element).openUserId).toBe(USER_ID);
  });

  it('writes a changed view into the URL in place of the one before', async () => {
    const element = await show({ ...USERS, c__other: 'kept' });
    await ask(listOf(element), 'viewchange', { ...DEFAULT_VIEW, source: 'Employees' });
    const state = { c__tab: 'users', c__other: 'kept', c__source: 'Employees' };
    expect(mockNavigate).toHaveBeenCalledWith({ ...PAGE, state }, true);
    expect(listOf(element).view.source).toBe('Employees');
  });

  it('opens a user beside the list, with a step in the history, and takes the keyboard there', async () => {
    const element = await show();
    await ask(listOf(element), 'useropen', { userId: USER_ID });
    expect(mockNavigate).toHaveBeenCalledWith({ ...PAGE, state: { c__tab: 'users', c__user: USER_ID } }, false);
    expect(detailOf(element).userId).toBe(USER_ID);
    expect(element.shadowRoot.activeElement).toBe(detailOf(element));
    expect(listOf(element).parentElement.className).not.toContain('slds-hide');

    document.activeElement.blur();
    await ask(listOf(element), 'useropen', { userId: USER_ID });
    expect(mockNavigate).toHaveBeenCalledTimes(1);
    expect(element.shadowRoot.activeElement).toBe(detailOf(element));
  });

  it('closes the user and returns the keyboard to the list', async () => {
    const element = await show({ c__user: USER_ID });
    await ask(detailOf(element), 'close');
    expect(detailOf(element)).toBeNull();
    expect(mockNavigate).toHaveBeenCalledWith({ ...PAGE, state: { c__tab: 'users' } }, false);
    expect(element.shadowRoot.activeElement).toBe(listOf(element));
  });

  it('follows the Back button', async () => {
    const element = await show({ c__user: USER_ID, c__show: 'missing' });
    CurrentPageReference.emit({ ...PAGE, state: USERS });
    await settle();
    expect(detailOf(element)).toBeNull();
    expect(listOf(element).view).toEqual(DEFAULT_VIEW);
  });

  it('works on a page that has no reference', async () => {
    const element = await show(null);
    CurrentPageReference.emit(null);
    await choose(element, 'users');
    await ask(listOf(element), 'useropen', { userId: USER_ID });
    expect(detailOf(element).userId).toBe(USER_ID);
    expect(mockNavigate).not.toHaveBeenCalled();
  });

  it('hands a freshly evaluated row to the list', async () => {
    const element = await show({ c__user: USER_ID });
    const replaceRow = jest.spyOn(listOf(element), 'replaceRow');
    await ask(detailOf(element), 'evaluated', { userId: USER_ID });
    expect(replaceRow).toHaveBeenCalledWith({ userId: USER_ID });
  });

  /** A window that tells how far its job is, and is closed then. */
  function closeWindowAt(outcome) {
    RollcallFixModal.open.mockImplementationOnce(async ({ onprogress }) => {
      onprogress(new CustomEvent('progress', { detail: outcome }));
    });
  }

  it('fixes the selected users, then clears the selection and reads everything again', async () => {
    closeWindowAt({ correlationId: '1', status: 'Finished' });
    const element = await show();
    const clear = jest.spyOn(listOf(element), 'clearSelection');
    await ask(listOf(element), 'fix', { userIds: [USER_ID] });
    expect(RollcallFixModal.open).toHaveBeenCalledWith(
      expect.objectContaining({ userIds: [USER_ID], findingKeys: null, includeUnexpected: false }),
    );
    expect(clear).toHaveBeenCalledTimes(1);
    expect(getUsers).toHaveBeenCalledTimes(2);
    expect(find(element, '[data-id="running"]')).toBeNull();
  });

  it('keeps a fix within reach that goes on after its window was closed', async () => {
    closeWindowAt({ correlationId: '1', status: 'Running' });
    const element = await show();
    await ask(listOf(element), 'fix', { userIds: [USER_ID] });
    closeWindowAt({ correlationId: '1', status: 'Finished' });
    find(element, '[data-id="show-job"]').click();
    await settle();
    expect(RollcallFixModal.open).toHaveBeenLastCalledWith(expect.objectContaining({ correlationId: '1' }));
    expect(find(element, '[data-id="running"]')).toBeNull();
  });

  it('keeps the selection when fixing was given up', async () => {
    RollcallFixModal.open.mockResolvedValueOnce(undefined);
    const element = await show();
    const clear = jest.spyOn(listOf(element), 'clearSelection');
    await ask(listOf(element), 'fix', { userIds: [USER_ID] });
    expect(clear).not.toHaveBeenCalled();
    expect(getUsers).toHaveBeenCalledTimes(1);
  });

  it('reads everything again when the open user was fixed', async () => {
    const element = await show({ c__user: USER_ID });
    await ask(detailOf(element), 'fixed', { userId: USER_ID });
    expect(getUsers).toHaveBeenCalledTimes(2);
  });

  it('shows the detail in place of the list where both do not fit', async () => {
    width = 70;
    const element = await show();
    expect(listOf(element).compact).toBe(false);
    await ask(listOf(element), 'useropen', { userId: USER_ID });
    expect(listOf(element).parentElement.className).toContain('slds-hide');
    await ask(detailOf(element), 'close');
    expect(listOf(element).parentElement.className).not.toContain('slds-hide');
  });

  it('shows cards where the table does not fit', async () => {
    width = 20;
    const element = await show();
    expect(listOf(element).compact).toBe(true);
  });
});
