import { viewRow } from 'c/rollcallRow';
import user from './data/user.json';

describe('c-rollcall-row', () => {
  it('names the sortable fields as the query does', () => {
    const row = viewRow(user, null);
    expect(row).toMatchObject({
      name: 'Ada Example',
      source: 'Entra – Employees',
      profile: 'Minimum Access - Salesforce',
      status: 'Active',
      missing: 2,
      evaluated: '2026-11-20T09:12:00.000Z',
    });
  });

  it('says of each badge what is missing, why, and how severe it is', () => {
    const [first] = viewRow(user, null).missingSummary.badges;
    expect(first).toMatchObject({
      text: 'Sales Core · no seats left',
      tone: 'error',
      icon: 'utility:error',
      iconText: 'Critical',
    });
  });

  it('shows three badges and counts the rest', () => {
    const missing = ['A', 'B', 'C', 'D', 'E'].map((label) => ({ label, reason: 'NOT_ASSIGNED', severity: 'Low' }));
    const { badges, more } = viewRow({ ...user, missing, missingCount: 7 }, null).missingSummary;
    expect(badges.map(({ text }) => text)).toEqual(['A · NOT_ASSIGNED', 'B · NOT_ASSIGNED', 'C · NOT_ASSIGNED']);
    expect(more).toBe('+4 more');
  });

  it('says of a leaver who should be gone that this is critical', () => {
    expect(viewRow({ ...user, isOverdue: true }, null).missingSummary.others).toEqual([
      { key: 'overdue', text: 'leaver overdue', tone: 'error', icon: 'utility:error', iconText: 'Critical' },
    ]);
  });

  it('counts what is unexpected, in words without a severity', () => {
    const { others } = viewRow({ ...user, isOverdue: true, unexpectedCount: 1200 }, null).missingSummary;
    expect(others.map(({ text }) => text)).toEqual(['leaver overdue', '1,200 unexpected']);
    expect(others[1]).toEqual({ key: 'unexpected', text: '1,200 unexpected', tone: 'neutral' });
  });

  it('warns of unexpected privileges, in words and by the icon', () => {
    const row = viewRow({ ...user, unexpectedCount: 3, privilegedCount: 1 }, null);
    expect(row.missingSummary.others).toEqual([
      {
        key: 'unexpected',
        text: '3 unexpected, 1 privileged',
        tone: 'warning',
        icon: 'utility:warning',
        iconText: 'Privileged',
      },
    ]);
    expect(row).toMatchObject({ unexpected: 3, unexpectedIcon: 'utility:warning' });
    expect(viewRow({ ...user, unexpectedCount: 3 }, null).unexpectedIcon).toBeUndefined();
  });

  it('marks a deadline that is over', () => {
    const deadline = '2026-11-19T09:12:00.000Z';
    expect(viewRow({ ...user, deadline, isOverdue: true }, null)).toMatchObject({
      deadline,
      deadlineIcon: 'utility:error',
      deadlineIconText: 'leaver overdue',
    });
    expect(viewRow({ ...user, deadline, isOverdue: false }, null).deadlineIcon).toBeUndefined();
  });

  it('says whether the user is selected', () => {
    expect(viewRow(user, null).isSelected).toBe(false);
    expect(viewRow(user, null, true).isSelected).toBe(true);
  });

  it('marks the open user', () => {
    expect(viewRow(user, user.userId).isOpen).toBe(true);
    expect(viewRow(user, null).isOpen).toBe(false);
  });

  it('leaves blank what Apex left out', () => {
    const bare = { userId: user.userId, name: 'Ada Example', username: 'ada.example@example.com', status: 'Active' };
    expect(viewRow(bare, null)).toMatchObject({
      source: '',
      matchedBy: '',
      profile: '',
      missing: 0,
      missingSummary: { badges: [], more: '', others: [] },
      evaluated: null,
    });
    expect(viewRow({ ...bare, source: 'Employees' }, null).source).toBe('Employees');
  });
});
