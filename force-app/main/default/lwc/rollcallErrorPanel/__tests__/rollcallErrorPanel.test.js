import { createElement } from 'lwc';
import RollcallErrorPanel from 'c/rollcallErrorPanel';

function show(properties) {
  const element = createElement('c-rollcall-error-panel', { is: RollcallErrorPanel });
  Object.assign(element, { heading: 'The users could not be loaded', ...properties });
  document.body.appendChild(element);
  return element;
}

describe('c-rollcall-error-panel', () => {
  afterEach(() => document.body.replaceChildren());

  it('says what failed and what the platform said, as an alert', () => {
    const { shadowRoot } = show({ error: { body: { message: 'Too many SOQL queries: 101' } } });
    const alert = shadowRoot.querySelector('[role="alert"]');
    expect(alert.textContent).toContain('The users could not be loaded');
    expect(alert.textContent).toContain('Too many SOQL queries: 101');
  });

  it('admits it when nothing was said', () => {
    const { shadowRoot } = show({ error: {} });
    expect(shadowRoot.textContent).toContain('The server gave no reason.');
  });

  it('offers to try again', () => {
    const element = show({ error: 'x' });
    const retry = jest.fn();
    element.addEventListener('retry', retry);
    element.shadowRoot.querySelector('lightning-button').click();
    expect(retry).toHaveBeenCalledTimes(1);
  });

  it('offers nothing where trying again cannot help', () => {
    expect(show({ error: 'x', hideRetry: true }).shadowRoot.querySelector('lightning-button')).toBeNull();
  });

  it('is accessible', async () => {
    await expect(show({ error: 'x' })).toBeAccessible();
  });
});
