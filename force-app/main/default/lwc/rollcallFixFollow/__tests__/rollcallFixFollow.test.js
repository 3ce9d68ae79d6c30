import { follow, hasEnded } from 'c/rollcallFixFollow';

/** The console's one timer, on the clock of the suite. */
function mockTimer() {
  const after = (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  };
  return { after };
}
jest.mock('c/rollcallTimer', () => mockTimer());

const running = { status: 'Running' };
const finished = { status: 'Finished' };

describe('following a job', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('knows which states are the last ones', () => {
    expect([{ status: 'Queued' }, running, finished, { status: 'Failed' }, null].map(hasEnded)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it('asks until the job has ended, less often as time goes by', async () => {
    const ask = jest.fn().mockResolvedValue(running);
    const onOutcome = jest.fn();
    follow(ask, onOutcome, jest.fn());
    await jest.advanceTimersByTimeAsync(0);
    expect(ask).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1000);
    expect(ask).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(1000);
    expect(ask).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(60_000);
    const before = ask.mock.calls.length;
    await jest.advanceTimersByTimeAsync(5000);
    expect(ask).toHaveBeenCalledTimes(before + 1);

    ask.mockResolvedValue(finished);
    await jest.advanceTimersByTimeAsync(5000);
    expect(onOutcome).toHaveBeenLastCalledWith(finished);
    const last = ask.mock.calls.length;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(last);
  });

  it('stops when told, even while an answer is on its way', async () => {
    const onOutcome = jest.fn();
    const onError = jest.fn();
    follow(() => Promise.resolve(finished), onOutcome, onError)();
    follow(() => Promise.reject(new Error('gone')), onOutcome, onError)();
    const ask = jest.fn().mockResolvedValue(running);
    const stop = follow(ask, jest.fn(), onError);
    await jest.advanceTimersByTimeAsync(0);
    stop();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(onOutcome).not.toHaveBeenCalled();
    expect(onError).not.toHaveBeenCalled();
  });

  it('hands an error on and asks no more', async () => {
    const error = new Error('Session expired');
    const ask = jest.fn().mockRejectedValue(error);
    const onError = jest.fn();
    follow(ask, jest.fn(), onError);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(onError).toHaveBeenCalledWith(error);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
