/** Looks at a live org for everything that is known to make provisioning fail or unsafe. Reads only, but for `--probe`. */
import type { Connection } from '@salesforce/core';
import type { Evidence } from '../evidence/run.ts';
import type { Exchange } from '../evidence/transcript.ts';
import { ScimError } from '../command.ts';
import { identityOf } from '../deploy/connection.ts';
import { patient, type Patience } from '../requests/retry.ts';
import { readOrg } from '../rules/from-org.ts';
import type { MetadataRecord } from '../rules/records.ts';
import { runExamination, severityOf, type Check, type Examination, type Patient, type Status } from './check.ts';
import { appChecks } from './checks/app.ts';
import { entitlementChecks } from './checks/entitlements.ts';
import { identityChecks } from './checks/identity.ts';
import { leavingChecks } from './checks/leaving.ts';
import { loginChecks } from './checks/login.ts';
import { orgChecks } from './checks/org.ts';
import { packageChecks } from './checks/package.ts';
import { permissionChecks } from './checks/permissions.ts';
import { profileChecks } from './checks/profiles.ts';
import { settingsChecks } from './checks/settings.ts';
import { userObjectChecks } from './checks/user-object.ts';
import { manualItems, type ManualItem } from './manual.ts';

export interface DoctorReport {
  org: { id: string; url: string; username: string };
  checks: Check[];
  counts: Record<Status, number>;
  /** What no API tells, for a person to look at. */
  manual: ManualItem[];
  /** What the probe showed; null without `--probe`. */
  probe: Evidence | null;
  /** The requests and answers of the probe, secrets masked; empty without `--probe`. */
  traffic: Exchange[];
}

export interface DoctorOptions {
  connection: Connection;
  integrationUsers: string[];
  probe: { profile: string; domain: string; deadlineSeconds: number } | null;
  note(text: string): void;
  /** Milliseconds that one check, or one request of the probe, may take; default a minute. */
  limit?: number;
  /** Ends the probe early; its user is deactivated all the same. */
  signal?: AbortSignal;
}

const CHECK_MS = 60_000;

/** In the order in which a person would look. */
export const EXAMINATIONS: readonly Examination[] = [
  ...orgChecks,
  ...loginChecks,
  ...identityChecks,
  ...permissionChecks,
  ...appChecks,
  ...settingsChecks,
  ...profileChecks,
  ...entitlementChecks,
  ...userObjectChecks,
  ...leavingChecks,
  ...packageChecks,
];

/** Every check, in the order in which a person would look. */
export async function examine(options: DoctorOptions): Promise<DoctorReport> {
  const { connection, integrationUsers, probe, note, limit = CHECK_MS } = options;
  const url = connection.instanceUrl.replace(/\/$/, '');
  const org: Patient = {
    connection,
    url,
    integrationUsers,
    records: await rulesOf(connection, { ...patient(options.signal), request: limit }),
    memory: new Map(),
    now: Date.now(),
    mayProbe: probe !== null,
    limit,
  };
  const checks: Check[] = [];
  for (const examination of EXAMINATIONS) {
    if (options.signal?.aborted) break;
    note(examination.claim);
    checks.push(...(await runExamination(examination, org)));
  }
  const run = probe && !options.signal?.aborted ? await runProbe(options, probe) : null;
  if (run) checks.push(...run.evidence.steps.map(probeCheck));
  const { orgId, username } = identityOf(connection);
  return {
    org: { id: orgId, url, username },
    checks,
    counts: countsOf(checks),
    manual: manualItems(url),
    probe: run?.evidence ?? null,
    traffic: run?.transcript ?? [],
  };
}

/** Null when the package is not there; other failures are the first thing to know. */
async function rulesOf(connection: Connection, patience: Patience): Promise<MetadataRecord[] | null> {
  try {
    return await readOrg(connection, patience);
  } catch (failure) {
    if (failure instanceof ScimError && failure.name === 'PackageNotInstalled') return null;
    throw failure;
  }
}

async function runProbe(
  { connection, note, limit, signal }: DoctorOptions,
  probe: NonNullable<DoctorOptions['probe']>,
): Promise<{ evidence: Evidence; transcript: Exchange[] }> {
  const { gatherEvidence } = await import('../evidence/run.ts');
  return gatherEvidence({ connection, ...probe, note, ...(limit && { timeout: limit }), ...(signal && { signal }) });
}

function probeCheck({ name, claim, passed, seen }: Evidence['steps'][number]): Check {
  const code = `probe-${name}`;
  const status = passed ? 'good' : 'bad';
  return {
    code,
    claim,
    status,
    severity: severityOf(status, code),
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
