/** A fresh org in memory, with short cuts that the data and SOQL suites share. */
import { openOrgData, plainField } from '../../../local-org/data/index.ts';
import type { OrgDatabase } from '../../../local-org/data/index.ts';
import type {
  DmlError,
  DmlOptions,
  FieldDescribe,
  QueryOptions,
  QueryResult,
  RecordValues,
  SaveResult,
} from '../../../local-org/data/types.ts';

/** The clock of every fixture: a Monday noon in UTC. */
export const NOON = new Date('2026-11-23T12:00:00Z');

export interface Fixture {
  data: OrgDatabase;
  adminId: string;
  system: DmlOptions;
  /** Like `system`, but rows that fail do not take the others along. */
  partial: DmlOptions;
  insert(object: string, values: RecordValues): string;
  attempt(object: string, values: RecordValues): DmlError | undefined;
  query(soql: string, options?: Partial<QueryOptions>): QueryResult;
  /** Values of the selected fields, row by row. */
  values(soql: string, options?: Partial<QueryOptions>): Record<string, unknown>[];
  profileId(name: string): string;
}

export function openFixture(): Fixture {
  const data = openOrgData({ file: ':memory:', clock: () => NOON });
  const adminId = data.meta('adminUserId') as string;
  const system: DmlOptions = { mode: 'system', sharing: false, actor: { userId: adminId }, allOrNone: true };
  const query = (soql: string, options: Partial<QueryOptions> = {}): QueryResult =>
    data.query(soql, { ...system, ...options });
  return {
    data,
    adminId,
    system,
    query,
    partial: { ...system, allOrNone: false },
    insert: (object, values) => successId(data.insert(object, [values], system)),
    attempt: (object, values) => data.insert(object, [values], system)[0]?.errors[0],
    values: (soql, options) => query(soql, options).records.map((record) => record.values),
    profileId: (name) => data.rows('Profile', { Name: name })[0]?.Id as string,
  };
}

export function successId(results: SaveResult[]): string {
  const [first] = results;
  if (!first?.success || first.id === null) throw new Error(JSON.stringify(first?.errors));
  return first.id;
}

/** A complete user of the Standard User profile. */
export function user({ profileId }: Fixture, name: string, more: RecordValues = {}): RecordValues {
  return {
    Username: `${name}@example.com`,
    LastName: name,
    Alias: name.slice(0, 8),
    Email: `${name}@example.com`,
    ProfileId: profileId('Standard User'),
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'de_DE',
    LanguageLocaleKey: 'de',
    EmailEncodingKey: 'UTF-8',
    ...more,
  };
}

/** Deploys a custom object with the given fields. */
export function defineObject(
  data: OrgDatabase,
  name: string,
  fields: FieldDescribe[],
  sharingModel = 'ReadWrite',
  nameField?: FieldDescribe,
): void {
  const label = name.replace(/__c$/, '');
  data.transaction(() => {
    data.schema.applyObject({
      name,
      label,
      labelPlural: `${label}s`,
      kind: 'custom',
      sharingModel,
      nameField: nameField ?? plainField('Name', 'string', { label: `${label} Name`, length: 80, nillable: false }),
    });
    for (const field of fields) data.schema.applyField(name, field);
  });
}

export { plainField };
