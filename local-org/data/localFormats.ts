/**
 * Values as the running user's locale writes them: Apex `format()`, SOQL `FORMAT()`. Salesforce's short formats are ICU's
 * with all digits of the year (Salesforce Help, "Differences Between JDK and ICU Locale Formats": `1/28/2008, 4:30 PM` in
 * English (United States)). Its ICU is 71.1; Node's is newer, and some locales join date and time differently in the two.
 */
import type { FieldDescribe, Scalar } from './types.ts';
import { NotImplementedError } from './types.ts';

export interface Regional {
  /** BCP 47, e.g. `en-US`. */
  locale: string;
  /** IANA name, e.g. `America/Los_Angeles`. */
  timeZone: string;
}

const FALLBACK = 'en-US';
const TAGS = new Map<string, string>();

/** `de_AT_EURO` becomes `de-AT`; what Intl does not know becomes `en-US`. */
export function localeTag(key: string): string {
  let tag = TAGS.get(key);
  if (tag === undefined) TAGS.set(key, (tag = supportedTag(key)));
  return tag;
}

function supportedTag(key: string): string {
  const tag = key.split('_').slice(0, 2).join('-');
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0 ? tag : FALLBACK;
  } catch {
    return FALLBACK;
  }
}

/** `1/28/2008`, `28.01.2008`. */
export function dateText(moment: number, { locale, timeZone }: Regional): string {
  return short(moment, locale, { dateStyle: 'short', timeZone });
}

/** `1/28/2008, 4:30 PM`. */
export function datetimeText(moment: number, { locale, timeZone }: Regional): string {
  return short(moment, locale, { dateStyle: 'short', timeStyle: 'short', timeZone });
}

function short(moment: number, locale: string, options: Intl.DateTimeFormatOptions): string {
  return formatter(locale, options)
    .formatToParts(moment)
    .map(({ type, value }) => (type === 'year' ? wholeYear(moment, locale, options.timeZone!) : value))
    .join('')
    .replaceAll('\u202f', ' ');
}

function wholeYear(moment: number, locale: string, timeZone: string): string {
  const parts = formatter(locale, { year: 'numeric', timeZone }).formatToParts(moment);
  return parts.find(({ type }) => type === 'year')?.value ?? '';
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (!found) formatters.set(key, (found = new Intl.DateTimeFormat(locale, options)));
  return found;
}

/**
 * A field's value as the pages of Salesforce Classic show it ("FORMAT()", SOQL and SOSL Reference), with the decimals of
 * the field. Raises NotImplementedError for amounts in other locales than English (United States): how they write the
 * org's dollars is not documented.
 */
export function fieldText(field: FieldDescribe, value: Scalar, currency: string, regional: Regional): Scalar {
  if (value === null) return null;
  const { locale } = regional;
  const decimals = { minimumFractionDigits: field.scale ?? 0, maximumFractionDigits: field.scale ?? 0 };
  switch (field.type) {
    case 'date':
      return dateText(Date.parse(`${String(value)}T00:00:00Z`), { locale, timeZone: 'UTC' });
    case 'datetime':
      return datetimeText(Date.parse(String(value).replace('+0000', 'Z')), regional);
    case 'time':
      return short(Date.parse(`1970-01-01T${String(value)}`), locale, { timeStyle: 'short', timeZone: 'UTC' });
    case 'currency':
      if (locale !== FALLBACK) throw new NotImplementedError(`FORMAT() of a currency in the locale ${locale}`);
      return new Intl.NumberFormat(locale, { style: 'currency', currency, ...decimals }).format(Number(value));
    case 'percent':
      return `${new Intl.NumberFormat(locale, decimals).format(Number(value))}%`;
    default:
      return new Intl.NumberFormat(locale, decimals).format(Number(value));
  }
}
