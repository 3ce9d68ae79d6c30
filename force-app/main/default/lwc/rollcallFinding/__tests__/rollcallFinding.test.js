import { createElement } from 'lwc';
import RollcallFinding from 'c/rollcallFinding';
import finding from './data/finding.json';

function show(shown = finding) {
  const element = createElement('c-rollcall-finding', { is: RollcallFinding });
  element.finding = shown;
  document.body.appendChild(element);
  return element;
}

const fact = (element, key) => element.shadowRoot.querySelector(`[data-fact="${key}"]`);

describe('c-rollcall-finding', () => {
  afterEach(() => document.body.replaceChildren());

  it('names the entitlement, its type, the severity and the reason', () => {
    const { shadowRoot } = show();
    expect(shadowRoot.querySelector('h4').textContent).toBe('Sales Core');
    expect(shadowRoot.textContent).toContain('Permission set group · Severity: Critical');
    expect(shadowRoot.querySelector('c-rollcall-badge').label).toBe('no seats left');
  });

  it('says which rule wants it, why, what is, and what to do on either side', () => {
    const element = show();
    expect(fact(element, 'rule').textContent).toContain('Sales, all regions – Sellers work in the console.');
    expect(fact(element, 'expected').textContent).toContain('Department equals Sales');
    expect(fact(element, 'actual').textContent).toContain('0 of 250');
    expect(fact(element, 'fix').textContent).toContain('Free a seat');
    expect(fact(element, 'fixInIdp').textContent).toContain('Nothing has to change in Entra.');
    expect(fact(element, 'firstSeen').querySelector('lightning-formatted-date-time').value).toBe(finding.firstSeen);
  });

  it('leaves out what the org did not say', () => {
    const element = show({ key: 'k', kind: 'Lifecycle', reason: 'NEVER_LOGGED_IN', reasonLabel: 'never logged in' });
    expect(element.shadowRoot.querySelector('h4').textContent).toBe('never logged in');
    expect(element.shadowRoot.querySelectorAll('[data-fact]')).toHaveLength(0);
  });

  it('names a finding about the user as a whole by its reason, with the severity beside it', () => {
    const { shadowRoot } = show({
      key: 'k',
      kind: 'Lifecycle',
      reason: 'DEPROVISIONING_OVERDUE',
      reasonLabel: 'deactivation overdue',
      severity: 'Critical',
    });
    expect(shadowRoot.querySelector('h4').textContent).toBe('deactivation overdue');
    expect(shadowRoot.querySelector('c-rollcall-badge').label).toBe('Critical');
    expect(shadowRoot.textContent).not.toContain('Severity');
  });

  it('says what is before what to do', () => {
    const keys = [...show().shadowRoot.querySelectorAll('[data-fact]')].map(({ dataset }) => dataset.fact);
    expect(keys).toEqual(['actual', 'expected', 'rule', 'fix', 'fixInIdp', 'firstSeen']);
  });

  it('falls back to developer names', () => {
    const element = show({
      key: 'k',
      kind: 'Missing',
      reason: 'NOT_ASSIGNED',
      entitlementName: 'Sales_Core',
      rule: 'Sales',
    });
    expect(element.shadowRoot.querySelector('h4').textContent).toBe('Sales_Core');
    expect(fact(element, 'rule').textContent).toContain('Sales');
    expect(element.shadowRoot.querySelector('c-rollcall-badge')).toBeNull();
  });

  it('offers to fix what can be fixed, to those who may', () => {
    const heard = jest.fn();
    const fixable = { ...finding, canFix: true };
    const element = show(fixable);
    const button = () => element.shadowRoot.querySelector('[data-id="fix"]');
    expect(button()).toBeNull();
    element.canFix = true;
    element.addEventListener('fix', heard);
    return Promise.resolve().then(() => {
      expect(button().label).toBe('Fix…');
      expect(button().title).toBe('Fix Sales Core');
      button().click();
      expect(heard.mock.calls[0][0].detail).toEqual({ key: finding.key, kind: finding.kind });
      element.finding = { ...finding, canFix: false };
      return Promise.resolve().then(() => expect(button()).toBeNull());
    });
  });

  it('offers to remove what no rule grants, and says how it is held and until when', () => {
    const element = show({
      ...finding,
      kind: 'Unexpected',
      canFix: true,
      isPrivileged: true,
      via: 'Sales Core',
      expiresOn: '2026-12-31T00:00:00.000Z',
    });
    element.canFix = true;
    return Promise.resolve().then(() => {
      expect(element.shadowRoot.querySelector('[data-id="fix"]').title).toBe('Remove Sales Core');
      expect(element.shadowRoot.querySelector('[data-id="privileged"]').label).toBe('Privileged');
      expect(fact(element, 'via').textContent).toContain('Sales Core');
      expect(fact(element, 'expiresOn')).not.toBeNull();
    });
  });

  it('is accessible', async () => {
    await expect(show()).toBeAccessible();
  });
});
