import { createElement } from 'lwc';
import RollcallSelectionBar from 'c/rollcallSelectionBar';

function show(properties) {
  const element = createElement('c-rollcall-selection-bar', { is: RollcallSelectionBar });
  Object.assign(element, { count: 2, total: 7, most: 200, canFix: true, ...properties });
  document.body.appendChild(element);
  return element;
}

const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);

describe('c-rollcall-selection-bar', () => {
  afterEach(() => document.body.replaceChildren());

  it('counts who is selected', () => {
    expect(find(show(), 'count').textContent).toBe('2 users selected');
    expect(find(show({ count: 1 }), 'count').textContent).toBe('1 user selected');
  });

  it('offers everybody who matches, as far as one fix covers them', () => {
    expect(find(show(), 'all').label).toBe('Select all 7 that match');
    expect(find(show({ total: 3000 }), 'all').label).toBe('Select the first 200 that match');
    expect(find(show({ isBusy: true }), 'all').disabled).toBe(true);
  });

  it('does not offer what is selected already', () => {
    expect(find(show({ count: 7 }), 'all')).toBeNull();
    expect(find(show({ count: 200, total: 3000 }), 'all')).toBeNull();
  });

  it('offers the fix to whoever may', () => {
    expect(find(show(), 'fix').label).toBe('Fix selected…');
    expect(find(show({ canFix: false }), 'fix')).toBeNull();
  });

  it.each([
    ['all', 'selectall'],
    ['fix', 'fix'],
    ['export', 'export'],
    ['clear', 'clear'],
  ])('reports that %s was pressed', (id, name) => {
    const element = show();
    const pressed = jest.fn();
    element.addEventListener(name, pressed);
    find(element, id).click();
    expect(pressed).toHaveBeenCalledTimes(1);
  });

  it('is accessible', async () => {
    await expect(show()).toBeAccessible();
  });
});
