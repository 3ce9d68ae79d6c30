import { createElement } from 'lwc';
import RollcallStatusBadge from 'c/rollcallStatusBadge';

function show(status) {
  const element = createElement('c-rollcall-status-badge', { is: RollcallStatusBadge });
  element.status = status;
  document.body.appendChild(element);
  return element;
}

describe('c-rollcall-status-badge', () => {
  afterEach(() => document.body.replaceChildren());

  it('names the status', () => {
    const badge = show('Frozen').shadowRoot.querySelector('c-rollcall-badge');
    expect(badge.label).toBe('Frozen');
    expect(badge.tone).toBe('info');
  });

  it('is accessible', async () => {
    await expect(show('Active')).toBeAccessible();
  });
});
