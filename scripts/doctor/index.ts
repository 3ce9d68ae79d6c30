/** Looks at a live org for everything that is known to make provisioning fail or unsafe. Reads only, but for `--probe`. */
import type { Connection } from '@salesforce/core';
import type { Evidence } from '../evidence/run.ts';
import { ScimError } from '../command.ts';
import { identityOf } from '../deploy/connection.ts';
import { readOrg } from '../rules/from-org.ts';
import type { MetadataRecord } from '../rules/records.ts';
import { runExamination, type Check, type Patient, type Status } from './check.ts';
import { entitlementChecks } from './checks/entitlements.ts';
import { identityChecks } from './checks/identity.ts';
import { orgChecks } from './checks/org.ts';
import { packageChecks } from './checks/package.ts';

export interface DoctorReport {
  org: { id: string; url: string; username: string };
  checks: Check[];
  counts: Record<Status, number>;
  /** What the probe showed; null without `--probe`. */
  probe: Evidence | null;
}

export interface DoctorOptions {
  connection: Connection;
  integrationUsers: string[];
  probe: { profile: string; domain: string; deadlineSeconds: number } | null;
  note(text: string): void;
}

const EXAMINATIONS = [...orgChecks, ...identityChecks, ...entitlementChecks, ...packageChecks];

/** Every check, in the order in which a person would look. */
export async function examine({ connection, integrationUsers, probe, note }: DoctorOptions): Promise<DoctorReport> {
  const url = connection.instanceUrl.replace(/\/$/, '');
  const patient: Patient = {
    connection,
    url,
    integrationUsers,
    records: await rulesOf(connection),
    permissions: new Map(),
    mayProbe: probe !== null,
  };
  const checks: Check[] = [];
  for (const examination of EXAMINATIONS) {
    note(examination.claim);
    checks.push(...(await runExamination(examination, patient)));
  }
  const evidence = probe ? await runProbe(connection, probe, note) : null;
  if (evidence) checks.push(...evidence.steps.map(probeCheck));
  const { orgId, username } = identityOf(connection);
  return {
    org: { id: orgId, url, username },
    checks,
    counts: countsOf(checks),
    probe: evidence,
  };
}

/** Null when the package is not there; other failures are the first thing to know. */
async function rulesOf(connection: Connection): Promise<MetadataRecord[] | null> {
  try {
    return await readOrg(connection);
  } catch (failure) {
    if (failure instanceof ScimError && failure.name === 'PackageNotInstalled') return null;
    throw failure;
  }
}

async function runProbe(
  connection: Connection,
  probe: NonNullable<DoctorOptions['probe']>,
  note: DoctorOptions['note'],
): Promise<Evidence> {
  const { gatherEvidence } = await import('../evidence/run.ts');
  return (await gatherEvidence({ connection, ...probe, note })).evidence;
}

function probeCheck({ name, claim, passed, seen }: Evidence['steps'][number]): Check {
  return {
    code: `probe-${name}`,
    claim,
    status: passed ? 'good' : 'bad',
    evidence: seen,
    fix: passed ? null : 'Paste what was seen into "scim explain".',
    value: null,
    link: null,
  };
}

function countsOf(checks: Check[]): Record<Status, number> {
  const counts = { good: 0, warning: 0, bad: 0, unknown: 0 };
  for (const { status } of checks) counts[status] += 1;
  return counts;
}
