/**
 * What a Dev Hub does with a request for a scratch org before anything is made: completes the record, refuses at once what
 * the platform refuses at once, and counts it against the hub's allocations. (Object Reference, "ScratchOrgInfo".)
 */
import { randomInt } from 'node:crypto';
import type { OrgData } from '../data/contract.ts';
import type { ObjectRule } from '../data/rules/rule.ts';
import { isEmailAddress } from '../data/dml/values.ts';
import { LANGUAGES } from '../data/schema/overlay/locales.ts';
import { NotImplementedError } from '../data/types.ts';
import type { DmlError, RecordValues } from '../data/types.ts';
import type { Allocations } from './allocations.ts';
import { featureProblem } from './features.ts';

/** Salesforce DX Developer Guide, "Scratch Org Definition File": 1 to 30 days, 7 where nothing is said. */
const MOST_DAYS = 30;
const DEFAULT_DAYS = 7;
/** Editions whose license set and permissions the embedded org has. */
const EDITIONS = new Set(['Developer', 'Enterprise', 'Partner Developer', 'Partner Enterprise']);
/** Ends in `S`: else the CLI would post the authorization code to salesforce.com first (reference/wire.md trap 3). */
export const SIGNUP_INSTANCE = 'LOC1S';
const DAY_MS = 24 * 60 * 60 * 1000;

/** The rule of `ScratchOrgInfo`; `wake` is called when a request is safe in the database. */
export function requestRule(data: OrgData, allocations: Allocations, wake: () => void): ObjectRule {
  return {
    complete({ actor }, row, old) {
      if (old) return;
      // Here and not in `validate`: it says more than that a field is missing.
      refuseWhatIsNotHere(row);
      row.Status = 'New';
      row.OwnerId ??= actor.userId;
      row.DurationDays ??= DEFAULT_DAYS;
      row.Username = typeof row.Username === 'string' ? row.Username.toLowerCase() : null;
      row.Name ??= String(data.rows('ScratchOrgInfo').length + 1).padStart(8, '0');
      row.SignupUsername = row.Username ?? row.SignupUsername ?? generatedUsername();
      row.SignupEmail = row.AdminEmail ?? data.rows('User', { Id: actor.userId })[0]?.Email ?? null;
      row.SignupTrialDays = row.DurationDays;
      row.SignupLanguage = row.Language ?? organization(data).LanguageLocaleKey ?? null;
      row.SignupCountry = row.Country ?? organization(data).Country ?? null;
      row.ExpirationDate = dateAfter(data.now(), Number(row.DurationDays));
    },

    validate(_context, row, old) {
      if (old) return [];
      const problem =
        editionProblem(row) ??
        usernameProblem(row) ??
        durationProblem(row) ??
        languageProblem(row) ??
        featureProblem(String(row.Features ?? '')) ??
        allocations.problem();
      return problem ? [problem] : [];
    },

    afterSave(_context, _row, old) {
      if (!old) data.afterCommit(wake);
    },

    afterDelete() {
      data.afterCommit(wake);
    },
  };
}

/**
 * The rule of `ActiveScratchOrg`: when the record goes, the org goes, and its request stays behind as `Deleted` (Object
 * Reference, "ActiveScratchOrg", Usage).
 */
export function activeOrgRule(data: OrgData, wake: () => void): ObjectRule {
  return {
    afterDelete({ actor, store }, row) {
      // No recycle bin: what it stood for cannot come back.
      store.purge('ActiveScratchOrg', String(row.Id));
      store.update('ScratchOrgInfo', String(row.ScratchOrgInfoId), {
        Status: 'Deleted',
        DeletedBy: actor.userId.slice(0, 15),
        DeletedDate: store.now().slice(0, 10),
        AuthCode: null,
      });
      data.afterCommit(wake);
    },
  };
}

/** Throws for what Salesforce has and the embedded Dev Hub has not. */
function refuseWhatIsNotHere(row: RecordValues): void {
  if ((row.Snapshot ?? null) !== null) throw new NotImplementedError('Creating a scratch org from a snapshot');
  if ((row.Release ?? null) !== null) throw new NotImplementedError('A scratch org of the preview or previous release');
  if ((row.Package2AncestorIds ?? null) !== null) throw new NotImplementedError('Package ancestors of a scratch org');
  if (row.HasSampleData === true) throw new NotImplementedError('Sample data in a scratch org (hasSampleData)');
  if (typeof row.Edition === 'string' && !EDITIONS.has(row.Edition)) {
    throw new NotImplementedError(`The scratch org edition ${row.Edition}`);
  }
}

/** A source org gives its own edition; everybody else says one. */
function editionProblem(row: RecordValues): DmlError | undefined {
  if ((row.Edition ?? row.SourceOrg ?? null) !== null) return undefined;
  return {
    statusCode: 'REQUIRED_FIELD_MISSING',
    message: 'Required fields are missing: [Edition]',
    fields: ['Edition'],
  };
}

function usernameProblem(row: RecordValues): DmlError | undefined {
  if (row.Username === null || isEmailAddress(String(row.Username))) return undefined;
  return {
    statusCode: 'FIELD_INTEGRITY_EXCEPTION',
    message: 'Username must be in the form of an email address (for example, john@acme.com): Username',
    fields: ['Username'],
  };
}

function durationProblem(row: RecordValues): DmlError | undefined {
  const days = Number(row.DurationDays);
  if (days >= 1 && days <= MOST_DAYS) return undefined;
  return {
    statusCode: 'NUMBER_OUTSIDE_VALID_RANGE',
    message: `Requested Duration In Days: value outside of valid range on numeric field: ${days} (1 to ${MOST_DAYS})`,
    fields: ['DurationDays'],
  };
}

function languageProblem(row: RecordValues): DmlError | undefined {
  if (row.Language === null || row.Language === undefined || LANGUAGES.some((language) => language === row.Language))
    return undefined;
  return {
    statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    message: `Requested Language: bad value for restricted picklist field: ${String(row.Language)}`,
    fields: ['Language'],
  };
}

/** `test-<unique>@example.com`, as the platform makes them up. */
function generatedUsername(): string {
  const letters = Array.from({ length: 12 }, () => randomInt(36).toString(36)).join('');
  return `test-${letters}@example.com`;
}

function dateAfter(moment: Date, days: number): string {
  const safe = Number.isFinite(days) && Math.abs(days) < 10_000 ? days : 0;
  return new Date(moment.getTime() + safe * DAY_MS).toISOString().slice(0, 10);
}

function organization(data: OrgData): RecordValues {
  return data.rows('Organization')[0] ?? {};
}
