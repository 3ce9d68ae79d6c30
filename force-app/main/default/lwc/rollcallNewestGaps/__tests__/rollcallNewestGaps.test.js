import { createElement } from 'lwc';
import RollcallNewestGaps from 'c/rollcallNewestGaps';

const ADA = {
  findingId: 'a01000000000001AAA',
  userId: '005000000000014AAA',
  userName: 'Ada Example',
  typeLabel: 'Permission set',
  label: 'Quote Editor',
  reasonLabel: 'no seats left',
  severity: 'High',
  firstSeen: '2026-11-20T09:12:00.000Z',
};

function show(newest, newestTotal = newest.length) {
  const element = createElement('c-rollcall-newest-gaps', { is: RollcallNewestGaps });
  element.gaps = { byEntitlement: [], others: 0, countedAt: null, newest, newestTotal };
  document.body.appendChild(element);
  return element;
}

describe('c-rollcall-newest-gaps', () => {
  afterEach(() => document.body.replaceChildren());

  it('says who misses what, why, how bad it is and since when', () => {
    const { shadowRoot } = show([ADA]);
    expect(shadowRoot.querySelector('.what').textContent).toBe('Missing: Quote Editor (Permission set), no seats left');
    expect(shadowRoot.querySelector('button').textContent).toBe('Ada Example');
    expect(shadowRoot.querySelector('c-rollcall-badge').label).toBe('High');
    expect(shadowRoot.querySelector('lightning-relative-date-time').value).toBe(Date.parse(ADA.firstSeen));
    expect(shadowRoot.querySelector('[data-id="more"]')).toBeNull();
  });

  it('says how many more there are', () => {
    expect(show([ADA], 1501).shadowRoot.querySelector('[data-id="more"]').textContent).toBe('More new gaps: 1,500');
  });

  it('opens the user', () => {
    const element = show([ADA]);
    const opened = jest.fn();
    element.addEventListener('useropen', (event) => opened(event.detail));
    element.shadowRoot.querySelector('button').click();
    expect(opened).toHaveBeenCalledWith({ userId: ADA.userId });
  });

  it('says that nothing is new', () => {
    expect(show([]).shadowRoot.textContent).toContain('No new gap in the last 24 hours.');
  });

  it('is accessible', async () => {
    await expect(show([ADA], 2)).toBeAccessible();
  });
});
