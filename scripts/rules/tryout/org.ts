/**
 * A throw-away org in memory that holds the shipped package, the rules to try, and a stand-in for every entitlement that they
 * name: what is asked is who would get it, not what it contains. The shipped Apex decides; nothing here evaluates a rule.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_ADMIN, setSeats, type OrgDatabase } from '../../../local-org/data/index.ts';
import { SYSTEM, type Actor, type RecordValues } from '../../../local-org/data/types.ts';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import { openLocalOrg } from '../../../local-org/open.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import { ScimError } from '../../command.ts';
import { findProject } from '../../project.ts';
import { listFiles } from '../../validate/project.ts';
import type { RuleBook } from '../model.ts';
import { fileNameOf, recordXml, toRecords } from '../records.ts';
import { fieldXml, type CustomField } from './custom-fields.ts';
import { TRYOUT_APEX, TRYOUT_CLASS } from './evaluator.ts';
import type { Person } from './users-csv.ts';

/** Where this plugin, and so the package, lies. */
const PLUGIN_ROOT = path.resolve(import.meta.dirname, '../../..');
const PACKAGE = 'force-app/main';
const TEST_CLASS = /Test\.cls(?:-meta\.xml)?$/;
const ADMINISTRATOR_SET = 'SCIM_Rollcall_Administrator';
const API_VERSION = '67.0';
const UNLIMITED = -1;

export interface TryoutOrg {
  org: LocalOrg;
  admin: Actor;
  /** By name. */
  profileIds: Map<string, string>;
  /** By name in lower case. */
  customFields: Map<string, CustomField>;
  /** Ids of stand-ins, by type and name: they are asked for once a person. */
  known: Map<string, string | undefined>;
}

/**
 * @param fields custom fields of User to make
 * @param people their values are the choices of picklists
 * @throws {ScimError} `RulesNotAccepted` with what the org says of the rules, `InvalidUsers` with what it says of a field
 */
export function openTryoutOrg(book: RuleBook, fields: CustomField[], people: Person[]): TryoutOrg {
  const org = openLocalOrg({ file: ':memory:' });
  const admin = { userId: org.data.rows('User', { Username: DEFAULT_ADMIN })[0]!['Id'] as string };
  const project = findProject(PLUGIN_ROOT);
  // Its tests have nothing to do here.
  const shipped = listFiles(project, [PACKAGE])
    .files.filter((file) => !TEST_CLASS.test(file))
    .map((file) => ({ path: file, read: () => readFileSync(path.join(PLUGIN_ROOT, file)) }));
  // Before the package: its picklists of User fields are none of these, and its Apex compiles against all of them.
  const own = fields.filter(({ name }) => !org.data.schema.field('User', name));
  if (own.length > 0)
    deploy(
      org,
      admin,
      own.map((field) => fieldFile(field, people)),
      'InvalidUsers',
    );
  deploy(org, admin, [...shipped, ...tryoutClass()], 'PackageNotDeployable');
  const set = org.data.rows('PermissionSet', { Name: ADMINISTRATOR_SET })[0]!['Id'] as string;
  insert(org, admin, 'PermissionSetAssignment', [{ AssigneeId: admin.userId, PermissionSetId: set }]);
  // Nobody waits for the next cycle of the identity provider here.
  const sources = book.sources.map((source) => ({ ...source, graceMinutes: 0 }));
  const records = toRecords({ ...book, sources }).map((record) => ({
    path: `force-app/main/default/customMetadata/${fileNameOf(record)}`,
    read: () => Buffer.from(recordXml(record)),
  }));
  deploy(org, admin, records, 'RulesNotAccepted');
  const tryout: TryoutOrg = {
    org,
    admin,
    profileIds: new Map(org.data.rows('Profile').map((row) => [String(row['Name']), String(row['Id'])])),
    customFields: new Map(fields.map((field) => [field.name.toLowerCase(), field])),
    known: new Map(),
  };
  standIns(tryout, book);
  return tryout;
}

