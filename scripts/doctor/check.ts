/** What the doctor reports, and how each check runs alone: one that fails says so and stops no other. */
import type { Connection } from '@salesforce/core';
import { limited } from '../requests/limit.ts';
import type { MetadataRecord } from '../rules/records.ts';
import { CAUSES, type Effect } from './causes.ts';

export const STATUSES = ['good', 'warning', 'bad', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

/** How much it matters: `bad` that stops provisioning is critical, that opens the org is high; warnings come below. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'none';

export interface Check {
  /** Stable. */
  code: string;
  /** What was looked at, as a sentence that is true when all is well. */
  claim: string;
  status: Status;
  severity: Severity;
  /** What was seen. */
  evidence: string;
  /** What to do; null when nothing is to be done. */
  fix: string | null;
  /** An id, name or address to paste into the identity provider. */
  value: string | null;
  /** Where in Setup. */
  link: string | null;
}

export interface Patient {
  connection: Connection;
  /** Without a slash at the end. */
  url: string;
  /** Usernames of the integration users that were named. */
  integrationUsers: string[];
  /** Sources and rules of the org; null when the package is not installed or cannot be read. */
  records: MetadataRecord[] | null;
  /** What several checks read is asked for once. */
  memory: Map<string, Promise<unknown>>;
  /** Milliseconds since 1970. */
  now: number;
  /** Whether checks may change something or send credentials that are meant to fail. */
  mayProbe: boolean;
  /** Milliseconds that one check may take. */
  limit: number;
}

export interface Examination {
  code: string;
  claim: string;
  examine(patient: Patient): Promise<Finding | Finding[]>;
}

/** A check's answer; the runner adds code, claim and severity. */
export type Finding = Pick<Check, 'status' | 'evidence'> & Partial<Pick<Check, 'claim' | 'fix' | 'value' | 'link'>>;

/** Runs one examination; whatever it raises becomes `unknown`, with the org's own words. */
export async function runExamination({ code, claim, examine }: Examination, patient: Patient): Promise<Check[]> {
  const empty = { code, claim, fix: null, value: null, link: null };
  try {
    const found = await limited(() => examine(patient), patient.limit);
    return (Array.isArray(found) ? found : [found]).map((finding) => ({
      ...empty,
      ...finding,
      severity: severityOf(finding.status, code),
    }));
  } catch (failure) {
    const { name, message } = failure as Error;
    return [
      {
        ...empty,
        status: 'unknown',
        severity: 'none',
        evidence: `${name}: ${oneLine(message)}`,
        fix: remedyOf(name, message),
      },
    ];
  }
}

const SEVERITIES: Record<Effect, Record<Status, Severity>> = {
  fails: { bad: 'critical', warning: 'medium', unknown: 'none', good: 'none' },
  unsafe: { bad: 'high', warning: 'medium', unknown: 'none', good: 'none' },
  hinders: { bad: 'medium', warning: 'low', unknown: 'none', good: 'none' },
};

/** By what the cause does when it is there; the probe's steps are provisioning itself. */
export function severityOf(status: Status, code: string): Severity {
  return SEVERITIES[CAUSES.find((cause) => cause.code === code)?.effect ?? 'fails'][status];
}

function remedyOf(name: string, message: string): string {
  if (/INVALID_TYPE|INVALID_FIELD|NOT_FOUND|NOT_IMPLEMENTED/.test(`${name} ${message}`)) {
    return 'This org does not offer what the check reads (edition, feature or release); look in Setup instead.';
  }
  if (/INVALID_SESSION_ID/.test(`${name} ${message}`)) return 'The login has ended: sign in again, and run it again.';
  return 'Sign in as somebody who may read this (View Setup and Configuration), and run it again.';
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What `read` answers, asked for once a run; a failure is remembered too, so that each check tells it. */
export function once<Result>(patient: Patient, key: string, read: () => Promise<Result>): Promise<Result> {
  let known = patient.memory.get(key) as Promise<Result> | undefined;
  if (!known) {
    known = read();
    patient.memory.set(key, known);
  }
  return known;
}

/** Addresses in Setup. */
export const setup = {
  node: (url: string, node: string): string => `${url}/lightning/setup/${node}/home`,
  userInterface: (url: string): string => setup.node(url, 'UserInterfaceUI'),
  record: (url: string, node: string, id: string): string => `${url}/lightning/setup/${node}/page?address=%2F${id}`,
  user: (url: string, id: string): string =>
    `${url}/lightning/setup/ManageUsers/page?address=%2F${id}%3Fnoredirect%3D1%26isUserEntityOverride%3D1`,
  company: (url: string): string => setup.node(url, 'CompanyProfileInfo'),
  userObject: (url: string, part: string): string => `${url}/lightning/setup/ObjectManager/User/${part}/view`,
};
