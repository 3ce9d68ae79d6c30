/** Time zone and locale of the running user, which decide how dates and numbers print. */
import { localeTag } from '../../data/localFormats.ts';
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
    locale: localeTag(String(row?.LocaleSidKey ?? '')),
    language: String(row?.LanguageLocaleKey ?? FALLBACK.language),
  };
  users.set(rt.actor.userId, settings);
  return settings;
}
