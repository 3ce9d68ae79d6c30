/** Values that the Apex Reference Guide documents for the methods of the primitive types, collections and utilities. */
import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../../support/apex-expressions.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg({
  classes: [
    `public class Point implements Comparable {
    public Integer x; public Point(Integer x) { this.x = x; } public Point() { this(0); }
    public Integer compareTo(Object other) { return x - ((Point) other).x; }
    public override String toString() { return 'P' + x; }
  }`,
    `public class Backwards implements Comparator<Integer> { public Integer compare(Integer a, Integer b) { return b - a; } }`,
  ],
});
// Los Angeles, as the seeded administrator's row says, would make the tests depend on the season.
org.data.put('User', { Id: org.admin.userId, TimeZoneSidKey: 'America/Los_Angeles', LocaleSidKey: 'en_US' }, ['Id']);

function table(title: string, rows: [string, string][], setup = ''): void {
  describe(`${title}`, () => {
    const printed = evaluate(
      org,
      rows.map(([expression]) => expression),
      setup,
    );
    it.each(rows.map(([expression, text], index) => [expression, text, printed[index]]))(
      '%s is %s',
      (_expression, text, actual) => {
        expect(actual).toBe(text);
      },
    );
  });
}

table('numbers', [
  ["Integer.valueOf('123')", '123'],
  ["Integer.valueOf('12.5')", 'System.TypeException: Invalid integer: 12.5'],
  ["Integer.valueOf('abc')", 'System.TypeException: Invalid integer: abc'],
  ["Integer.valueOf('2147483648')", 'System.TypeException: Invalid integer: 2147483648'],
  ['Integer.valueOf((Object) 7)', '7'],
  ['Integer.valueOf((Object) 7.9)', '7'],
  ['(1234567).format()', '1,234,567'],
  ["Long.valueOf('12345678901')", '12345678901'],
  ["Long.valueOf('x')", 'System.TypeException: Invalid long: x'],
  ['(4294967297L).intValue()', '1'],
  ['(1234L).format()', '1,234'],
  ["Double.valueOf('3.14')", '3.14'],
  ["Double.valueOf('x')", 'System.TypeException: Invalid double: x'],
  ['Double.valueOf(2)', '2.0'],
  ["Double.valueOf('4.5').round()", '4'],
  ["Double.valueOf('4.9').intValue()", '4'],
  ["Double.valueOf('-4.9').longValue()", '-4'],
  ['(Math.pow(2, 63) - 1).longValue()', '9223372036854775807'],
  ['(-Math.pow(2, 70)).longValue()', '-9223372036854775808'],
  ["Decimal.valueOf('12.340')", '12.340'],
  ["Decimal.valueOf('x')", 'System.TypeException: Invalid decimal: x'],
  ['(12.345).setScale(2)', '12.34'],
  ['(12.355).setScale(2, System.RoundingMode.HALF_UP)', '12.36'],
  ['(12.345).setScale(1, System.RoundingMode.UNNECESSARY)', 'System.MathException: Rounding necessary'],
  ['(-1.5).abs()', '1.5'],
  ['(19.0).divide(100, 3)', '0.190'],
  ['(10.0).divide(3, 2, System.RoundingMode.UP)', '3.34'],
  ['(1.0).divide(0, 2)', 'System.MathException: Divide by 0'],
  ['(4.12).pow(2)', '16.9744'],
  ['(123.456).precision()', '6'],
  ['(123.450).scale()', '3'],
  ['(4.50).stripTrailingZeros()', '4.5'],
  ['(12345.6789).format()', '12,345.679'],
  ['(4.5).round()', '4'],
  ['(5.5).round()', '6'],
  ['(4.5).round(System.RoundingMode.HALF_UP)', '5'],
  ['(4.9).intValue()', '4'],
  ['(4.9).longValue()', '4'],
  ['(4.25).doubleValue()', '4.25'],
  ['(123.450).toPlainString()', '123.450'],
  ["Boolean.valueOf('TRUE')", 'true'],
  ["Boolean.valueOf('yes')", 'false'],
]);

