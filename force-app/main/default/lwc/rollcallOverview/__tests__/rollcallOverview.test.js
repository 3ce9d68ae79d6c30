import { createElement } from 'lwc';
import { refreshApex } from '@salesforce/apex';
import getOverview from '@salesforce/apex/ProvisioningConsoleController.getOverview';
import RollcallOverview from 'c/rollcallOverview';
import overview from './data/overview.json';

jest.mock(
  '@salesforce/apex/ProvisioningConsoleController.getOverview',
  () => {
    const { createApexTestWireAdapter } = jest.requireActual('@salesforce/sfdx-lwc-jest');
    return { default: createApexTestWireAdapter(jest.fn()) };
  },
  { virtual: true },
);
jest.mock('@salesforce/apex', () => ({ refreshApex: jest.fn(() => Promise.resolve()) }), { virtual: true });

function show() {
  const element = createElement('c-rollcall-overview', { is: RollcallOverview });
  document.body.appendChild(element);
  return element;
}

const tile = (element, key) => element.shadowRoot.querySelector(`[data-tile="${key}"]`);

describe('c-rollcall-overview', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('shows tiles without figures while it loads', () => {
    const element = show();
    expect(element.shadowRoot.querySelectorAll('c-rollcall-tile')).toHaveLength(5);
    expect(tile(element, 'provisioned').value).toBeUndefined();
  });

  it('shows the figures of the org', async () => {
    const element = show();
    getOverview.emit(overview);
    await Promise.resolve();
    expect(tile(element, 'provisioned').value).toBe(12408);
    expect(tile(element, 'provisioned').notes).toEqual(['11,920 active · 431 inactive · 57 frozen']);
    expect(tile(element, 'missing').value).toBe(214);
    expect(tile(element, 'missing').tone).toBe('error');
    expect(tile(element, 'missing').notes).toEqual(['missing entitlements: 301, critical: 63']);
    expect(tile(element, 'leavers').value).toBe(3);
    expect(tile(element, 'unexpected').tone).toBe('warning');
  });

  it('names the licenses with the fewest seats first and counts those without any', async () => {
    const element = show();
    getOverview.emit(overview);
    await Promise.resolve();
    expect(tile(element, 'seats').value).toBe(1);
    expect(tile(element, 'seats').notes).toEqual(['Sales Console User: 0 of 250 left', 'Quoting: 4 of 20 left']);
  });

  it('is calm when all is well', async () => {
    const element = show();
    getOverview.emit({ ...overview, usersWithGaps: 0, unexpected: 0, leaversOverdue: 0, seats: [], ruleProblems: [] });
    await Promise.resolve();
    expect(['missing', 'unexpected', 'leavers', 'seats'].map((key) => tile(element, key).tone)).toEqual(
      Array(4).fill('neutral'),
    );
    expect(['missing', 'unexpected', 'leavers'].map((key) => tile(element, key).actionLabel)).toEqual(
      Array(3).fill(undefined),
    );
    expect(tile(element, 'leavers').notes).toEqual(['every leaver was handled in time']);
    expect(tile(element, 'seats').notes).toEqual(['no rule needs a license with seats']);
    expect(element.shadowRoot.querySelector('c-rollcall-rule-problems')).toBeNull();
  });

  it('lists the rules that cannot be evaluated', async () => {
    const element = show();
    getOverview.emit(overview);
    await Promise.resolve();
    expect(element.shadowRoot.querySelector('c-rollcall-rule-problems').problems).toHaveLength(1);
  });

  it.each([
    ['missing', 'missing'],
    ['unexpected', 'unexpected'],
    ['leavers', 'overdue'],
  ])('leads from the figure %s to the users behind it', async (key, shown) => {
    const element = show();
    const showUsers = jest.fn();
    element.addEventListener('showusers', (event) => showUsers(event.detail));
    getOverview.emit(overview);
    await Promise.resolve();
    expect(tile(element, key).actionLabel).toBe('Show users');
    tile(element, key).dispatchEvent(new CustomEvent('action'));
    expect(showUsers.mock.calls).toEqual([[{ show: shown }]]);
  });

  it('shows an error in place of the figures and tries again when asked', async () => {
    const element = show();
    getOverview.error({ message: 'No access' });
    await Promise.resolve();
    expect(element.shadowRoot.querySelector('c-rollcall-tile')).toBeNull();
    element.shadowRoot.querySelector('c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    expect(refreshApex).toHaveBeenCalledTimes(1);
  });

  it('is accessible', async () => {
    const element = show();
    getOverview.emit(overview);
    await Promise.resolve();
    await expect(element).toBeAccessible();
  });
});
