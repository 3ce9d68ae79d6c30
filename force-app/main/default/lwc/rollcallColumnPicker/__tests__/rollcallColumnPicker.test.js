import { createElement } from 'lwc';
import RollcallColumnPicker from 'c/rollcallColumnPicker';

function show(columns = '') {
  const element = createElement('c-rollcall-column-picker', { is: RollcallColumnPicker });
  element.columns = columns;
  document.body.appendChild(element);
  return element;
}

const find = (element, selector) => element.shadowRoot.querySelector(selector);
const group = (element) => find(element, 'lightning-checkbox-group');

async function open(element) {
  find(element, '[data-id="toggle"]').click();
  await Promise.resolve();
}

function listen(element) {
  const changed = jest.fn();
  element.addEventListener('columnschange', (event) => changed(event.detail.columns));
  return changed;
}

describe('c-rollcall-column-picker', () => {
  afterEach(() => {
    document.body.replaceChildren();
    window.localStorage.clear();
  });

  it('opens and closes by its button, which says so', async () => {
    const element = show();
    expect(group(element)).toBeNull();
    expect(find(element, '[data-id="toggle"]').ariaExpanded).toBe('false');
    await open(element);
    expect(group(element).label).toBe('Shown columns');
    expect(find(element, '[data-id="toggle"]').ariaExpanded).toBe('true');
    await open(element);
    expect(group(element)).toBeNull();
  });

  it('ticks what is shown; the user is no choice', async () => {
    const element = show('name,email,title');
    await open(element);
    expect(group(element).value).toEqual(['email', 'title']);
    expect(group(element).options.map(({ value }) => value)).not.toContain('name');
  });

  it('reports a choice at once and keeps it for the next visit', async () => {
    const element = show();
    const changed = listen(element);
    await open(element);
    group(element).dispatchEvent(new CustomEvent('change', { detail: { value: ['email', 'status'] } }));
    expect(changed.mock.calls).toEqual([['name,email,status']]);
    const next = show();
    await open(next);
    expect(group(next).value).toEqual(['email', 'status']);
  });

  it('goes back to the columns of the start', async () => {
    const element = show('name,email');
    const changed = listen(element);
    await open(element);
    find(element, '[data-id="reset"]').click();
    expect(changed.mock.calls).toEqual([['']]);
  });

  it('closes by Escape and gives the keyboard back to the button', async () => {
    const element = show();
    await open(element);
    const focus = jest.spyOn(find(element, '[data-id="toggle"]'), 'focus');
    find(element, '.picker').dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    await Promise.resolve();
    expect(group(element)).not.toBeNull();
    find(element, '.picker').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await Promise.resolve();
    expect(group(element)).toBeNull();
    expect(focus).toHaveBeenCalledTimes(1);
  });

  it('is accessible', async () => {
    const element = show();
    await open(element);
    await expect(element).toBeAccessible();
  });
});