table('Math', [
  ['Math.abs(-3)', '3'],
  ['Math.abs(-3L)', '3'],
  ['Math.abs(-3.5)', '3.5'],
  ['Math.max(1, 2)', '2'],
  ['Math.max(1.5, 2.25)', '2.25'],
  ['Math.min(3L, 2L)', '2'],
  ['Math.mod(-7, 3)', '-1'],
  ['Math.mod(7L, 4L)', '3'],
  ['Math.mod(1, 0)', 'System.MathException: Divide by 0'],
  ['Math.ceil(4.1)', '5'],
  ['Math.floor(-4.1)', '-5'],
  ['Math.rint(2.5)', '2'],
  ['Math.round(4.5)', '4'],
  ['Math.round(5.5)', '6'],
  ['Math.roundToLong(4.6)', '5'],
  ['Math.signum(-2.0)', '-1.0'],
  ['Math.sqrt(16.0)', '4.0'],
  ['Math.pow(2, 10)', '1024.0'],
  ['Math.cbrt(27.0)', '3.0'],
  ['Math.log10(100.0)', '2.0'],
  ['Math.random() < 1', 'true'],
  ['Math.PI > 3.14 && Math.E < 2.72', 'true'],
  ['Math.exp(0.0)', '1.0'],
  ['Math.sin(0.0)', '0.0'],
  ['Math.atan2(0.0, 1.0)', '0.0'],
]);

table(
  'Date and Time',
  [
    ['Date.newInstance(2024, 2, 30)', '2024-03-01 00:00:00'],
    ["Date.valueOf('2024-02-29')", '2024-02-29 00:00:00'],
    ["Date.valueOf('2024-02-30')", 'System.TypeException: Invalid date: 2024-02-30'],
    ["Date.parse('12/27/2009')", '2009-12-27 00:00:00'],
    ["Date.parse('27.12.2009')", 'System.TypeException: Invalid date: 27.12.2009'],
    ['Date.daysInMonth(2024, 2)', '29'],
    ['Date.isLeapYear(2100)', 'false'],
    ['d.addDays(3)', '2024-02-03 00:00:00'],
    ['d.addMonths(1)', '2024-02-29 00:00:00'],
    ['d.addYears(1)', '2025-01-31 00:00:00'],
    ['d.day() + d.month() + d.year()', '2056'],
    ['d.dayOfYear()', '31'],
    ['d.daysBetween(Date.newInstance(2024, 3, 1))', '30'],
    ['d.monthsBetween(Date.newInstance(2025, 3, 1))', '14'],
    ['d.isSameDay(Date.newInstance(2024, 1, 31))', 'true'],
    ['d.toStartOfMonth()', '2024-01-01 00:00:00'],
    ['d.toStartOfWeek()', '2024-01-28 00:00:00'],
    ['d.format()', '1/31/2024'],
    ['d < d.addDays(1)', 'true'],
    ['String.valueOf(d)', '2024-01-31'],
    ['Date.today()', '2026-11-21 00:00:00'],
    ['t.addHours(13)', '00:02:03.004Z'],
    ['t.addMinutes(59)', '12:01:03.004Z'],
    ['t.addSeconds(57)', '11:03:00.004Z'],
    ['t.addMilliseconds(-5)', '11:02:02.999Z'],
    ['t.hour() + t.minute() + t.second() + t.millisecond()', '20'],
  ],
  'Date d = Date.newInstance(2024, 1, 31); Time t = Time.newInstance(11, 2, 3, 4);',
);

