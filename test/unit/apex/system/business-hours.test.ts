/** `BusinessHours` (Apex Reference, "BusinessHours Class"; Object Reference, "BusinessHours"). */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
afterAll(() => org.data.close());

/** Weekdays from nine to five in New York; and hours that never open. */
const office = org.data.transaction(
  () =>
    org.data.store.insert('BusinessHours', {
      Name: 'Office',
      IsActive: true,
      IsDefault: false,
      TimeZoneSidKey: 'America/New_York',
      ...Object.fromEntries(
        ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].flatMap((day) => [
          [`${day}StartTime`, '09:00:00.000Z'],
          [`${day}EndTime`, '17:00:00.000Z'],
        ]),
      ),
    }),
  { mixedDml: true },
);
const closed = org.data.transaction(
  () => org.data.store.insert('BusinessHours', { Name: 'Closed', TimeZoneSidKey: 'GMT' }),
  { mixedDml: true },
);

/** Value of an expression in which `at('yyyy-MM-dd HH:mm')` is an instant by GMT, printed as such. */
function value(expression: string): string {
  const code = expression.replaceAll(/at\(('[^']*')\)/g, 'Datetime.valueOfGmt($1)');
  const [text] = org.debugged(`Object o = ${code};
    System.debug(o instanceof Datetime ? ((Datetime) o).formatGmt('yyyy-MM-dd HH:mm:ss') : String.valueOf(o));`);
  return text!;
}

const on = (id: string): string => `Id.valueOf('${id}')`;

describe('the default business hours', () => {
  it('are there in every org, and open around the clock', () => {
    expect(
      org.debugged(`BusinessHours hours = [SELECT Id, Name, IsActive, MondayStartTime, TimeZoneSidKey FROM BusinessHours WHERE IsDefault = true];
        Datetime start = Datetime.newInstanceGmt(2026, 3, 7, 1, 6, 8);
        System.debug(hours.Name + ' ' + hours.IsActive + ' ' + hours.MondayStartTime + ' ' + hours.TimeZoneSidKey);
        System.debug(BusinessHours.isWithin(hours.Id, start) + ' ' + (BusinessHours.nextStartDate(hours.Id, start) == start));
        System.debug(BusinessHours.add(hours.Id, start, 2 * 24 * 3600 * 1000L) == Datetime.newInstanceGmt(2026, 3, 9, 1, 6, 8));
        System.debug(System.BusinessHours.diff(hours.Id, start, Datetime.newInstanceGmt(2026, 3, 10, 1, 6, 8)));`),
    ).toEqual(['Default true 00:00:00.000Z America/Los_Angeles', 'true true', 'true', '259200000']);
  });

  it('are an sObject of the name of the class', () => {
    expect(
      org.debugged(`SObject row = new BusinessHours(Name = 'x'); List<BusinessHours> rows = new List<BusinessHours>{ (BusinessHours) row };
        System.debug(rows[0].getSObjectType() == BusinessHours.SObjectType);
        System.debug(BusinessHours.Name.getDescribe().getLabel() + ' ' + BusinessHours.SObjectType.getDescribe().getKeyPrefix());`),
    ).toEqual(['true', 'Name 01m']);
  });
});

describe('business hours of an office', () => {
  it.each([
    ['within the day', '2026-11-23 15:00:00', 'true'],
    ['at the opening', '2026-11-23 14:00:00', 'true'],
    ['before the opening', '2026-11-23 13:59:59', 'false'],
    ['at the closing', '2026-11-23 22:00:00', 'false'],
    ['on a Saturday', '2026-11-21 15:00:00', 'false'],
  ])('are open only when the office is: %s', (_name, at, open) => {
    expect(value(`BusinessHours.isWithin(${on(office)}, at('${at}'))`)).toBe(open);
  });

  it('open next on Monday after a Friday evening', () => {
    expect(value(`BusinessHours.nextStartDate(${on(office)}, at('2026-11-20 23:00:00'))`)).toBe('2026-11-23 14:00:00');
  });

  it.each([
    ['the same day', '2026-11-23 15:00:00', 60, '2026-11-23 16:00:00'],
    ['until the closing', '2026-11-23 21:00:00', 60, '2026-11-23 22:00:00'],
    ['over the night', '2026-11-23 21:00:00', 90, '2026-11-24 14:30:00'],
    ['over a weekend in which summer time ends', '2026-10-30 20:30:00', 60, '2026-11-02 14:30:00'],
  ])('let time pass only while they are open: %s', (_name, at, minutes, result) => {
    expect(value(`BusinessHours.add(${on(office)}, at('${at}'), ${minutes} * 60000L)`)).toBe(result);
    expect(value(`BusinessHours.addGmt(${on(office)}, at('${at}'), ${minutes} * 60000L)`)).toBe(result);
  });

  it('ignore less than a minute of an interval', () => {
    expect(value(`BusinessHours.add(${on(office)}, at('2026-11-23 15:00:00'), 119999L)`)).toBe('2026-11-23 15:01:00');
  });

  it('measure what lies between two moments, backwards as well', () => {
    const [friday, tuesday] = [`at('2026-11-20 21:00:00')`, `at('2026-11-24 15:00:00')`];
    expect(value(`BusinessHours.diff('${office}', ${friday}, ${tuesday})`)).toBe(String(10 * 3_600_000));
    expect(value(`BusinessHours.diff('${office}', ${tuesday}, ${friday})`)).toBe(String(-10 * 3_600_000));
  });
});

describe('what cannot be told', () => {
  it('raises an error for an id of no business hours', () => {
    expect(() => value(`BusinessHours.isWithin('01m000000000009AAA', at('2026-11-23 15:00:00'))`)).toThrow(
      'Invalid business hours id',
    );
  });

  it('is refused by name: hours that never open, and negative intervals', () => {
    const at = `at('2026-11-23 15:00:00')`;
    expect(value(`BusinessHours.isWithin(${on(closed)}, ${at})`)).toBe('false');
    expect(() => value(`BusinessHours.nextStartDate(${on(closed)}, ${at})`)).toThrow('hours that never open');
    expect(() => value(`BusinessHours.add(${on(office)}, ${at}, -60000L)`)).toThrow('negative interval');
  });
});
