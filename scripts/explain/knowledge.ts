/**
 * What is known about the errors of provisioning and deploying: one YAML file a field, written for people, in
 * `scripts/explain/knowledge`. The validator's own codes join them from `scripts/validate/codes.ts`.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { CODES } from '../validate/codes.ts';

const FOLDER = path.join(import.meta.dirname, 'knowledge');

/** How sure the source is; the marks are those of docs/reference. */
export const CONFIDENCES = ['documented', 'reported', 'pilot', 'inferred', 'knowledge', 'own'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export interface Entry {
  /** Stable; takes part in the JSON contract of `scim explain`. */
  code: string;
  /** What happened, in a few words. */
  title: string;
  /** The error as whoever raises it writes it, with example values; left out for codes that speak for themselves. */
  says?: string;
  /** Upper and lower case are the same; groups fill `{1}`, `{2}` … in the texts. */
  matches: RegExp[];
  cause: string;
  /** What to change at the identity provider. */
  idp: string;
  /** What to change in Salesforce. */
  salesforce: string;
  /** How to see that it is so, or that it is mended. */
  check: string;
  confidence: Confidence;
  /** Where the fact stands. */
  source: string;
}

/** An entry as the files have it: patterns are texts there. */
type Written = Partial<Omit<Entry, 'matches'>> & { matches?: string[] };

const FIELDS: readonly (keyof Entry)[] = ['code', 'title', 'cause', 'idp', 'salesforce', 'check'];

let loaded: Entry[] | undefined;

/** The files, in the order in which they are tried: the SCIM service first, because its words are the most telling. */
export const TOPICS = {
  scim: "Salesforce's SCIM service",
  platform: 'The platform, whichever interface carried it',
  login: 'Signing in',
  providers: "The providers' own logs",
  deploy: 'Deploying',
  rollcall: 'Reasons of the console',
  commands: 'These commands and the REST resource',
  runs: 'Runs that were cut off, or cannot begin',
} as const;
export type Topic = keyof typeof TOPICS;

/** Every entry, topic by topic, the validator's codes last. */
export function knowledge(): Entry[] {
  loaded ??= [...(Object.keys(TOPICS) as Topic[]).flatMap(readTopic), ...validatorEntries()];
  return loaded;
}

/**
 * Entries of one topic, in the order of the file.
 * @throws {Error} naming file and entry when a text is missing
 */
export function readTopic(name: Topic): Entry[] {
  const entries = parse(readFileSync(path.join(FOLDER, `${name}.yml`), 'utf8')) as Written[];
  return entries.map((entry) => {
    for (const field of FIELDS) {
      if (typeof entry[field] !== 'string') throw new Error(`${name}.yml: entry "${entry.code}" has no text ${field}.`);
    }
    const patterns = [...(entry.matches ?? []), codePattern(entry.code as string)];
    return { ...OWN, ...entry, matches: patterns.map((pattern) => new RegExp(pattern, 'i')) } as Entry;
  });
}

const OWN = { confidence: 'own', source: 'docs/domain.md' } as const;

/** `scim validate` reports these codes; the text is the one of docs/validate.md. */
function validatorEntries(): Entry[] {
  return Object.entries(CODES).map(([code, { about, ...rest }]) => ({
    code,
    title: about.replace(/\.$/, ''),
    matches: [new RegExp(codePattern(code), 'i')],
    cause: about,
    idp: 'Not a matter of the provider.',
    salesforce: 'fix' in rest ? rest.fix : "The finding's own message names what to change.",
    check: 'node bin/run.js scim validate reports it no more.',
    confidence: 'own',
    source: 'docs/validate.md',
  }));
}

/** The code alone, as somebody types it after reading it in a report. */
const codePattern = (code: string): string => String.raw`(?<![\w-])${code}(?![\w-])`;
