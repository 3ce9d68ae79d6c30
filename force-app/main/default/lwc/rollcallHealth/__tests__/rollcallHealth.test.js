import { createElement } from 'lwc';
import getHealth from '@salesforce/apex/RollcallHealthController.getHealth';
import RollcallHealth from 'c/rollcallHealth';
import health from './data/health.json';

jest.mock('@salesforce/apex/RollcallHealthController.getHealth', () => ({ default: jest.fn() }), { virtual: true });

/** Lets the answer arrive and the component render. */
const settle = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

async function show() {
  const element = createElement('c-rollcall-health', { is: RollcallHealth });
  document.body.appendChild(element);
  await settle();
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const shown = (element) =>
  [...element.shadowRoot.querySelectorAll('c-rollcall-health-check')].map(({ check }) => check.name);
const headings = (element) =>
  [...element.shadowRoot.querySelectorAll('.area-heading')].map((heading) => heading.textContent);

async function onlyAttention(element, checked) {
  find(element, 'lightning-input').dispatchEvent(new CustomEvent('change', { detail: { checked } }));
  await settle();
}

describe('c-rollcall-health', () => {
  beforeEach(() => getHealth.mockResolvedValue(health));
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('shows the checks area by area and sums them up', async () => {
    const element = await show();
    expect(headings(element)).toEqual(['Source: Employees', 'Licenses', 'Scan and snapshot']);
    expect(shown(element)).toHaveLength(4);
    expect(find(element, '[data-id="summary"]').textContent).toBe('Bad: 1, warnings: 1, unknown: 0, good: 2');
    expect(find(element, 'lightning-relative-date-time').value).toBe(Date.parse(health.checkedAt));
  });

  it('shows only what wants attention when asked', async () => {
    const element = await show();
    await onlyAttention(element, true);
    expect(headings(element)).toEqual(['Source: Employees', 'Scan and snapshot']);
    expect(shown(element)).toEqual(['source.Employees.permissions', 'scan.schedule']);
    await onlyAttention(element, false);
    expect(shown(element)).toHaveLength(4);
  });

  it('says so when nothing wants attention', async () => {
    getHealth.mockResolvedValue({ ...health, checks: [health.checks[0]] });
    const element = await show();
    expect(find(element, '[data-id="all-good"]')).toBeNull();
    await onlyAttention(element, true);
    expect(find(element, '[data-id="all-good"]').textContent).toBe('Nothing wants attention.');
  });

  it('checks again when asked, and meanwhile takes no second order', async () => {
    const element = await show();
    let answer;
    getHealth.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    find(element, '[data-id="again"]').click();
    await settle();
    expect(find(element, '[data-id="again"]').disabled).toBe(true);
    expect(find(element, 'lightning-spinner')).not.toBeNull();
    answer({ ...health, checks: [] });
    await settle();
    expect(find(element, '[data-id="again"]').disabled).toBe(false);
    expect(shown(element)).toEqual([]);
  });

  it('checks again when the console is refreshed', async () => {
    const element = await show();
    await element.refresh();
    expect(getHealth).toHaveBeenCalledTimes(2);
  });

  it('shows an error in place of the checks and tries again when asked', async () => {
    getHealth.mockRejectedValueOnce({ body: { message: 'You need the permission set SCIM Rollcall Viewer.' } });
    const element = await show();
    expect(shown(element)).toEqual([]);
    find(element, 'c-rollcall-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(find(element, 'c-rollcall-error-panel')).toBeNull();
    expect(shown(element)).toHaveLength(4);
  });

  it('is accessible', async () => {
    await expect(await show()).toBeAccessible();
  });
});
