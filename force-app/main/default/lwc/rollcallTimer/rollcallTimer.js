/**
 * Runs `action` once after `milliseconds`. The console waits nowhere else, so that every wait can be
 * cancelled when its component leaves the page. An abort signal with a listener stays alive until its
 * time has passed (DOM Standard, "Garbage collection" of `AbortSignal`); without one it is let go.
 *
 * @param {number} milliseconds
 * @param {() => void} action
 * @returns {() => void} cancels the wait; calling it later or twice does nothing
 */
export function after(milliseconds, action) {
  const run = () => action();
  const signal = AbortSignal.timeout(milliseconds);
  signal.addEventListener('abort', run, { once: true });
  return () => signal.removeEventListener('abort', run);
}
