import { createElement } from 'lwc';
import RollcallSeats from 'c/rollcallSeats';

function show(properties) {
  const element = createElement('c-rollcall-seats', { is: RollcallSeats });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element;
}

const barOf = (element) => element.shadowRoot.querySelector('lightning-progress-bar');
const badgeOf = (element) => element.shadowRoot.querySelector('c-rollcall-badge');

describe('c-rollcall-seats', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows the license, a bar and the same in words', () => {
    const element = show({ license: 'Sales User', total: 1250, used: 250, needed: 3 });
    expect(barOf(element).value).toBe(20);
    expect(element.shadowRoot.textContent).toContain('Sales User');
    expect(element.shadowRoot.textContent).toContain('250 of 1,250 used, 1,000 free');
    expect(badgeOf(element)).toBeNull();
  });

  it('says how many seats are short', () => {
    expect(badgeOf(show({ license: 'Console', total: 43, used: 41, needed: 6 })).label).toBe('short by 4');
  });

  it('is full, not more, when more seats are used than bought', () => {
    const element = show({ license: 'Console', total: 10, used: 12, needed: 1 });
    expect(barOf(element).value).toBe(100);
    expect(badgeOf(element).label).toBe('short by 1');
    document.body.replaceChildren();
    expect(barOf(show({ license: 'Console', total: 0, used: 0 })).value).toBe(100);
  });

  it('says that no seat is taken', () => {
    const element = show({ license: null });
    expect(barOf(element)).toBeNull();
    expect(element.shadowRoot.querySelector('.words').textContent).toBe('takes no seat');
  });

  it('is accessible', async () => {
    await expect(show({ license: 'Console', total: 43, used: 41, needed: 6 })).toBeAccessible();
  });
});
