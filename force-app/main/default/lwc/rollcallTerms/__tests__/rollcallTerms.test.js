import { pathLabel, severityTerm, statusTerm } from 'c/rollcallTerms';

describe('c-rollcall-terms', () => {
  it('gives every severity a word, a tone and an icon', () => {
    expect(['Critical', 'High', 'Medium', 'Low'].map((code) => severityTerm(code).tone)).toEqual([
      'error',
      'warning',
      'info',
      'neutral',
    ]);
    expect(severityTerm('High')).toEqual({ label: 'High', tone: 'warning', icon: 'utility:warning' });
  });

  it('gives every status a word', () => {
    expect(statusTerm('Frozen').label).toBe('Frozen');
    expect(statusTerm('Active').tone).toBe('success');
  });

  it('says how an entitlement is held', () => {
    expect(pathLabel('Group')).toBe('through {0}');
  });

  it('shows an unknown code as it is', () => {
    expect(severityTerm('Blocker')).toEqual({ label: 'Blocker', tone: 'neutral' });
    expect(statusTerm(null)).toEqual({ label: '', tone: 'neutral' });
    expect(pathLabel('Session')).toBe('Session');
  });
});
