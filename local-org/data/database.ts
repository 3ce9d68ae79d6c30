/** The org's data: one SQLite database behind the contract of `contract.ts`. */
import { DatabaseSync } from 'node:sqlite';
import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import { AccessEngine } from './access/access.ts';
import { Approvals } from './approval/engine.ts';
import { Locks } from './approval/locks.ts';
import { SharingRules } from './access/sharingRules.ts';
import { RecordTypes } from './access/recordTypes.ts';
import type { DmlListener, OrgData, OrgFeature, TransactionOptions } from './contract.ts';
import type { LeadConversion, LeadConversionResult } from './dml/convertLead.ts';
import { AutoNumbers } from './dml/autoNumber.ts';
import { DmlEngine } from './dml/engine.ts';
import type { AdHocFormula, AdHocOptions } from './formula/adHoc.ts';
import { greatCircle, RADIUS } from './formula/functions/math.ts';
import { FormulaEngine } from './formula/engine.ts';
import { summaryValue } from './dml/rollups.ts';
import { MixedDml } from './dml/mixedDml.ts';
import { canonicalValues } from './dml/values.ts';
import { keepOwnerShare } from './rules/share.ts';
import { RULES } from './rules/index.ts';
import type { ObjectRule } from './rules/rule.ts';
import { keepAggregateSet, outdateGroupsOf } from './rules/permissionSetGroup.ts';
import { makeOutbox } from './outbox/index.ts';
import { DEV_HUB } from './schema/overlay/devHub.ts';
import { shareNameOf } from './schema/shares.ts';
import { fieldOf, OrgSchema } from './schema/orgSchema.ts';
import { IdSequence } from './storage/idSequence.ts';
import { Store } from './storage/store.ts';
import { Tables, toSql } from './storage/tables.ts';
import { Transactions } from './storage/transactions.ts';
import { localeTag } from './localFormats.ts';
import { localDatetime } from './storage/localTime.ts';
import { PlatformError } from './types.ts';
import type {
  DmlError,
  DmlOptions,
  FieldDescribe,
  QueryOptions,
  QueryResult,
  RecordValues,
  SaveResult,
  SearchOptions,
  SearchResult,
  SObjectDescribe,
} from './types.ts';

/** Runs a SOQL text; `soql/` supplies it, so that the data layer need not know the language. */
export type QueryRunner = (data: OrgDatabase, soql: string, options: QueryOptions) => QueryResult;

/** Runs a SOSL text; `soql/` supplies it too. */
export type SearchRunner = (data: OrgDatabase, sosl: string, options: SearchOptions) => SearchResult[];

export interface DatabaseOptions {
  /** SQLite file, or `:memory:`. */
  file: string;
  clock?: () => Date;
  runQuery: QueryRunner;
  runSearch: SearchRunner;
}

/** Grants whose direct writing (deploys, seeds) outdates the groups above them. */
const GRANT_CHILDREN = new Set([
  'ObjectPermissions',
  'FieldPermissions',
  'SetupEntityAccess',
  'PermissionSetTabSetting',
]);

const STANDARD_PRICEBOOK = 'standardPricebookId';

/** Objects that an org has only with a feature. */
const FEATURE_OBJECTS: Readonly<Record<OrgFeature, readonly string[]>> = {
  DevHub: Object.keys(DEV_HUB),
  SourceTracking: ['SourceMember'],
};

export class OrgDatabase implements OrgData {
  readonly sql: DatabaseSync;
  readonly schema: OrgSchema;
  readonly access: AccessEngine;
  readonly store: Store;
  readonly formulas: FormulaEngine;
  readonly recordTypes: RecordTypes;
  private readonly sharingRules: SharingRules;
  readonly locks: Locks;
  readonly approvals: Approvals;
  listener: DmlListener | null = null;
  labelOf: (name: string) => string | null = () => null;
  /** True while an Apex test runs: permission set groups are calculated only on request. */
  inTest = false;
  /** `paused` leaves changed permission set groups Outdated, as a busy org does for a while. */
  groupCalculation: 'immediate' | 'paused' = 'immediate';
  /** Rises with every rollback, for those who remember what they wrote. */
  rollbacks = 0;
  private clock: () => Date;
  private readonly transactions: Transactions;
  private readonly mixed = new MixedDml();
  private readonly dml: DmlEngine;
  private readonly runQuery: QueryRunner;
  private readonly runSearch: SearchRunner;
  private readonly rules = new Map(RULES);
  private readonly features = new Set<OrgFeature>();
  private readonly tables: Tables;
  private readonly metaOf: StatementSync;
  private schemaVersion: number;

