import { createElement } from 'lwc';
import RollcallHealthCheck from 'c/rollcallHealthCheck';

const PROFILE = {
  name: 'source.Employees.profile',
  area: 'Source: Employees',
  label: 'Value of the profile',
  status: 'Good',
  evidence: 'The identity provider sends this ID.',
  fix: null,
  value: '00e000000000001AAA',
};

function show(check) {
  const element = createElement('c-rollcall-health-check', { is: RollcallHealthCheck });
  element.check = check;
  document.body.appendChild(element);
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);

/** Lets the copying end and the component render. */
const settle = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

describe('c-rollcall-health-check', () => {
  afterEach(() => {
    document.body.replaceChildren();
    delete navigator.clipboard;
  });

  it.each([
    ['Good', 'success'],
    ['Warning', 'warning'],
    ['Bad', 'error'],
    ['Unknown', 'neutral'],
  ])('says %s in words and by a tone', (status, tone) => {
    const badge = find(show({ ...PROFILE, status }), 'c-rollcall-badge');
    expect(badge.label).toBe(status);
    expect(badge.tone).toBe(tone);
    expect(badge.iconName).toMatch(/^utility:/);
  });

  it('shows every line of the evidence and what to do', () => {
    const element = show({ ...PROFILE, evidence: 'Problems: 2.\nQuoting: no grant.', fix: 'Look at the overview.' });
    const lines = [...element.shadowRoot.querySelectorAll('p')].map((line) => line.textContent);
    expect(lines).toEqual(['Problems: 2.', 'Quoting: no grant.', 'What to do: Look at the overview.']);
  });

  it('offers nothing to do and nothing to copy where there is nothing', () => {
    const element = show({ ...PROFILE, value: null });
    expect(find(element, '.fix')).toBeNull();
    expect(find(element, 'lightning-button-icon')).toBeNull();
  });

  it('copies the value and says so', async () => {
    navigator.clipboard = { writeText: jest.fn().mockResolvedValue(undefined) };
    const element = show(PROFILE);
    const button = find(element, 'lightning-button-icon');
    expect(button.alternativeText).toBe('Copy 00e000000000001AAA');
    button.click();
    await settle();
    expect(navigator.clipboard.writeText).toHaveBeenCalledWith('00e000000000001AAA');
    expect(find(element, '[role="status"]').textContent).toBe('Copied');
  });

  it('says how to copy by hand where the page may not', async () => {
    navigator.clipboard = { writeText: jest.fn().mockRejectedValue(new Error('NotAllowedError')) };
    const element = show(PROFILE);
    find(element, 'lightning-button-icon').click();
    await settle();
    expect(find(element, '[role="status"]').textContent).toContain('Select the text');
    expect(find(element, 'code').textContent).toBe('00e000000000001AAA');
  });

  it('shows nothing before it has a check', () => {
    expect(find(show(undefined), 'c-rollcall-badge')).toBeNull();
  });

  it('is accessible', async () => {
    await expect(show({ ...PROFILE, status: 'Bad', fix: 'Activate the user.' })).toBeAccessible();
  });
});
