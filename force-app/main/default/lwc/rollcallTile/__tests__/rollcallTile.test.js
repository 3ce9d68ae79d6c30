import { createElement } from 'lwc';
import RollcallTile from 'c/rollcallTile';

function show(properties) {
  const element = createElement('c-rollcall-tile', { is: RollcallTile });
  Object.assign(element, { label: 'Provisioned', ...properties });
  document.body.appendChild(element);
  return element;
}

const figureOf = (element) => element.shadowRoot.querySelector('.figure').textContent;

describe('c-rollcall-tile', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows the figure in the locale of the user, with its notes', () => {
    const element = show({ value: 12408, notes: ['11,920 active', '57 frozen'] });
    expect(figureOf(element)).toBe('12,408');
    expect([...element.shadowRoot.querySelectorAll('.note')].map((note) => note.textContent)).toEqual([
      '11,920 active',
      '57 frozen',
    ]);
  });

  it('shows zero as zero and a figure that still loads as a dash', () => {
    expect(figureOf(show({ value: 0 }))).toBe('0');
    expect(figureOf(show({ value: undefined }))).toBe('–');
  });

  it('shows how long ago a time is in place of a figure, and a dash for never', () => {
    const element = show({ moment: '2026-11-20T09:12:00.000Z' });
    expect(element.shadowRoot.querySelector('lightning-relative-date-time').value).toBe(1795165920000);
    expect(figureOf(show({ moment: null }))).toBe('–');
  });

  it('has a button only when there is something to do', () => {
    expect(show({ value: 1 }).shadowRoot.querySelector('lightning-button')).toBeNull();
    const element = show({ value: 1, actionLabel: 'Show users' });
    const action = jest.fn();
    element.addEventListener('action', action);
    element.shadowRoot.querySelector('lightning-button').click();
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('is accessible', async () => {
    await expect(show({ value: 3, notes: ['past the deadline'] })).toBeAccessible();
  });
});
