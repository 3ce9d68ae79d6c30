import { createElement } from 'lwc';
import RollcallUserCards from 'c/rollcallUserCards';
import rows from './data/rows.json';

function show(properties) {
  const element = createElement('c-rollcall-user-cards', { is: RollcallUserCards });
  Object.assign(element, { rows, ...properties });
  document.body.appendChild(element);
  return element;
}

describe('c-rollcall-user-cards', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows a card for each user, with all that a row of the table says', () => {
    const cards = show().shadowRoot.querySelectorAll('li');
    expect(cards).toHaveLength(2);
    expect(cards[0].querySelector('c-rollcall-user-cell').name).toBe('Ada Example');
    expect(cards[0].querySelector('c-rollcall-status-badge').status).toBe('Active');
    expect(cards[0].textContent).toContain('Entra – Employees · Standard User');
    expect(cards[0].querySelector('c-rollcall-missing-cell').summary.badges).toHaveLength(1);
  });

  it('hands on whom a card opens', () => {
    const element = show();
    const opened = jest.fn();
    element.addEventListener('useropen', (event) => opened(event.detail));
    const opening = { userId: '005000000000014AAA', focus: jest.fn() };
    const cell = element.shadowRoot.querySelector('c-rollcall-user-cell');
    cell.dispatchEvent(new CustomEvent('useropen', { detail: opening }));
    expect(opened.mock.calls).toEqual([[opening]]);
  });

  it('ticks a card, whose box says whom it selects', () => {
    const element = show();
    const picked = jest.fn();
    element.addEventListener('pick', (event) => picked(event.detail));
    const box = element.shadowRoot.querySelector('lightning-input');
    expect(box.label).toBe('Select Ada Example');
    expect(box.checked).toBe(false);
    box.checked = true;
    box.dispatchEvent(new CustomEvent('change'));
    expect(picked.mock.calls).toEqual([[{ userId: rows[0].userId, isSelected: true }]]);
  });

  it('asks for the next page by a button', () => {
    const element = show({ hasMore: true });
    const loadMore = jest.fn();
    element.addEventListener('loadmore', loadMore);
    element.shadowRoot.querySelector('lightning-button').click();
    expect(loadMore).toHaveBeenCalledTimes(1);
  });

  it('waits while a page loads and has no button after the last one', () => {
    expect(show({ hasMore: true, isLoading: true }).shadowRoot.querySelector('lightning-button').disabled).toBe(true);
    expect(show().shadowRoot.querySelector('lightning-button')).toBeNull();
  });

  it('is accessible', async () => {
    await expect(show({ hasMore: true })).toBeAccessible();
  });
});
