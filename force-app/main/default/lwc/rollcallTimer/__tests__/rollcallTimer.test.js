import { after } from 'c/rollcallTimer';

const platformTimeout = AbortSignal.timeout;

/** jsdom has no `AbortSignal.timeout`; this one aborts as the DOM Standard says, on the suite's clock. */
function timeout(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new DOMException('The wait is over.', 'TimeoutError')), milliseconds);
  return controller.signal;
}

describe('c-rollcall-timer', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    AbortSignal.timeout = timeout;
  });
  afterEach(() => {
    AbortSignal.timeout = platformTimeout;
    jest.useRealTimers();
  });

  it('runs the action once, when the time has passed', () => {
    const action = jest.fn();
    after(300, action);
    jest.advanceTimersByTime(299);
    expect(action).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(1);
    expect(action).toHaveBeenCalledWith();
  });

  it('never runs a cancelled action', () => {
    const action = jest.fn();
    const cancel = after(300, action);
    cancel();
    cancel();
    jest.advanceTimersByTime(1000);
    expect(action).not.toHaveBeenCalled();
  });

  it('does nothing when cancelled too late', () => {
    const action = jest.fn();
    const cancel = after(0, action);
    jest.advanceTimersByTime(0);
    cancel();
    expect(action).toHaveBeenCalledTimes(1);
  });
});