table(
  'Datetime',
  [
    ["Datetime.newInstanceGmt(2026, 7, 1, 12, 30, 15).format('yyyy-MM-dd HH:mm:ss')", '2026-07-01 05:30:15'],
    ["dt.format('EEE, d MMM yyyy', 'Europe/Berlin')", 'Sat, 21 Nov 2026'],
    ["dt.formatGmt('HH:mm')", '22:30'],
    ["dt.format('bb')", "System.StringException: Illegal pattern character 'b'"],
    ['dt.format()', '11/21/2026, 2:30 PM'],
    ['dt.formatLong()', '11/21/2026, 2:30:15 PM PST'],
    ['dt', '2026-11-21 22:30:15'],
    // Concatenated and in a collection a Datetime is in GMT, as String.valueOf it is in the user's time zone.
    ["'at ' + dt", 'at 2026-11-21 22:30:15'],
    ['new List<Datetime>{dt}', '(2026-11-21 22:30:15)'],
    ['String.valueOf(dt)', '2026-11-21 14:30:15'],
    ['dt.date()', '2026-11-21 00:00:00'],
    ['dt.dateGmt()', '2026-11-21 00:00:00'],
    ['dt.time()', '14:30:15.000Z'],
    ['dt.timeGmt()', '22:30:15.000Z'],
    ['dt.hour() + dt.hourGmt() + dt.minute() + dt.second()', '81'],
    ['dt.getTime()', '1795300215000'],
    ['dt.year() + dt.month() + dt.day()', '2058'],
    ['dt.dayOfYear()', '325'],
    ['dt.millisecond()', '0'],
    ['dt.addDays(1).addHours(1).addMinutes(1).addSeconds(1)', '2026-11-22 23:31:16'],
    ['dt.addMonths(3).addYears(1)', '2028-02-21 22:30:15'],
    ['dt.isSameDay(dt.addHours(10))', 'false'],
    ["Datetime.valueOf('2024-01-02 03:04:05')", '2024-01-02 11:04:05'],
    ["Datetime.valueOfGmt('2024-01-02 03:04:05')", '2024-01-02 03:04:05'],
    ["Datetime.valueOf('x')", 'System.TypeException: Invalid date/time: x'],
    ["Datetime.parse('10/14/2011 11:46 AM')", '2011-10-14 18:46:00'],
    ["Datetime.parse('today')", 'System.TypeException: Invalid date/time: today'],
    ['Datetime.newInstance(0L)', '1970-01-01 00:00:00'],
    ['Datetime.newInstance(Date.newInstance(2024, 1, 2), Time.newInstance(3, 4, 5, 0))', '2024-01-02 11:04:05'],
    ['Datetime.newInstanceGmt(2024, 1, 2)', '2024-01-02 00:00:00'],
    ['Datetime.now() == System.now()', 'true'],
    ['System.currentTimeMillis() == System.now().getTime()', 'true'],
    // Summer time begins on 2026-03-08: the clock time stays.
    ['String.valueOf(Datetime.newInstance(2026, 3, 7, 12, 0, 0).addDays(1))', '2026-03-08 12:00:00'],
    ["TimeZone.getTimeZone('Asia/Kolkata').getOffset(dt)", '19800000'],
    ["TimeZone.getTimeZone('nowhere').getID()", 'GMT'],
    ['UserInfo.getTimeZone().getDisplayName()', '(GMT-08:00) Pacific Standard Time (America/Los_Angeles)'],
    ['UserInfo.getTimeZone()', 'America/Los_Angeles'],
  ],
  'Datetime dt = Datetime.newInstanceGmt(2026, 11, 21, 22, 30, 15);',
);

table(
  'List',
  [
    ['l', '(b, a, c)'],
    ['l.size()', '3'],
    ["l.contains('a')", 'true'],
    ["l.indexOf('c')", '2'],
    ['l[3]', 'System.ListException: List index out of bounds: 3'],
    ['l.get(-1)', 'System.ListException: List index out of bounds: -1'],
    ['l.clone().remove(0)', 'b'],
    ['l.isEmpty()', 'false'],
    ["l == new List<String>{'b', 'a', 'c'}", 'true'],
    ['l.hashCode() == l.clone().hashCode()', 'true'],
    ["new List<String>(new Set<String>{'x'})", '(x)'],
    ['new Integer[2]', '(null, null)'],
    ['sorted', '(null, 1, 2, 3)'],
    ['points', '(P1, P2)'],
    ['down', '(3, 2, 1)'],
    ['l.iterator().next()', 'b'],
    ['new List<Account>().getSObjectType()', 'Account'],
    ['new List<String>().getSObjectType()', 'null'],
    ['copies[0].Name', 'A'],
    ['inserted', '(z, b, a, c, y)'],
  ],
  `List<String> l = new List<String>{'b', 'a', 'c'}; List<Integer> sorted = new List<Integer>{3, null, 1, 2}; sorted.sort(); List<Point> points = new List<Point>{new Point(2), new Point(1)}; points.sort();
    List<Integer> down = new List<Integer>{1, 3, 2}; down.sort(new Backwards()); List<Account> copies = new List<Account>{new Account(Name = 'A')}.deepClone(); List<String> inserted = l.clone(); inserted.add(0, 'z'); inserted.addAll(new Set<String>{'y'});`,
);

