/** What the page knows about its user: name, locale, and the permissions that components ask about. */
import type { LocalOrg } from '../../org.ts';
import type { OrgSources } from '../build/keys.ts';

export interface UserContext {
  id: string;
  name: string;
  customPermissions: string[];
  userPermissions: string[];
}

/** Salesforce's locale keys (`en_US`, `de`) -> BCP 47 (`en-US`, `de`). */
export function languageTag(key: unknown): string {
  const tag = typeof key === 'string' && key !== '' ? key.replaceAll('_', '-') : 'en-US';
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en-US';
  } catch {
    return 'en-US';
  }
}

/** Languages that are written from right to left (ISO 639 codes; `iw` is Salesforce's Hebrew). */
const RIGHT_TO_LEFT = new Set(['ar', 'he', 'iw', 'fa', 'ur', 'yi']);

/** Names that components import from `@salesforce/<kind>/Name`. */
function importedNames(sources: OrgSources, kind: string, prefix = ''): string[] {
  const pattern = new RegExp(`['"]@salesforce/${kind}/${prefix}(\\w+)['"]`, 'g');
  const names = new Set<string>();
  for (const files of Object.values(sources.bundles)) {
    for (const source of Object.values(files)) {
      for (const [, name] of source.matchAll(pattern)) if (name) names.add(name);
    }
  }
  return [...names];
}

/** The user's row, with the permissions that the deployed components import and the user has. */
export function userContext(org: LocalOrg, userId: string, sources: OrgSources): UserContext {
  const { access } = org.data;
  const row = org.data.rows('User', { Id: userId })[0] ?? {};
  const name = row.Name ?? [row.FirstName, row.LastName].filter(Boolean).join(' ');
  return {
    id: userId,
    name: String(name || row.Username || userId),
    customPermissions: importedNames(sources, 'customPermission').filter((permission) =>
      access.hasCustomPermission(userId, permission),
    ),
    userPermissions: importedNames(sources, 'userPermission').filter((permission) =>
      access.hasUserPermission(userId, permission),
    ),
  };
}

/** Language key of a user, e.g. `de` or `en_US`. */
export function userLanguage(org: LocalOrg, userId: string): string {
  return String(org.data.rows('User', { Id: userId })[0]?.LanguageLocaleKey ?? 'en_US');
}

/** The labels that components import and that read differently in the user's language. */
export function userLabels(org: LocalOrg, userId: string, sources: OrgSources): Record<string, string> {
  const translated = org.metadata.labels(userLanguage(org, userId));
  return Object.fromEntries(
    importedNames(sources, 'label', 'c\\.').flatMap((name) => {
      const text = translated.get(name);
      return text === undefined || text === sources.labels[name] ? [] : [[name, text]];
    }),
  );
}

/** Values of `@salesforce/i18n/…` that follow the user's settings; the rest are the packaged ones of American English. */
export function userLocale(org: LocalOrg, userId: string): Record<string, string | number> {
  const row = org.data.rows('User', { Id: userId })[0] ?? {};
  const locale = languageTag(row.LocaleSidKey);
  return {
    lang: languageTag(row.LanguageLocaleKey),
    locale,
    timeZone: typeof row.TimeZoneSidKey === 'string' ? row.TimeZoneSidKey : 'America/Los_Angeles',
    dir: RIGHT_TO_LEFT.has(languageTag(row.LanguageLocaleKey).split('-')[0] as string) ? 'rtl' : 'ltr',
    ...numberSymbols(locale),
  };
}

/** Separators as the locale writes them, e.g. `1.234,5` in German. */
function numberSymbols(locale: string): Record<string, string> {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true, minimumFractionDigits: 1 }).formatToParts(1234567.5);
  const symbol = (type: string, fallback: string) => parts.find((part) => part.type === type)?.value ?? fallback;
  return { 'number.groupingSeparator': symbol('group', ','), 'number.decimalSeparator': symbol('decimal', '.') };
}
