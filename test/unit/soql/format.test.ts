/** `FORMAT()` and Apex `format()` write what the user's locale has (SOQL and SOSL Reference, "FORMAT ()"). */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../support/apex-org.ts';

const org = openApexOrg();
const [account] = org.insert('Account', { Name: 'Acme', NumberOfEmployees: 12_345, AnnualRevenue: 44_000 });
for (const [Amount, CloseDate] of [
  [44_000, '2026-01-28'],
  [1_000.5, '2026-03-02'],
] as const)
  org.insert('Opportunity', {
    Name: 'Deal',
    StageName: 'Prospecting',
    Amount,
    CloseDate,
    AccountId: account!,
    Probability: 60,
  });

const selected = (fields: string, rest = 'FROM Opportunity ORDER BY CloseDate LIMIT 1'): unknown =>
  org.data.query(`SELECT ${fields} ${rest}`, { actor: org.admin, mode: 'system', sharing: false }).records[0]!.values;

function localized(locale: string, work: () => void): void {
  org.data.put('User', { Id: org.admin.userId, LocaleSidKey: locale });
  try {
    work();
  } finally {
    org.data.put('User', { Id: org.admin.userId, LocaleSidKey: 'en_US' });
  }
}

describe('FORMAT()', () => {
  it('shows days, amounts and numbers of English (United States)', () => {
    expect(selected('FORMAT(CloseDate) day, FORMAT(Amount) much, FORMAT(Probability) likely')).toEqual({
      day: '1/28/2026',
      much: '$44,000.00',
      likely: '60%',
    });
    expect(selected('FORMAT(NumberOfEmployees)', 'FROM Account')).toEqual({ NumberOfEmployees: '12,345' });
  });

  it("shows moments in the user's time zone", () => {
    expect(selected('FORMAT(CreatedDate) at')).toEqual({ at: '11/21/2026, 2:30 PM' });
  });

  it('takes aggregates and grouped fields', () => {
    expect(
      selected('FORMAT(MIN(CloseDate)) earliest, FORMAT(SUM(Amount)) total, FORMAT(COUNT(Id))', 'FROM Opportunity'),
    ).toEqual({
      earliest: '1/28/2026',
      total: '$45,000.50',
      expr0: '2',
    });
    expect(selected('FORMAT(CloseDate) day', 'FROM Opportunity GROUP BY CloseDate ORDER BY CloseDate DESC')).toEqual({
      day: '3/2/2026',
    });
  });

  it('shows nothing of an empty field', () => {
    expect(selected('FORMAT(NumberOfEmployees) many, FORMAT(Name)', "FROM Account WHERE Name != 'x'")).toMatchObject({
      Name: 'Acme',
    });
    expect(selected('FORMAT(LastActivityDate) day')).toEqual({ day: null });
  });

  it('writes as other locales do, and refuses amounts there', () => {
    localized('de_DE', () => {
      expect(selected('FORMAT(CloseDate) day, FORMAT(CreatedDate) at')).toEqual({
        day: '28.01.2026',
        at: '21.11.2026, 14:30',
      });
      expect(() => selected('FORMAT(Amount) much')).toThrow('FORMAT() of a currency in the locale de-DE');
    });
  });

  it('gives Apex a text under its alias', () => {
    expect(
      org.debugged(`
        Opportunity deal = [SELECT CloseDate, FORMAT(CloseDate) day FROM Opportunity ORDER BY CloseDate LIMIT 1];
        System.debug(deal.get('day') + ' ' + (deal.get('day') == deal.CloseDate.format()));
        AggregateResult first = [SELECT FORMAT(MIN(CloseDate)) day FROM Opportunity];
        System.debug((String) first.get('day'));`),
    ).toEqual(['1/28/2026 true', '1/28/2026']);
    expect(() => org.run('System.debug([SELECT FORMAT(Amount) FROM Opportunity]);')).toThrow(
      'FORMAT() without an alias',
    );
  });

  it('refuses an average, whose decimals nobody tells', () => {
    expect(() => selected('FORMAT(AVG(Amount))', 'FROM Opportunity')).toThrow('FORMAT() of an average');
  });
});
