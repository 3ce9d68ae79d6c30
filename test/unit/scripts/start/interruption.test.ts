import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { listenForInterruption, type Interruption } from '../../../../scripts/start/interruption.ts';
import { errorOf } from '../raised.ts';

let interruption: Interruption | undefined;
afterEach(() => {
  interruption?.dispose();
  jest.restoreAllMocks();
});

const never = new Promise<never>(() => undefined);

describe('an interruption', () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s ends the work under way with exit code %i', async (signal, exitCode) => {
    interruption = listenForInterruption();
    const error = errorOf(() => interruption!.before(never));
    process.emit(signal, signal);
    expect(await error).toMatchObject({ name: 'Interrupted', message: `Stopped by ${signal}.`, exitCode });
    expect(await interruption.happened).toBe(signal);
  });

  it('leaves work alone that is done before', async () => {
    interruption = listenForInterruption();
    expect(await interruption.before(Promise.resolve(7))).toBe(7);
  });

  it('that arrives several times at once counts once; one that comes later ends the process', () => {
    const exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
    const now = jest.spyOn(performance, 'now');
    interruption = listenForInterruption();
    for (const [time, exits] of [
      [5000, 0],
      [5040, 0],
      [5999, 0],
      [6000, 1],
    ] as const) {
      now.mockReturnValue(time);
      process.emit('SIGINT', 'SIGINT');
      expect(exit).toHaveBeenCalledTimes(exits);
    }
    expect(exit).toHaveBeenCalledWith(130);
  });

  it('is no longer waited for afterwards', () => {
    const before = process.listenerCount('SIGINT');
    listenForInterruption().dispose();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