  constructor(options: DatabaseOptions) {
    this.clock = options.clock ?? (() => new Date());
    this.runQuery = options.runQuery;
    this.runSearch = options.runSearch;
    this.sql = new DatabaseSync(options.file);
    // FULL: what was acknowledged is on the disk, also when the process is killed the next moment.
    this.sql.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;',
    );
    this.sql.function('sf_now', { deterministic: false }, () => this.store.now());
    this.sql.function('sf_lower', { deterministic: true }, (text) =>
      typeof text === 'string' ? text.toLowerCase() : text,
    );
    this.sql.function('sf_local', { deterministic: true }, (moment, timeZone) => localDatetime(moment, timeZone));
    this.sql.exec('CREATE TABLE IF NOT EXISTS _meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)');
    makeOutbox(this.sql);
    this.metaOf = this.sql.prepare('SELECT value FROM _meta WHERE key = ?');
    this.schema = new OrgSchema(this.sql);
    for (const feature of Object.keys(FEATURE_OBJECTS) as OrgFeature[]) {
      if (this.meta(`feature:${feature}`) !== undefined) this.bring(feature);
    }
    const tables = new Tables(this.sql, (name) => this.schema.get(name));
    this.tables = tables;
    this.schema.listener = {
      objectApplied: (object) => this.keepEntity(object),
      fieldApplied: (object, field, before) => tables.fieldApplied(object, field, before),
      fieldRemoved: (object, field) => tables.fieldRemoved(object, field),
      objectRemoved: (object) => {
        tables.objectRemoved(object);
        this.remove('CustomObject', { FullName: object.name });
      },
    };
    const ids = new IdSequence(this.sql);
    this.store = new Store(this.schema, tables, ids, () => this.clock());
    this.access = new AccessEngine(this.store);
    this.recordTypes = new RecordTypes(this.store);
    this.formulas = new FormulaEngine({
      store: this.store,
      access: this.access,
      now: () => this.clock(),
      timeZoneOf: (userId) => this.timeZoneOf(userId),
      label: (name) => this.labelOf(name),
    });
    this.sharingRules = new SharingRules(this.store, this.formulas);
    this.locks = new Locks(this.sql, this.store, this.access);
    this.approvals = new Approvals({
      ...{ store: this.store, formulas: this.formulas, access: this.access, locks: this.locks },
      update: (object, rows, dmlOptions) => this.update(object, rows, dmlOptions),
    });
    this.sql.function('sf_distance', { deterministic: true, varargs: true }, distanceBetween);
    this.sql.function('sf_formula', { deterministic: false }, (object, field, id) =>
      typeof id === 'string' ? toSql(this.formulas.ofStoredRow(String(object), String(field), id)) : null,
    );
    this.schemaVersion = this.schema.version;
    const autoNumbers = new AutoNumbers(this.sql);
    this.transactions = new Transactions(this.sql, {
      beforeCommit: () => autoNumbers.flush(),
      onCommit: () => tables.committed(),
      onRollback: () => {
        ids.forgetReservations();
        autoNumbers.forgetWritten();
        this.rolledBack();
      },
    });
    this.dml = new DmlEngine({
      store: this.store,
      transactions: this.transactions,
      mixed: this.mixed,
      access: this.access,
      autoNumbers,
      formulas: this.formulas,
      recordTypes: this.recordTypes,
      sharingRules: this.sharingRules,
      locks: this.locks,
      rules: this.rules,
      ruleContext: (dmlOptions) => ({
        store: this.store,
        actor: dmlOptions.actor,
        inTest: this.inTest,
        groupChanged: (groupId) => this.groupChanged(groupId),
      }),
      listener: () => this.listener,
      written: (object) => {
        this.access.written(object.name);
        this.sharingRules.written(object.name);
      },
    });
  }

  hasFeature(feature: OrgFeature): boolean {
    return this.features.has(feature);
  }

  enableFeature(feature: OrgFeature): void {
    if (this.features.has(feature)) return;
    this.setMeta(`feature:${feature}`, 'enabled');
    this.bring(feature);
  }

  private bring(feature: OrgFeature): void {
    this.features.add(feature);
    this.schema.bring(FEATURE_OBJECTS[feature]);
  }

  addRule(object: string, rule: ObjectRule): void {
    this.rules.set(object, rule);
  }

  get orgId(): string {
    return this.meta('orgId') ?? '';
  }

  /** A value kept with the org, such as its id. */
  meta(key: string): string | undefined {
    return this.metaOf.get(key)?.value as string | undefined;
  }

  setMeta(key: string, value: string): void {
    this.sql
      .prepare('INSERT INTO _meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
      .run(key, value);
  }

  now(): Date {
    return this.clock();
  }

  setClock(clock: () => Date): void {
    this.clock = clock;
  }

  query(soql: string, options: QueryOptions): QueryResult {
    return this.runQuery(this, soql, options);
  }

  search(sosl: string, options: SearchOptions): SearchResult[] {
    return this.runSearch(this, sosl, options);
  }

  insert(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    return this.transaction(() => this.dml.insert(object, rows, options));
  }

  update(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    return this.transaction(() => this.dml.update(object, rows, options));
  }

  upsert(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    return this.transaction(() => this.dml.upsert(object, rows, options));
  }

  delete(object: string, ids: string[], options: DmlOptions): SaveResult[] {
    return this.transaction(() => this.dml.delete(object, ids, options));
  }

  undelete(object: string, ids: string[], options: DmlOptions): SaveResult[] {
    return this.transaction(() => this.dml.undelete(object, ids, options));
  }

  insertImmediate(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    return this.transaction(() => this.dml.insertImmediate(object, rows, options));
  }

  deleteImmediate(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    return this.transaction(() => this.dml.deleteImmediate(object, rows, options));
  }

  merge(object: string, master: RecordValues, loserIds: string[], options: DmlOptions): SaveResult {
    return this.transaction(() => {
      const result = this.dml.merge(object, master, loserIds, options);
      // Details moved without a save of their own.
      if (result.success)
        for (const field of this.schema.get(object).fields.values())
          if (field.summary) this.calculateSummary(this.schema.get(object), field, result.id as string);
      return result;
    });
  }

  convertLead(request: LeadConversion, options: DmlOptions): LeadConversionResult {
    return this.transaction(() => this.dml.convertLead(request, options));
  }

  transaction<T>(work: () => T, options: TransactionOptions = {}): T {
    if (!this.transactions.open) this.mixed.begin(options.mixedDml ?? false);
    return this.transactions.run(work);
  }

  get hasUnsettledTables(): boolean {
    return this.tables.isUnsettled;
  }

  settleTables(): void {
    if (!this.transactions.open && this.tables.isUnsettled) {
      this.transaction(() => this.tables.settle((name) => this.schema.find(name)));
    }
  }

  savepoint(): string {
    return this.transactions.savepoint();
  }

  rollbackTo(savepoint: string): void {
    this.transactions.rollbackTo(savepoint);
  }

  freshMixedDml(): () => void {
    return this.mixed.fresh();
  }

  afterCommit(work: () => void): void {
    this.transactions.afterCommit(work);
  }

  afterEnd(work: () => void): void {
    this.transactions.afterEnd(work);
  }

  /** IANA name of a user's time zone; UTC for nobody. */
  timeZoneOf(userId: string): string {
    const table = this.store.tables.table(this.schema.get('User'));
    const row = this.store.tables.prepare(`SELECT "TimeZoneSidKey" AS zone FROM ${table} WHERE "Id" = ?`).get(userId);
    return (row?.zone as string | null | undefined) ?? 'UTC';
  }

  /** BCP 47 tag of the user's locale. */
  localeOf(userId: string): string {
    const table = this.store.tables.table(this.schema.get('User'));
    const row = this.store.tables.prepare(`SELECT "LocaleSidKey" AS locale FROM ${table} WHERE "Id" = ?`).get(userId);
    return localeTag(String(row?.locale ?? ''));
  }

  /** ISO code of the one currency of the org. */
  currency(): string {
    return String(this.rows('Organization')[0]?.DefaultCurrencyIsoCode ?? 'USD');
  }

  /** First month of the fiscal year, 1–12. */
  fiscalYearStart(): number {
    const table = this.store.tables.table(this.schema.get('Organization'));
    const row = this.store.tables.prepare(`SELECT "FiscalYearStartMonth" AS month FROM ${table}`).get();
    return (row?.month as number | null | undefined) ?? 1;
  }

  /** Calculates groups now; without ids, all that are not up to date (Apex `Test.calculatePermissionSetGroup`). */
  calculatePermissionSetGroups(ids?: string[]): void {
    const groups =
      ids ??
      this.store
        .rows('PermissionSetGroup')
        .filter((group) => group.Status !== 'Updated')
        .map((group) => String(group.Id));
    for (const id of groups) this.store.update('PermissionSetGroup', id, { Status: 'Updated' });
    this.access.invalidate();
  }

  standardPricebookId(): string {
    const [held] = this.store.ids('Pricebook2', { IsStandard: true });
    if (held !== undefined) return held;
    const known = this.meta(STANDARD_PRICEBOOK);
    const id = this.store.insert('Pricebook2', {
      ...(known === undefined ? {} : { Id: known }),
      Name: 'Standard Price Book',
      IsStandard: true,
      IsActive: false,
    });
    if (known === undefined) this.setMeta(STANDARD_PRICEBOOK, id);
    return id;
  }

  calculateSharing(objectName: string): void {
    const object = this.schema.get(objectName);
    const share = this.schema.find(shareNameOf(object.name));
    if (!share?.shareOf) return;
    const { parentField } = share.shareOf;
    for (const row of this.store.rows(object.name))
      if (this.store.ids(share.name, { [parentField]: row.Id ?? null, RowCause: 'Owner' }).length === 0)
        keepOwnerShare(this.store, object, row, null);
    this.sharingRules.calculate(object);
  }

  formula(text: string, options: AdHocOptions): AdHocFormula {
    return this.formulas.adHoc(text, options);
  }

  calculateSummaries(object: string, fieldName: string): void {
    const parent = this.schema.get(object);
    const field = fieldOf(parent, fieldName);
    if (!field?.summary) return;
    for (const id of this.store.ids(parent.name, {})) this.calculateSummary(parent, field, id);
  }

  private calculateSummary(parent: SObjectDescribe, field: FieldDescribe, id: string): void {
    if (!field.summary) return;
    const value = summaryValue(this.schema, this.store.tables, { parent, field, summary: field.summary }, id);
    this.store.tables.update(parent, id, { [field.name]: value });
  }

  put(object: string, values: RecordValues, key?: string[]): string {
    return this.transaction(() => this.putRow(object, values, key), { mixedDml: true });
  }

  remove(object: string, where: RecordValues): number {
    return this.transaction(
      () => {
        const describe = this.schema.get(object);
        const rows = this.rows(object, where);
        for (const row of rows) {
          this.store.purge(describe.name, row.Id as string);
          this.directlyWritten(describe, row);
        }
        return rows.length;
      },
      { mixedDml: true },
    );
  }

  rows(object: string, where: RecordValues = {}, fields?: readonly string[]): RecordValues[] {
    const describe = this.schema.get(object);
    return this.store.rows(describe.name, this.canonical(describe, where), fields);
  }

  newId(object: string): string {
    return this.store.newId(object);
  }

  close(): void {
    this.sql.close();
  }

  private putRow(object: string, values: RecordValues, key: string[] | undefined): string {
    const describe = this.schema.get(object);
    const row = this.canonical(describe, values);
    if (describe.name === 'Profile') this.putProfilePermissions(row, key);
    const where = Object.fromEntries(
      (key ?? (row.Id ? ['Id'] : [])).map((name) => {
        const field = fieldOf(describe, name)?.name ?? name;
        return [field, row[field] ?? null];
      }),
    );
    const existing = Object.keys(where).length > 0 ? this.store.first(describe.name, where) : undefined;
    if (describe.kind === 'customMetadata') completeMetadataRecord(row, existing === undefined);
    const id = existing
      ? (existing.Id as string)
      : this.store.insert(describe.name, { CreatedById: this.store.systemUserId, ...row });
    if (existing) this.store.update(describe.name, id, row);
    const stored = this.store.byId(describe.name, id) as RecordValues;
    if (describe.name === 'PermissionSetGroup') keepAggregateSet(this.store, stored, existing ?? null);
    this.directlyWritten(describe, stored);
    return id;
  }

  /** Custom objects and custom metadata types have an id (01I…) that access rows point at. */
  private keepEntity(object: SObjectDescribe): void {
    if (this.store.first('CustomObject', { FullName: object.name })) return;
    this.store.insert('CustomObject', { FullName: object.name, DeveloperName: object.name.replace(/__\w+$/, '') });
  }

  /** A profile's permissions are kept on the permission set that it owns. */
  private putProfilePermissions(row: RecordValues, key: string[] | undefined): void {
    const permissions = Object.fromEntries(Object.entries(row).filter(([name]) => name.startsWith('Permissions')));
    if (Object.keys(permissions).length === 0) return;
    const where = Object.fromEntries((key ?? ['Id']).map((name) => [name, row[name] ?? null]));
    const profile = this.store.first('Profile', where);
    const owned = profile && this.store.first('PermissionSet', { ProfileId: profile.Id as string });
    if (!owned) {
      throw new PlatformError(
        'INVALID_OPERATION',
        "A profile's permissions can be written only after the profile and its permission set exist.",
      );
    }
    this.store.update('PermissionSet', owned.Id as string, permissions);
    for (const name of Object.keys(permissions)) delete row[name];
  }

  private directlyWritten(describe: SObjectDescribe, row: RecordValues): void {
    this.access.written(describe.name);
    this.sharingRules.written(describe.name);
    this.store.seats.forget();
    const context = { store: this.store, groupChanged: (groupId: string) => this.groupChanged(groupId) };
    if (describe.name === 'PermissionSetGroupComponent') this.groupChanged(row.PermissionSetGroupId as string);
    else if (describe.name === 'PermissionSet' || describe.name === 'MutingPermissionSet')
      outdateGroupsOf(context, row.Id as string);
    else if (GRANT_CHILDREN.has(describe.name)) outdateGroupsOf(context, row.ParentId as string);
  }

  private groupChanged(groupId: string): void {
    if (!this.store.byId('PermissionSetGroup', groupId)) return;
    this.store.update('PermissionSetGroup', groupId, { Status: 'Outdated' });
    this.access.invalidate();
    if (this.inTest || this.groupCalculation === 'paused') return;
    this.transactions.afterCommit(() =>
      this.transaction(
        () => {
          const group = this.store.byId('PermissionSetGroup', groupId);
          if (group && group.Status !== 'Updated') this.calculatePermissionSetGroups([groupId]);
        },
        { mixedDml: true },
      ),
    );
  }

  private canonical(describe: SObjectDescribe, values: RecordValues): RecordValues {
    const errors: DmlError[] = [];
    const row = canonicalValues(describe, values, errors);
    const first = errors[0];
    if (first) throw new PlatformError(first.statusCode, first.message, { fields: first.fields });
    return row;
  }

  /** What memory knows of the database may no longer be so. */
  private rolledBack(): void {
    this.rollbacks++;
    this.store.tables.rolledBack();
    if (this.schema.version !== this.schemaVersion) {
      this.schema.reload();
      this.schemaVersion = this.schema.version;
    }
    this.access.invalidate();
    this.store.seats.forget();
  }
}

/** Kilometers or miles between two points; null where one is not known. */
function distanceBetween(...given: SQLOutputValue[]): number | null {
  const [unit, ...numbers] = [given[4], given[0], given[1], given[2], given[3]];
  if (numbers.some((value) => typeof value !== 'number')) return null;
  const [latitude, longitude, otherLatitude, otherLongitude] = numbers as [number, number, number, number];
  return greatCircle(
    { latitude, longitude },
    { latitude: otherLatitude, longitude: otherLongitude },
    RADIUS[String(unit)] ?? 0,
  );
}

/** What every custom metadata record says besides its own fields; an update leaves alone what it does not name. */
function completeMetadataRecord(row: RecordValues, isNew: boolean): void {
  if (isNew) {
    row.Language ??= 'en_US';
    row.MasterLabel ??= row.Label ?? row.DeveloperName ?? null;
  }
  const label = row.MasterLabel ?? row.Label;
  if (label !== undefined) row.Label = row.MasterLabel = label;
  if (row.DeveloperName !== undefined) {
    row.QualifiedApiName = row.NamespacePrefix
      ? `${row.NamespacePrefix}__${String(row.DeveloperName)}`
      : row.DeveloperName;
  }
}
