import { createElement } from 'lwc';
import RollcallGapChart from 'c/rollcallGapChart';

const gap = (key, missing, critical) => ({
  key,
  type: 'PermissionSet',
  typeLabel: 'Permission set',
  label: key.toUpperCase(),
  missing,
  critical,
});

function show(gaps) {
  const element = createElement('c-rollcall-gap-chart', { is: RollcallGapChart });
  element.gaps = { byEntitlement: [], others: 0, countedAt: null, newest: [], newestTotal: 0, ...gaps };
  document.body.appendChild(element);
  return element.shadowRoot;
}

const widths = (root, part) => [...root.querySelectorAll(`.track .${part}`)].map((bar) => bar.getAttribute('style'));

describe('c-rollcall-gap-chart', () => {
  afterEach(() => document.body.replaceChildren());

  it('draws each bar in proportion to the longest, the critical part first', () => {
    const root = show({ byEntitlement: [gap('a', 200, 50), gap('b', 100, 0)] });
    expect(widths(root, 'bar_critical')).toEqual(['inline-size: 25.0%', 'inline-size: 0.0%']);
    expect(widths(root, 'bar_other')).toEqual(['inline-size: 75.0%', 'inline-size: 50.0%']);
  });

  it('keeps a small bar visible', () => {
    const root = show({ byEntitlement: [gap('a', 12000, 0), gap('b', 1, 0)] });
    expect(widths(root, 'bar_other')).toEqual(['inline-size: 100.0%', 'inline-size: 1.0%']);
  });

  it('says every bar in words, in the locale of the user', () => {
    const root = show({ byEntitlement: [gap('a', 12000, 3), gap('b', 4, 0)] });
    const words = [...root.querySelectorAll('.slds-assistive-text')].map((text) => text.textContent.trim());
    expect(words).toEqual(['Users who miss it: 12,000. Critical: 3.', 'Users who miss it: 4.']);
    expect([...root.querySelectorAll('.value')].map((value) => value.textContent)).toEqual(['12,000', '4']);
  });

  it('explains its colors only where there are two', () => {
    expect(show({ byEntitlement: [gap('a', 2, 1)] }).querySelector('.legend')).not.toBeNull();
    document.body.replaceChildren();
    expect(show({ byEntitlement: [gap('a', 2, null)] }).querySelector('.legend')).toBeNull();
  });

  it('says how much is not among the bars', () => {
    const root = show({ byEntitlement: [gap('a', 2, 0)], others: 1510 });
    expect(root.querySelector('[data-id="others"]').textContent).toBe('Missing entitlements beyond these: 1,510');
    document.body.replaceChildren();
    expect(show({ byEntitlement: [gap('a', 2, 0)] }).querySelector('[data-id="others"]')).toBeNull();
  });

  it('leads to the users of a bar and to all entitlements', () => {
    const root = show({ byEntitlement: [gap('a', 2, 0)] });
    const choose = jest.fn();
    const showAll = jest.fn();
    root.host.addEventListener('choose', (event) => choose(event.detail));
    root.host.addEventListener('showall', showAll);
    const button = root.querySelector('[data-key="a"]');
    expect(button.title).toBe('Show users of A');
    button.click();
    root.querySelector('[data-id="show-all"]').click();
    expect(choose).toHaveBeenCalledWith({ entitlement: 'a' });
    expect(showAll).toHaveBeenCalledTimes(1);
  });

  it('says that nobody is missing anything', () => {
    const root = show({});
    expect(root.textContent).toContain('Nobody is missing anything.');
    expect(root.querySelector('.bars')).toBeNull();
  });

  it('is accessible', async () => {
    const root = show({ byEntitlement: [gap('a', 200, 50), gap('b', 100, 0)], others: 3 });
    await expect(root.host).toBeAccessible();
  });
});