function fieldFile(field: CustomField, people: Person[]): { path: string; read(): Buffer } {
  const choices = new Set(people.map(({ fields }) => fields[field.name] ?? '').filter(Boolean));
  return {
    path: `force-app/main/default/objects/User/fields/${field.name}.field-meta.xml`,
    read: () => Buffer.from(fieldXml(field, [...choices])),
  };
}

function tryoutClass(): { path: string; read(): Buffer }[] {
  const at = `force-app/main/default/classes/${TRYOUT_CLASS}.cls`;
  const meta = `<?xml version="1.0" encoding="UTF-8"?><ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>${API_VERSION}</apiVersion><status>Active</status></ApexClass>`;
  return [
    { path: at, read: () => Buffer.from(TRYOUT_APEX) },
    { path: `${at}-meta.xml`, read: () => Buffer.from(meta) },
  ];
}

function deploy(org: LocalOrg, admin: Actor, files: { path: string; read(): Buffer }[], error: string): void {
  const outcome = org.metadata.deployPackage(admin, readSourcePackage(files, API_VERSION), {
    checkOnly: false,
    rollbackOnError: true,
    ignoreWarnings: true,
    purgeOnDelete: false,
    singlePackage: true,
    testLevel: 'NoTestRun',
    runTests: [],
  });
  if (outcome.success) return;
  const problems = outcome.messages
    .filter(({ problemType }) => problemType === 'Error')
    .map(({ fileName, problem }) => `${fileName}: ${problem}`);
  throw new ScimError(error, problems.join('\n'));
}

/** Inserts as `actor`, past what an administrator may not do; raises with the first refusal. */
export function insert(org: LocalOrg, actor: Actor, object: string, rows: RecordValues[]): string[] {
  return org.data.insert(object, rows, { ...SYSTEM, actor, allOrNone: true }).map(({ id, errors }) => {
    if (!id) throw new ScimError('RowRefused', `${object}: ${errors[0]?.message}`);
    return id;
  });
}

interface Kind {
  object: string;
  field: string;
  row(name: string): RecordValues;
}

const KINDS: Record<string, Kind> = {
  PermissionSet: { object: 'PermissionSet', field: 'Name', row: (name) => ({ Name: name, Label: name }) },
  PermissionSetGroup: {
    object: 'PermissionSetGroup',
    field: 'DeveloperName',
    row: (name) => ({ DeveloperName: name, MasterLabel: name }),
  },
  PublicGroup: {
    object: 'Group',
    field: 'DeveloperName',
    row: (name) => ({ DeveloperName: name, Name: name.replaceAll('_', ' '), Type: 'Regular' }),
  },
  Role: {
    object: 'UserRole',
    field: 'DeveloperName',
    row: (name) => ({ DeveloperName: name, Name: name.replaceAll('_', ' ') }),
  },
};
/** Criteria name entitlements too. */
const SAME_KIND: Record<string, string> = { RoleAndBelow: 'Role' };

/** Id of the entitlement of that name, made when the org lacks it; undefined for kinds that nobody can make. */
export function ensure(tryout: TryoutOrg, type: string, name: string): string | undefined {
  const key = `${type} ${name}`;
  if (!tryout.known.has(key)) tryout.known.set(key, findOrMake(tryout, type, name));
  return tryout.known.get(key);
}

function findOrMake({ org, admin }: TryoutOrg, type: string, name: string): string | undefined {
  const kind = KINDS[SAME_KIND[type] ?? type];
  if (!kind)
    return org.data.rows(type, { [type === 'Profile' ? 'Name' : 'DeveloperName']: name })[0]?.['Id'] as
      string | undefined;
  const present = org.data.rows(kind.object, { [kind.field]: name })[0]?.['Id'];
  return (present as string | undefined) ?? insert(org, admin, kind.object, [kind.row(name)])[0];
}

function standIns(tryout: TryoutOrg, book: RuleBook): void {
  setSeats(tryout.org.data as OrgDatabase, 'Salesforce', UNLIMITED);
  for (const { grants, criteria } of book.rules) {
    for (const { type, entitlement } of grants) if (KINDS[type]) ensure(tryout, type, entitlement);
    for (const { type, value } of criteria) {
      if (value && KINDS[SAME_KIND[type] ?? type]) ensure(tryout, type, value);
    }
  }
}
