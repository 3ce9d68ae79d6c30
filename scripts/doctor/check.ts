/** What the doctor reports, and how each check runs alone: one that fails says so and stops no other. */
import type { Connection } from '@salesforce/core';
import type { MetadataRecord } from '../rules/records.ts';

export const STATUSES = ['good', 'warning', 'bad', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

export interface Check {
  /** Stable. */
  code: string;
  /** What was looked at, as a sentence that is true when all is well. */
  claim: string;
  status: Status;
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
  /** Effective permissions by user id, once they were read: that takes a second a user. */
  permissions: Map<string, Set<string>>;
  /** Whether checks may change something or send credentials that are meant to fail. */
  mayProbe: boolean;
}

export interface Examination {
  code: string;
  claim: string;
  examine(patient: Patient): Promise<Finding | Finding[]>;
}

/** A check's answer; the runner adds code and claim. */
export type Finding = Pick<Check, 'status' | 'evidence'> & Partial<Pick<Check, 'claim' | 'fix' | 'value' | 'link'>>;

/** Runs one examination; whatever it raises becomes `unknown`, with the org's own words. */
export async function runExamination({ code, claim, examine }: Examination, patient: Patient): Promise<Check[]> {
  const empty = { code, claim, fix: null, value: null, link: null };
  try {
    const found = await examine(patient);
    return (Array.isArray(found) ? found : [found]).map((finding) => ({ ...empty, ...finding }));
  } catch (failure) {
    const { name, message } = failure as Error;
    return [
      {
        ...empty,
        status: 'unknown',
        evidence: `${name}: ${message}`,
        fix: 'Sign in as somebody who may read this (View Setup and Configuration), and run it again.',
      },
    ];
  }
}

/** Addresses in Setup. */
export const setup = {
  userInterface: (url: string): string => `${url}/lightning/setup/UserInterfaceUI/home`,
  record: (url: string, node: string, id: string): string => `${url}/lightning/setup/${node}/page?address=%2F${id}`,
  user: (url: string, id: string): string =>
    `${url}/lightning/setup/ManageUsers/page?address=%2F${id}%3Fnoredirect%3D1%26isUserEntityOverride%3D1`,
  company: (url: string): string => `${url}/lightning/setup/CompanyProfileInfo/home`,
};
