import { watchNarrow } from 'c/rollcallViewport';

describe('c-rollcall-viewport', () => {
  it('reports the width now and at every change, until stopped', () => {
    const query = new EventTarget();
    query.matches = false;
    window.matchMedia = jest.fn(() => query);
    const listener = jest.fn();

    const stop = watchNarrow(48, listener);
    expect(window.matchMedia).toHaveBeenCalledWith('(max-width: 48rem)');
    expect(listener.mock.calls).toEqual([[false]]);

    query.matches = true;
    query.dispatchEvent(new CustomEvent('change'));
    expect(listener).toHaveBeenLastCalledWith(true);

    stop();
    query.dispatchEvent(new CustomEvent('change'));
    expect(listener).toHaveBeenCalledTimes(2);
  });
});
