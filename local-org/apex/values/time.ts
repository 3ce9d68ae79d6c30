/** Apex `Date`, `Datetime` and `Time`: immutable, compared by value. */

export const DAY = 86_400_000;

/** A calendar day without zone, counted from 1970-01-01. */
export class ApexDate {
  readonly days: number;
  constructor(days: number) {
    this.days = days;
  }
  /** Month 1–12; day and month run over as in `Date.newInstance(2024, 14, 1)`. */
  static of(year: number, month: number, day: number): ApexDate {
    return new ApexDate(daysOf(year, month, day));
  }
  /** `YYYY-MM-DD`, with anything after it ignored; undefined when it is no day. */
  static parseIso(text: string): ApexDate | undefined {
    const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[ T])/.exec(text);
    if (!match) return undefined;
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
    return ApexDate.of(year, month, day);
  }
  get year(): number {
    return this.toJs().getUTCFullYear();
  }
  get month(): number {
    return this.toJs().getUTCMonth() + 1;
  }
  get day(): number {
    return this.toJs().getUTCDate();
  }
  /** 0 is Sunday. */
  get weekday(): number {
    return this.toJs().getUTCDay();
  }
  addDays(days: number): ApexDate {
    return new ApexDate(this.days + days);
  }
  /** The same day of the month, or its last day where the month is shorter. */
  addMonths(months: number): ApexDate {
    const total = this.year * 12 + this.month - 1 + months;
    const year = Math.floor(total / 12);
    const month = total - year * 12 + 1;
    return ApexDate.of(year, month, Math.min(this.day, daysInMonth(year, month)));
  }
  get dayOfYear(): number {
    return this.days - daysOf(this.year, 1, 1) + 1;
  }
  toJs(): Date {
    return new Date(this.days * DAY);
  }
  /** `YYYY-MM-DD`. */
  toString(): string {
    return this.toJs().toISOString().slice(0, 10);
  }
}

/** An instant, in milliseconds since the epoch. */
export class ApexDatetime {
  readonly time: number;
  constructor(time: number) {
    this.time = time;
  }
  /** The stored form `YYYY-MM-DDTHH:mm:ss.SSS+0000`, or any ISO 8601 instant; undefined when it is none. */
  static parseIso(text: string): ApexDatetime | undefined {
    const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.exec(text);
    if (!match) return undefined;
    const zone = match[4]!.length === 5 ? `${match[4]!.slice(0, 3)}:${match[4]!.slice(3)}` : match[4]!;
    const time = Date.parse(`${match[1]}T${match[2]}${match[3] ?? ':00'}${zone}`);
    return Number.isNaN(time) ? undefined : new ApexDatetime(time);
  }
  /** As `data` stores it. */
  toStored(): string {
    return this.toIso().replace('Z', '+0000');
  }
  /** As JSON.serialize writes it: `2024-01-02T03:04:05.000Z`. */
  toIso(): string {
    return new Date(this.time).toISOString();
  }
}

/** A time of day, in milliseconds since midnight. */
export class ApexTime {
  readonly millis: number;
  constructor(millis: number) {
    this.millis = ((millis % DAY) + DAY) % DAY;
  }
  static of(hour: number, minute: number, second: number, millisecond: number): ApexTime {
    return new ApexTime(((hour * 60 + minute) * 60 + second) * 1000 + millisecond);
  }
  /** `HH:mm:ss.SSSZ`; undefined when it is no time. */
  static parseIso(text: string): ApexTime | undefined {
    const match = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?Z?$/.exec(text);
    if (!match || Number(match[1]) > 23 || Number(match[2]) > 59 || Number(match[3] ?? 0) > 59) return undefined;
    return ApexTime.of(
      Number(match[1]),
      Number(match[2]),
      Number(match[3] ?? 0),
      Number((match[4] ?? '0').padEnd(3, '0')),
    );
  }
  get hour(): number {
    return Math.floor(this.millis / 3_600_000);
  }
  get minute(): number {
    return Math.floor(this.millis / 60_000) % 60;
  }
  get second(): number {
    return Math.floor(this.millis / 1000) % 60;
  }
  get millisecond(): number {
    return this.millis % 1000;
  }
  /** `HH:mm:ss.SSSZ`, as String.valueOf and JSON print it. */
  toString(): string {
    return `${new Date(this.millis).toISOString().slice(11, 23)}Z`;
  }
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / DAY);
}