table(
  'Set and Map',
  [
    ['s', '{a, B}'],
    ["s.contains('A')", 'false'],
    ["s.add('a')", 'false'],
    ["s.containsAll(new List<String>{'a'})", 'true'],
    ["s.clone().removeAll(new Set<String>{'a', 'x'})", 'true'],
    ["s.clone().retainAll(new Set<String>{'x'})", 'true'],
    ["s.clone().addAll(new List<String>{'a'})", 'false'],
    ["s == new Set<String>{'B', 'a'}", 'true'],
    ["s.remove('nope')", 'false'],
    ['s.size()', '2'],
    ['m', '{a=1, b=2}'],
    ["m.get('A')", 'null'],
    ["m.put('a', 5)", '1'],
    ["m.remove('zz')", 'null'],
    ['m.keySet()', '{a, b}'],
    ['m.values()', '(5, 2)'],
    ["m.containsKey('b')", 'true'],
    ['m.clone() == m', 'true'],
    ['m.isEmpty()', 'false'],
    ["new Map<Id, Account>(new List<Account>{new Account(Id = '001000000000001AAA', Name = 'A')}).size()", '1'],
    [
      "new Map<Id, Account>(new List<Account>{new Account(Name = 'A')})",
      'System.ListException: Row with null Id at index: 0',
    ],
    ['new Map<Id, Account>().getSObjectType()', 'Account'],
    ['new Map<String, Integer>(m).size()', '2'],
  ],
  "Set<String> s = new Set<String>{'a', 'B', 'a'}; Map<String, Integer> m = new Map<String, Integer>{'a' => 1, 'b' => 2};",
);

table('Object, Type and Id', [
  ["Type.forName('Point')", 'Point'],
  ["Type.forName('Nope')", 'null'],
  ["Type.forName('Map<String,ANY>')", 'Map<String,Object>'],
  ["Type.forName('List').isAssignableFrom(List<Date>.class)", 'true'],
  ["Type.forName('List').isAssignableFrom(Set<Date>.class)", 'false'],
  ["((Point) Type.forName('Point').newInstance()).x", '0'],
  ['Point.class.getName()', 'Point'],
  ["Point.class == Type.forName('point')", 'true'],
  ['List<String>.class', 'List<String>'],
  ['Comparable.class.isAssignableFrom(Point.class)', 'true'],
  ['Comparable.class.isAssignableFrom(Backwards.class)', 'false'],
  ["Id.valueOf('001000000000001')", '001000000000001AAA'],
  ["Id.valueOf('nope')", 'System.StringException: Invalid id: nope'],
  ["Id.valueOf('001000000000001AAA').getSobjectType()", 'Account'],
  ["Id.valueOf('001000000000001AAA').to15()", '001000000000001'],
  [
    "Id.valueOf('zzz000000000001AAA').getSobjectType()",
    'System.SObjectException: Cannot locate Apex Type for ID: zzz000000000001AAA',
  ],
  ["System.hashCode('Hello')", '69609650'],
  ["System.equals('a', 'A')", 'false'],
  ['new Point(3)', 'P3'],
]);

table(
  'encoding and digests',
  [
    ["EncodingUtil.base64Encode(Blob.valueOf('abc'))", 'YWJj'],
    ["EncodingUtil.base64Decode('YWJj').toString()", 'abc'],
    ["EncodingUtil.base64Decode('*')", 'System.StringException: Unrecognized base64 character'],
    ["EncodingUtil.convertToHex(Blob.valueOf('abc'))", '616263'],
    ["EncodingUtil.convertFromHex('616263').size()", '3'],
    ["EncodingUtil.urlEncode('a b&c/ü', 'UTF-8')", 'a+b%26c%2F%C3%BC'],
    ["EncodingUtil.urlDecode('a+b%26', 'UTF-8')", 'a b&'],
    [
      "EncodingUtil.urlDecode('%zz', 'UTF-8')",
      'System.IllegalArgumentException: URLDecoder: Illegal hex characters in escape (%) pattern',
    ],
    // Digests of "abc": FIPS 180-4 and RFC 1321; the MAC is RFC 4231 test case 2.
    [
      "EncodingUtil.convertToHex(Crypto.generateDigest('SHA-256', Blob.valueOf('abc')))",
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    ],
    [
      "EncodingUtil.convertToHex(Crypto.generateDigest('MD5', Blob.valueOf('abc')))",
      '900150983cd24fb0d6963f7d28e17f72',
    ],
    [
      "EncodingUtil.convertToHex(Crypto.generateMac('hmacSHA256', Blob.valueOf('what do ya want for nothing?'), Blob.valueOf('Jefe')))",
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      "Crypto.verifyHmac('hmacSHA256', Blob.valueOf('a'), Blob.valueOf('k'), Crypto.generateMac('hmacSHA256', Blob.valueOf('a'), Blob.valueOf('k')))",
      'true',
    ],
    [
      "Crypto.decryptWithManagedIV('AES256', key, Crypto.encryptWithManagedIV('AES256', key, Blob.valueOf('secret'))).toString()",
      'secret',
    ],
    [
      "Crypto.decrypt('AES256', key, Blob.valueOf('0123456789abcdef'), Crypto.encrypt('AES256', key, Blob.valueOf('0123456789abcdef'), Blob.valueOf('x'))).toString()",
      'x',
    ],
    [
      'Crypto.generateAesKey(100)',
      'System.InvalidParameterValueException: Invalid AES key size. Must be 128, 192, or 256 bits.',
    ],
    ['key.size()', '32'],
    [
      'Crypto.getRandomInteger() == Crypto.getRandomInteger() && Crypto.getRandomLong() == Crypto.getRandomLong()',
      'false',
    ],
    [
      "Crypto.decryptWithManagedIV('AES256', key, Blob.valueOf('0123456789abcdef0123456789abcdef'))",
      'System.SecurityException: Given final block not properly padded, or the key does not fit the algorithm.',
    ],
    ['UUID.randomUUID().toString().length()', '36'],
    ["UUID.fromString('123E4567-e89b-12d3-a456-426614174000')", '123e4567-e89b-12d3-a456-426614174000'],
    ['UUID.fromString(id.toString()) == id', 'true'],
    ['UUID.randomUUID() == id', 'false'],
    ['new Set<UUID>{ id, UUID.fromString(id.toString()), UUID.randomUUID() }.size()', '2'],
    ["UUID.fromString('x')", 'System.IllegalArgumentException: Invalid UUID string: x'],
    [
      "UUID.fromString('123e4567-e89b-12d3-a456-426614174000').equals(UUID.fromString('123e4567-e89b-12d3-a456-426614174000'))",
      'true',
    ],
  ],
  'Blob key = Crypto.generateAesKey(256); UUID id = UUID.randomUUID();',
);

