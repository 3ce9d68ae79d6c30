import { focusEntry } from 'c/rollcallFocus';

describe('c-rollcall-focus', () => {
  const list = (count) => {
    const entries = Array.from({ length: count }, () => ({ focus: jest.fn() }));
    return { entries, template: { querySelectorAll: () => entries } };
  };

  it('gives the keyboard to an entry of the list', async () => {
    const { entries, template } = list(3);
    await focusEntry(template, 'li', 1);
    expect(entries.map(({ focus }) => focus.mock.calls.length)).toEqual([0, 1, 0]);
  });

  it('waits until what was changed is on the page', async () => {
    const { entries, template } = list(1);
    const moved = focusEntry(template, 'li', 0);
    expect(entries[0].focus).not.toHaveBeenCalled();
    await moved;
    expect(entries[0].focus).toHaveBeenCalledTimes(1);
  });

  it('leaves the keyboard alone when there is no such entry, or no page any more', async () => {
    await expect(focusEntry(list(1).template, 'li', 5)).resolves.toBeUndefined();
    await expect(focusEntry(null, 'li', 0)).resolves.toBeUndefined();
  });
});
