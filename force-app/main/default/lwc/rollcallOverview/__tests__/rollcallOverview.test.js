import { createElement } from 'lwc';
import getOverview from '@salesforce/apex/ProvisioningConsoleController.getOverview';
import RollcallOverview from 'c/rollcallOverview';
import overview from './data/overview.json';

jest.mock('@salesforce/apex/ProvisioningConsoleController.getOverview', () => ({ default: jest.fn() }), {
  virtual: true,
});

/** Lets the answer arrive and the component render. */
const settle = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

async function show(answer = overview) {
  getOverview.mockResolvedValue(answer);
  const element = createElement('c-rollcall-overview', { is: RollcallOverview });
  document.body.appendChild(element);
  await settle();
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const tile = (element, key) => find(element, `[data-tile="${key}"]`);

/** What the component said last with an event of that name. */
function listen(element, name) {
  const heard = jest.fn();
  element.addEventListener(name, (event) => heard(event.detail));
  return heard;
}

describe('c-rollcall-overview', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('shows tiles without figures while it loads', () => {
    getOverview.mockReturnValue(new Promise(() => {}));
    const element = createElement('c-rollcall-overview', { is: RollcallOverview });
    document.body.appendChild(element);
    expect(element.shadowRoot.querySelectorAll('c-rollcall-tile')).toHaveLength(6);
    expect(tile(element, 'provisioned').value).toBeUndefined();
    expect(find(element, 'c-rollcall-gap-chart')).toBeNull();
  });

  it('shows the figures of the org', async () => {
    const element = await show();
    expect(tile(element, 'provisioned').value).toBe(12408);
    expect(tile(element, 'provisioned').notes).toEqual(['11,920 active · 431 inactive · 57 frozen']);
    expect(tile(element, 'missing').value).toBe(214);
    expect(tile(element, 'missing').tone).toBe('error');
    expect(tile(element, 'missing').notes).toEqual(['missing entitlements: 301, critical: 63']);
    expect(tile(element, 'leavers').value).toBe(3);
    expect(find(element, '[role="status"]').textContent).toBe('The overview is up to date.');
  });

  it('tells privileged unexpected entitlements apart', async () => {
    const element = await show();
    expect(tile(element, 'unexpected').tone).toBe('error');
    expect(tile(element, 'unexpected').notes).toEqual(['held, but granted by no rule', 'privileged among them: 2']);
    document.body.replaceChildren();
    const calm = await show({ ...overview, unexpectedPrivileged: 0 });
    expect(tile(calm, 'unexpected').tone).toBe('warning');
    expect(tile(calm, 'unexpected').notes).toHaveLength(1);
  });

  it('names the licenses with the fewest seats first and counts those that run out', async () => {
    const element = await show();
    expect(tile(element, 'seats').value).toBe(2);
    expect(tile(element, 'seats').notes).toEqual(['Sales Console User: 0 of 250 left', 'Quoting: 4 of 20 left']);
  });

  it('is calm when all is well', async () => {
    const element = await show({
      ...overview,
      usersWithGaps: 0,
      unexpected: 0,
      unexpectedPrivileged: 0,
      leaversOverdue: 0,
      seats: [],
      ruleProblems: [],
    });
    const keys = ['missing', 'unexpected', 'leavers', 'seats', 'scan'];
    expect(keys.map((key) => tile(element, key).tone)).toEqual(Array(5).fill('neutral'));
    expect(keys.map((key) => tile(element, key).actionLabel)).toEqual(Array(5).fill(undefined));
    expect(tile(element, 'leavers').notes).toEqual(['every leaver was handled in time']);
    expect(tile(element, 'seats').notes).toEqual(['no rule needs a license with seats']);
    expect(find(element, 'c-rollcall-rule-problems')).toBeNull();
    expect(find(element, '[data-id="stale"]')).toBeNull();
  });

  it('warns of figures that are too old to rely on', async () => {
    const element = await show({ ...overview, isStale: true });
    expect(find(element, '[data-id="stale"]').textContent).toContain('more than 24 hours old');
    expect(tile(element, 'scan').tone).toBe('warning');
    expect(tile(element, 'scan').notes).toEqual(['older than 24 hours']);
  });

  it('says what to do first where nothing is set up or nothing was scanned', async () => {
    const element = await show({ ...overview, scannedAt: null, isStale: true, hasSources: false });
    const steps = find(element, 'c-rollcall-first-run');
    expect(steps.hasSources).toBe(false);
    expect(steps.hasScan).toBe(false);
    expect(find(element, 'c-rollcall-gap-chart')).toBeNull();
    expect(find(element, '[data-id="stale"]')).toBeNull();
    expect(tile(element, 'scan').notes).toEqual(['no scan has completed']);
    document.body.replaceChildren();
    const empty = await show({ ...overview, provisioned: 0, scannedAt: null, hasSources: false });
    expect(find(empty, 'c-rollcall-first-run')).not.toBeNull();
    expect(find(empty, 'c-rollcall-tile')).toBeNull();
    document.body.replaceChildren();
    expect(find(await show(), 'c-rollcall-first-run')).toBeNull();
  });

  it('lists the rules that cannot be evaluated', async () => {
    expect(find(await show(), 'c-rollcall-rule-problems').problems).toHaveLength(1);
  });

  it.each([
    ['provisioned', 'all'],
    ['missing', 'missing'],
    ['unexpected', 'unexpected'],
  ])('leads from the figure %s to the users behind it', async (key, shown) => {
    const element = await show();
    const heard = listen(element, 'showusers');
    expect(tile(element, key).actionLabel).toBe('Show users');
    tile(element, key).dispatchEvent(new CustomEvent('action'));
    expect(heard.mock.calls).toEqual([[{ show: shown }]]);
  });

  it.each([
    ['leavers', 'leavers'],
    ['seats', 'entitlements'],
  ])('leads from the figure %s to the tab that says more', async (key, tab) => {
    const element = await show();
    const heard = listen(element, 'tabopen');
    tile(element, key).dispatchEvent(new CustomEvent('action'));
    expect(heard.mock.calls).toEqual([[{ tab }]]);
  });

  it('leads from a bar to those who miss that entitlement, and from the chart to all entitlements', async () => {
    const element = await show();
    const users = listen(element, 'showusers');
    const tabs = listen(element, 'tabopen');
    const chart = find(element, 'c-rollcall-gap-chart');
    chart.dispatchEvent(new CustomEvent('choose', { detail: { entitlement: 'permissionset:quoting' } }));
    chart.dispatchEvent(new CustomEvent('showall'));
    expect(users.mock.calls).toEqual([[{ show: 'missing', entitlement: 'permissionset:quoting' }]]);
    expect(tabs.mock.calls).toEqual([[{ tab: 'entitlements' }]]);
  });

  it('leads from a new gap to its user', async () => {
    const element = await show();
    const heard = listen(element, 'useropen');
    const detail = { userId: '005000000000014AAA' };
    find(element, 'c-rollcall-newest-gaps').dispatchEvent(new CustomEvent('useropen', { detail }));
    expect(heard.mock.calls).toEqual([[detail]]);
  });

  it('reads the figures again when asked', async () => {
    const element = await show();
    getOverview.mockResolvedValue({ ...overview, provisioned: 1 });
    await element.refresh();
    await settle();
    expect(tile(element, 'provisioned').value).toBe(1);
  });

  it('shows an error in place of the figures and tries again when asked', async () => {
    getOverview.mockRejectedValueOnce({ body: { message: 'No access' } });
    const element = await show();
    expect(find(element, 'c-rollcall-tile')).toBeNull();
    expect(find(element, 'c-rollcall-gap-chart')).toBeNull();
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(tile(element, 'provisioned').value).toBe(12408);
  });

  it('is accessible', async () => {
    await expect(await show()).toBeAccessible();
  });
});
