/** Time zone and locale of the running user, which decide how dates and numbers print. */
import type { Runtime } from '../runtime/contract.ts';

export interface UserLocale {
  /** IANA name, e.g. `America/Los_Angeles`. */
  zone: string;
  /** BCP 47, e.g. `en-US`. */
  locale: string;
  /** The user's language as Salesforce names it, e.g. `de`, `en_US`. */
  language: string;
}

const known = new WeakMap<Runtime, Map<string, UserLocale>>();
const FIELDS = ['TimeZoneSidKey', 'LocaleSidKey', 'LanguageLocaleKey'];
const FALLBACK: UserLocale = { zone: 'GMT', locale: 'en-US', language: 'en_US' };

/** Read from the user's row once a transaction and user. */
export function userLocale(rt: Runtime): UserLocale {
  let users = known.get(rt);
  if (!users) known.set(rt, (users = new Map()));
  const cached = users.get(rt.actor.userId);
  if (cached) return cached;
  const row = rt.data.rows('User', { Id: rt.actor.userId }, FIELDS)[0];
  const settings: UserLocale = {
    zone: String(row?.TimeZoneSidKey ?? FALLBACK.zone),
    locale: toBcp47(String(row?.LocaleSidKey ?? '')),
    language: String(row?.LanguageLocaleKey ?? FALLBACK.language),
  };
  users.set(rt.actor.userId, settings);
  return settings;
}

const TAGS = new Map<string, string>();

/** `de_AT_EURO` becomes `de-AT`; what Intl does not know becomes `en-US`. */
function toBcp47(key: string): string {
  let tag = TAGS.get(key);
  if (tag === undefined) TAGS.set(key, (tag = supportedTag(key)));
  return tag;
}

function supportedTag(key: string): string {
  const tag = key.split('_').slice(0, 2).join('-');
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0 ? tag : FALLBACK.locale;
  } catch {
    return FALLBACK.locale;
  }
}
