/** Waiting, in one place. */

/** Waits that many milliseconds, or raises the reason of the signal that ends it. */
export type Pause = (milliseconds: number) => Promise<void>;

export const sleep: Pause = (milliseconds) => pauseUntil(undefined)(milliseconds);

/** A pause that a signal ends, raising the signal's reason. */
export function pauseUntil(signal: AbortSignal | undefined): Pause {
  return (milliseconds) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal!.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    });
}
