import { outcomeTerm, worstFirst } from 'c/rollcallFixTerms';

describe('words of outcomes', () => {
  it('has words, a tone and an icon for each outcome of the change log', () => {
    const codes = ['Requested', 'Would Succeed', 'Done', 'Already Done', 'Skipped', 'Failed'];
    for (const code of codes) {
      expect(outcomeTerm(code)).toEqual({
        label: expect.stringMatching(/\w/),
        tone: expect.any(String),
        icon: expect.stringMatching(/^utility:/),
      });
    }
  });

  it('shows an unknown outcome as it is', () => {
    expect(outcomeTerm('Postponed')).toEqual({ label: 'Postponed', tone: 'neutral' });
    expect(outcomeTerm(null)).toEqual({ label: '', tone: 'neutral' });
  });

  it('puts what failed first and changes nothing else', () => {
    const items = ['Done', 'Failed', 'Done', 'Skipped'].map((outcome, index) => ({ outcome, index }));
    expect(worstFirst(items).map(({ index }) => index)).toEqual([1, 3, 0, 2]);
  });
});
