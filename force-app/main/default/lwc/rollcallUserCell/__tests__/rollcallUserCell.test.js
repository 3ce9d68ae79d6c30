import { createElement } from 'lwc';
import RollcallUserCell from 'c/rollcallUserCell';

/** The console's one timer, on the clock of the suite. */
function mockTimer() {
  const after = (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  };
  return { after };
}
jest.mock('c/rollcallTimer', () => mockTimer());

const USER_ID = '005000000000014AAA';

function show(properties) {
  const element = createElement('c-rollcall-user-cell', { is: RollcallUserCell });
  Object.assign(element, { userId: USER_ID, name: 'Ada Example', username: 'ada.example@example.com', ...properties });
  document.body.appendChild(element);
  return element;
}

const buttonOf = (element) => element.shadowRoot.querySelector('button');

describe('c-rollcall-user-cell', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('shows the name as a button and the username', () => {
    const element = show();
    expect(buttonOf(element).textContent).toBe('Ada Example');
    expect(element.shadowRoot.textContent).toContain('ada.example@example.com');
  });

  it('opens the user, after the table has moved the focus, and lets the keyboard come back', () => {
    const element = show();
    const opened = jest.fn();
    element.addEventListener('useropen', (event) => opened(event.detail));
    element.click();
    expect(opened).not.toHaveBeenCalled();
    jest.runAllTimers();
    expect(opened).toHaveBeenCalledTimes(1);
    const [{ userId, focus }] = opened.mock.calls[0];
    expect(userId).toBe(USER_ID);
    focus();
    expect(element.shadowRoot.activeElement).toBe(buttonOf(element));
  });

  it('calls back in place of an event, as a table needs it', () => {
    const open = jest.fn();
    const element = show({ open });
    const opened = jest.fn();
    element.addEventListener('useropen', opened);
    buttonOf(element).click();
    jest.runAllTimers();
    expect(open).toHaveBeenCalledWith({ userId: USER_ID, focus: expect.any(Function) });
    expect(opened).not.toHaveBeenCalled();
  });

  it('tells that it is the open one', () => {
    expect(buttonOf(show({ isOpen: true })).getAttribute('aria-current')).toBe('true');
    expect(buttonOf(show()).getAttribute('aria-current')).toBeNull();
  });

  it('takes the roving tab index of the table', () => {
    expect(buttonOf(show({ buttonTabIndex: -1 })).tabIndex).toBe(-1);
    expect(buttonOf(show()).tabIndex).toBe(0);
  });

  it('is accessible', async () => {
    jest.useRealTimers();
    await expect(show({ isOpen: true })).toBeAccessible();
  });
});
