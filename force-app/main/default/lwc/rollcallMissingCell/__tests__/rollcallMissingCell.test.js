import { createElement } from 'lwc';
import RollcallMissingCell from 'c/rollcallMissingCell';

const badge = {
  key: '0',
  text: 'Sales Core · no seats left',
  tone: 'error',
  icon: 'utility:error',
  iconText: 'Critical',
};

function show(summary) {
  const element = createElement('c-rollcall-missing-cell', { is: RollcallMissingCell });
  if (summary) {
    element.summary = summary;
  }
  document.body.appendChild(element);
  return element;
}

describe('c-rollcall-missing-cell', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows what is missing, how severe it is, and how much more there is', () => {
    const { shadowRoot } = show({ badges: [badge], more: '+4 more' });
    const shown = shadowRoot.querySelector('c-rollcall-badge');
    expect(shown.label).toBe('Sales Core · no seats left');
    expect(shown.iconText).toBe('Critical');
    expect(shadowRoot.textContent).toContain('+4 more');
  });

  it('says so when nothing is missing', () => {
    expect(show().shadowRoot.querySelector('.nothing').textContent).toBe('Nothing missing');
  });

  it('is accessible', async () => {
    await expect(show({ badges: [badge], more: '' })).toBeAccessible();
  });
});
