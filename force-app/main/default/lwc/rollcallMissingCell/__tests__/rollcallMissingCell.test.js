import { createElement } from 'lwc';
import RollcallMissingCell from 'c/rollcallMissingCell';

const badge = {
  key: '0',
  text: 'Sales Core · no seats left',
  tone: 'error',
  icon: 'utility:error',
  iconText: 'Critical',
};

const overdue = {
  key: 'overdue',
  text: 'leaver overdue',
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
    const { shadowRoot } = show({ badges: [badge], more: '+4 more', others: [] });
    const shown = shadowRoot.querySelector('c-rollcall-badge');
    expect(shown.label).toBe('Sales Core · no seats left');
    expect(shown.iconText).toBe('Critical');
    expect(shadowRoot.textContent).toContain('+4 more');
  });

  it('says so when nothing is missing', () => {
    expect(show().shadowRoot.querySelector('.nothing').textContent).toBe('Nothing missing');
  });

  it('says what else is wrong, beside that nothing is missing', () => {
    const { shadowRoot } = show({ badges: [], more: '', others: [overdue] });
    expect(shadowRoot.querySelector('.nothing').textContent).toBe('Nothing missing');
    expect(shadowRoot.querySelector('[data-other="overdue"]').label).toBe('leaver overdue');
  });

  it('says what else is wrong after what is missing', () => {
    const { shadowRoot } = show({ badges: [badge], more: '', others: [overdue] });
    expect(shadowRoot.querySelector('.nothing')).toBeNull();
    const labels = [...shadowRoot.querySelectorAll('c-rollcall-badge')].map(({ label }) => label);
    expect(labels).toEqual(['Sales Core · no seats left', 'leaver overdue']);
  });

  it('is accessible', async () => {
    await expect(show({ badges: [badge], more: '', others: [overdue] })).toBeAccessible();
  });
});
