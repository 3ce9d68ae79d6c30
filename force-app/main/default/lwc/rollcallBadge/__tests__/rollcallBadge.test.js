import { createElement } from 'lwc';
import RollcallBadge from 'c/rollcallBadge';

function show(properties) {
  const element = createElement('c-rollcall-badge', { is: RollcallBadge });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element;
}

describe('c-rollcall-badge', () => {
  afterEach(() => document.body.replaceChildren());

  it('says its state in words', () => {
    const element = show({ label: 'no seats left', tone: 'error' });
    expect(element.shadowRoot.textContent).toContain('no seats left');
    expect(element.shadowRoot.querySelector('.badge').classList).toContain('badge_error');
    expect(element.shadowRoot.querySelector('lightning-icon')).toBeNull();
  });

  it('gives its icon a text', () => {
    const element = show({ label: 'Sales Core', tone: 'error', iconName: 'utility:error', iconText: 'Critical' });
    expect(element.shadowRoot.querySelector('lightning-icon').alternativeText).toBe('Critical');
  });

  it('shows an unknown tone neutrally', () => {
    const element = show({ label: 'x', tone: 'shouting' });
    expect(element.shadowRoot.querySelector('.badge').classList).toContain('badge_neutral');
  });

  it('is accessible', async () => {
    await expect(show({ label: 'Active', tone: 'success' })).toBeAccessible();
  });
});
