import { createElement } from 'lwc';
import { CurrentPageReference } from 'lightning/navigation';
import { refreshApex } from '@salesforce/apex';
import catchUp from '@salesforce/apex/ProvisioningConsoleController.catchUp';
import getContext from '@salesforce/apex/ProvisioningConsoleController.getContext';
import getOverview from '@salesforce/apex/ProvisioningConsoleController.getOverview';
import getUserDetail from '@salesforce/apex/ProvisioningConsoleController.getUserDetail';
import getUsers from '@salesforce/apex/ProvisioningConsoleController.getUsers';
import RollcallConsole from 'c/rollcallConsole';
import { DEFAULT_VIEW } from 'c/rollcallView';
import context from './data/context.json';

function mockWire() {
  const { createApexTestWireAdapter } = jest.requireActual('@salesforce/sfdx-lwc-jest');
  return { default: createApexTestWireAdapter(jest.fn()) };
}
jest.mock('@salesforce/apex/ProvisioningConsoleController.getContext', () => mockWire(), { virtual: true });
jest.mock('@salesforce/apex/ProvisioningConsoleController.getOverview', () => mockWire(), { virtual: true });
jest.mock('@salesforce/apex/ProvisioningConsoleController.catchUp', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ProvisioningConsoleController.getUsers', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ProvisioningConsoleController.getUserDetail', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex', () => ({ refreshApex: jest.fn(() => Promise.resolve()) }), { virtual: true });

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
const TAB = { type: 'standard__navItemPage', attributes: { apiName: 'SCIM_Rollcall' } };

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

async function show(state = {}) {
  const element = createElement('c-rollcall-console', { is: RollcallConsole });
  document.body.appendChild(element);
  if (state) {
    CurrentPageReference.emit({ ...TAB, state });
  }
  getContext.emit(context);
  await settle();
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const listOf = (element) => find(element, 'c-rollcall-user-list');
const detailOf = (element) => find(element, 'c-rollcall-user-detail');

function ask(component, name, detail) {
  component.dispatchEvent(new CustomEvent(name, { detail }));
  return settle();
}

describe('c-rollcall-console', () => {
  beforeEach(() => {
    width = 90;
    getUsers.mockResolvedValue({ rows: [], nextCursor: null, total: 0 });
    getUserDetail.mockResolvedValue(null);
    catchUp.mockResolvedValue({ evaluated: 0, more: false });
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('names the sources and hands the context to its parts', async () => {
    const element = await show();
    expect(find(element, '[data-id="sources"]').textContent).toBe('Sources: Entra – Employees · Okta – Contractors');
    expect(find(element, 'h1').textContent).toBe('Provisioned users and what they are missing');
    expect(find(element, 'c-rollcall-scan-control').canAdminister).toBe(true);
    expect(find(element, 'c-rollcall-scan-control').lastScan).toEqual(context.lastScan);
    expect(listOf(element).sources).toHaveLength(2);
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
    expect(listOf(element)).toBeNull();
    expect(find(element, 'c-rollcall-overview')).toBeNull();
    expect(find(element, '[data-id="sources"]').textContent).toBe('');
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
    const element = await show({ c__other: 'kept' });
    await ask(listOf(element), 'viewchange', { ...DEFAULT_VIEW, source: 'Employees' });
    expect(mockNavigate).toHaveBeenCalledWith({ ...TAB, state: { c__other: 'kept', c__source: 'Employees' } }, true);
    expect(listOf(element).view.source).toBe('Employees');
  });

  it('opens a user beside the list, with a step in the history, and takes the keyboard there', async () => {
    const element = await show();
    await ask(listOf(element), 'useropen', { userId: USER_ID });
    expect(mockNavigate).toHaveBeenCalledWith({ ...TAB, state: { c__user: USER_ID } }, false);
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
    expect(mockNavigate).toHaveBeenCalledWith({ ...TAB, state: {} }, false);
    expect(element.shadowRoot.activeElement).toBe(listOf(element));
  });

  it('follows the Back button', async () => {
    const element = await show({ c__user: USER_ID, c__show: 'missing' });
    CurrentPageReference.emit({ ...TAB, state: {} });
    await settle();
    expect(detailOf(element)).toBeNull();
    expect(listOf(element).view).toEqual(DEFAULT_VIEW);
  });

  it('shows the users behind a figure, all of them and in the order of before', async () => {
    const element = await show({ c__search: 'ada', c__source: 'Employees', c__sort: 'name-asc' });
    await ask(find(element, 'c-rollcall-overview'), 'showusers', { show: 'overdue' });
    expect(listOf(element).view).toEqual({
      search: '',
      source: '',
      show: 'overdue',
      sortField: 'name',
      sortDirection: 'asc',
    });
    const state = { c__show: 'overdue', c__sort: 'name-asc' };
    expect(mockNavigate).toHaveBeenCalledWith({ ...TAB, state }, true);
  });

  it('works on a page that has no reference', async () => {
    const element = await show(null);
    CurrentPageReference.emit(null);
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
    expect(refreshApex).toHaveBeenCalledTimes(2);
  });

  it('reads everything again after a scan', async () => {
    const element = await show();
    await ask(find(element, 'c-rollcall-scan-control'), 'scanfinished');
    expect(refreshApex).toHaveBeenCalledTimes(2);
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

  it('is accessible', async () => {
    const element = await show({ c__user: USER_ID });
    getOverview.emit({ provisioned: 1, active: 1, seats: [], ruleProblems: [] });
    await settle();
    await expect(element).toBeAccessible();
  });
});