table('the running user and request', [
  ['UserInfo.getUserName()', 'admin@rollcall.example.com'],
  ["UserInfo.getUserId() == [SELECT Id FROM User WHERE Username = 'admin@rollcall.example.com'].Id", 'true'],
  ["UserInfo.getProfileId() == [SELECT Id FROM Profile WHERE Name = 'System Administrator'].Id", 'true'],
  ["UserInfo.getOrganizationId().startsWith('00D')", 'true'],
  ['UserInfo.getLocale()', 'en_US'],
  ['UserInfo.getDefaultCurrency()', 'USD'],
  ['UserInfo.isMultiCurrencyOrganization()', 'false'],
  ['UserInfo.getSessionId()', 'null'],
  ['UserInfo.getUiThemeDisplayed()', 'Theme4d'],
  ["FeatureManagement.checkPermission('No_Such_Permission')", 'false'],
  ['Test.isRunningTest()', 'false'],
  ['System.isBatch() || System.isFuture() || System.isQueueable() || System.isScheduled()', 'false'],
  ['Request.getCurrent().getRequestId() == null', 'false'],
  ['Limits.getLimitQueries()', '100'],
  ['Limits.getLimitHeapSize()', '6000000'],
  ['Limits.getHeapSize()', '1000'],
  ['new Version(1, 2).compareTo(new Version(1, 2, 1))', '-1'],
  ['new Version(3, 2, 1).major()', '3'],
  ["new Url('https://ada.example.com:8443/a/b?c=d#e').getHost()", 'ada.example.com'],
  ["new Url('https://ada.example.com:8443/a/b?c=d#e').getPort()", '8443'],
  ["new Url('nope').getPath()", 'System.StringException: no protocol: nope'],
  ["new PageReference('/apex/x?a=1').setRedirect(true).getRedirect()", 'true'],
  ["new PageReference('/apex/x?a=1').getParameters()", '{a=1}'],
  ["new PageReference('/x').setAnchor('top').getUrl()", '/x#top'],
  ["Collator.getInstance().compare('a', 'B') < 0", 'true'],
]);

table(
  'a date and a number held as an Object',
  [
    ['day instanceof Datetime', 'true'],
    ['moment instanceof Date', 'false'],
    ['((Datetime) day).hourGmt()', '0'],
    ['(Datetime) day > Datetime.newInstanceGmt(2024, 2, 28, 23, 0, 0)', 'true'],
    ['((Date) day).addDays(1).day()', '1'],
    ['(Date) moment', 'System.TypeException: Invalid conversion from runtime type Datetime to Date'],
    ['((Decimal) whole).scale()', '0'],
  ],
  'Object day = Date.newInstance(2024, 2, 29); Object moment = Datetime.newInstanceGmt(2024, 2, 29, 3, 0, 0); Object whole = 9;',
);

table('sets of different types', [
  ["new Set<Object>{ 'a', null }.equals(new Set<String>{ null, 'a' })", 'true'],
  ["new Set<Object>{ 'a' }.equals(new Set<String>{ 'b' })", 'false'],
]);
