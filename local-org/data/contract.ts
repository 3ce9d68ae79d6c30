/**
 * What the data layer offers to the layers above it. `OrgDatabase` in `database.ts` implements it.
 * Everything is synchronous: one process, one SQLite connection, one operation at a time.
 */
import type { Approvals } from './approval/engine.ts';
import type { Locks } from './approval/locks.ts';
import type { AdHocFormula, AdHocOptions } from './formula/adHoc.ts';
import type { DatabaseSync } from 'node:sqlite';
import type { LeadConversion, LeadConversionResult } from './dml/convertLead.ts';
import type { RecordTypes } from './access/recordTypes.ts';
import type { ObjectRule } from './rules/rule.ts';
import type {
  Actor,
  BigObjectIndexField,
  DmlOptions,
  FieldDescribe,
  QueryOptions,
  QueryResult,
  RecordTypeDefinition,
  SharingRule,
  RecordValues,
  SObjectDescribe,
  SaveResult,
  SearchOptions,
  SearchResult,
  ValidationRule,
} from './types.ts';

/** Looks up and changes the org's objects and fields. Names are case-insensitive everywhere. */
export interface Schema {
  /** Every object the org has, standard and custom, by canonical name. */
  names(): string[];
  find(name: string): SObjectDescribe | undefined;
  /** Raises `INVALID_TYPE` (`sObject type 'X' is not supported.`) for an unknown name. */
  get(name: string): SObjectDescribe;
  field(object: string, field: string): FieldDescribe | undefined;
  /** The object whose ids begin with this prefix. */
  byKeyPrefix(prefix: string): SObjectDescribe | undefined;
  /** Creates or replaces a custom object (or custom metadata type, custom setting, platform event). Part of the open transaction. */
  applyObject(definition: CustomObjectDefinition): void;
  /** Adds or changes a custom field. Part of the open transaction. */
  applyField(object: string, field: FieldDescribe): void;
  /** Sets the organization-wide default of a standard object. Part of the open transaction. */
  setSharingModel(object: string, sharingModel: string): void;
  /** Adds or replaces an active validation rule. Part of the open transaction. */
  applyValidationRule(object: string, rule: ValidationRule): void;
  /** Adds or replaces a record type; the first one brings the object its RecordTypeId. Part of the open transaction. */
  applyRecordType(object: string, definition: RecordTypeDefinition): void;
  removeRecordType(object: string, developerName: string): void;
  /** Adds or replaces a sharing rule; `calculateSharing` shares by it. Part of the open transaction. */
  applySharingRule(object: string, rule: SharingRule): void;
  removeSharingRule(object: string, name: string): void;
  /** Gives a big object its index. Part of the open transaction. */
  applyIndex(object: string, index: readonly BigObjectIndexField[] | undefined): void;
  /** Takes a validation rule away, as deactivating it does; nothing happens when there is none. */
  removeValidationRule(object: string, name: string): void;
  removeObject(name: string): void;
  removeField(object: string, field: string): void;
  /** Rises with every change, so that compiled queries and classes know when to be made again. */
  readonly version: number;
}

export type CustomObjectDefinition = Pick<
  SObjectDescribe,
  'name' | 'label' | 'labelPlural' | 'kind' | 'sharingModel' | 'publishBehavior' | 'index'
> & { nameField: FieldDescribe };

/** What a user may do, from profile, permission sets, groups and muting sets (all read from the org's own rows). */
export interface Access {
  /** e.g. `ApiEnabled`, `ManageUsers` (the Metadata API's name). */
  hasUserPermission(userId: string, permission: string): boolean;
  hasCustomPermission(userId: string, developerName: string): boolean;
  hasClassAccess(userId: string, className: string): boolean;
  object(
    userId: string,
    object: string,
  ): { create: boolean; read: boolean; edit: boolean; delete: boolean; viewAll: boolean; modifyAll: boolean };
  field(userId: string, object: string, field: string): { readable: boolean; editable: boolean };
  /** Tab names that the user may open. */
  tabVisible(userId: string, tab: string): boolean;
  /** Drop what was cached; called after any write to access rows. */
  invalidate(): void;
}

/** Fired inside DML so that the Apex engine can run triggers. */
export interface DmlListener {
  before(event: DmlEvent): void;
  after(event: DmlEvent): void;
  /** Whether the org's own automation (flows, workflow rules) acts on the object at this stage. Every save asks. */
  automates?(stage: SaveStage, operation: DmlEvent['operation'], object: string): boolean;
  automate?(stage: SaveStage, event: DmlEvent): void;
  /** Platform events that were published, inside the publishing transaction. */
  published?(events: PublishedEvent[]): void;
}

/** A platform event message. */
export interface PublishedEvent {
  object: string;
  values: RecordValues;
  /** Survives a rollback of the publishing transaction. */
  immediate: boolean;
}

/** Where declarative automation stands in a save: before the before triggers, and, behind the after triggers, workflow and then flows. */
export type SaveStage = 'beforeTriggers' | 'workflow' | 'afterTriggers';

export interface DmlEvent {
  operation: 'insert' | 'update' | 'delete' | 'undelete';
  object: string;
  /** New values (before triggers may change them); absent for delete. */
  newRows?: RecordValues[];
  oldRows?: RecordValues[];
  actor: Actor;
  /** Listeners add row errors here; the status code is FIELD_CUSTOM_VALIDATION_EXCEPTION unless another is told. */
  addError(index: number, message: string, field?: string, statusCode?: string): void;
}

export interface TransactionOptions {
  /** Allow setup and non-setup DML together (metadata deploys, the org's own bookkeeping). Default false. */
  mixedDml?: boolean;
}

/** What not every org has: the objects of a Dev Hub, and the source tracking of a scratch org. */
export type OrgFeature = 'DevHub' | 'SourceTracking';

export interface OrgData {
  /** 18 characters, `00D…`. */
  readonly orgId: string;
  readonly schema: Schema;
  readonly access: Access;
  readonly recordTypes: RecordTypes;
  hasFeature(feature: OrgFeature): boolean;
  /** For good: "you can't disable Dev Hub" (Salesforce DX Developer Guide, "Enable Dev Hub"), nor can a scratch org's tracking be. */
  enableFeature(feature: OrgFeature): void;
  /** Puts the rule of a feature beside those that every org has, for as long as the org is open. */
  addRule(object: string, rule: ObjectRule): void;
  /** A value kept with the org, such as a setting that one layer writes and another obeys. Part of the open transaction. */
  meta(key: string): string | undefined;
  setMeta(key: string, value: string): void;
  /** The org's clock; tests and the sample data move it. */
  now(): Date;
  setClock(clock: () => Date): void;

  query(soql: string, options: QueryOptions): QueryResult;
  /** SOSL: one result for each object that is returned, in order. */
  search(sosl: string, options: SearchOptions): SearchResult[];
  insert(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[];
  update(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[];
  upsert(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[];
  delete(object: string, ids: string[], options: DmlOptions): SaveResult[];
  undelete(object: string, ids: string[], options: DmlOptions): SaveResult[];
  /** Merges one or two records into a master, which takes the given values. */
  merge(object: string, master: RecordValues, loserIds: string[], options: DmlOptions): SaveResult;
  /** Rows of big objects: written by the values of their index, and deleted by them. */
  insertImmediate(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[];
  deleteImmediate(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[];
  /** One lead into an account, a contact and perhaps an opportunity; errors leave nothing written. */
  convertLead(request: LeadConversion, options: DmlOptions): LeadConversionResult;

  /**
   * Runs `work` in a transaction; commits when it returns, rolls back when it throws. Nested calls are savepoints.
   * Mixed-DML bookkeeping belongs to the outermost call. A single insert, update … outside any transaction is one by itself.
   */
  transaction<T>(work: () => T, options?: TransactionOptions): T;
  /**
   * Whether tables were made that do not last yet, or were lost by a rollback. SQLite then reads the whole schema anew at
   * every rollback to a savepoint of the open transaction, which costs more than most tests.
   */
  readonly hasUnsettledTables: boolean;
  /** Makes the tables last; does nothing inside a transaction. */
  settleTables(): void;
  /** Apex `Database.setSavepoint` / `rollback`: valid inside the open transaction. */
  savepoint(): string;
  rollbackTo(savepoint: string): void;
  /** `System.runAs` in tests starts a fresh mixed-DML context; restore by calling the returned function. */
  freshMixedDml(): () => void;
  /** Runs after the outermost transaction committed (async jobs, recalculation); dropped on rollback. */
  afterCommit(work: () => void): void;
  /** Runs after the outermost transaction ended, also when it was rolled back. */
  afterEnd(work: () => void): void;

  /** Rows written without checks, defaults or triggers, for metadata deploys and seeds. Setup objects and `__mdt` only. Returns the id. */
  put(object: string, values: RecordValues, key?: string[]): string;
  remove(object: string, where: RecordValues): number;
  /**
   * Direct read without SOQL: rows whose fields equal `where`. With `fields` only those are read, by their exact names: a
   * whole User has hundreds.
   */
  rows(object: string, where?: RecordValues, fields?: readonly string[]): RecordValues[];
  /** Next id of an object, 18 characters. */
  newId(object: string): string;

  /** Private key/value and blob tables of other layers (component store, tokens, jobs) live in the same file and the same transactions. */
  readonly sql: DatabaseSync;

  /** True while an Apex test runs: permission set groups are calculated only on request. */
  inTest: boolean;
  /** Calculates groups now; without ids, all that are not up to date (Apex `Test.calculatePermissionSetGroup`). */
  calculatePermissionSetGroups(ids?: string[]): void;

  /** Id of the standard price book; tests, which do not see the org's, get theirs by it (Apex Reference, `Test.getStandardPricebookId`). */
  standardPricebookId(): string;

  /** Gives every record of the object its owner's share and those of sharing rules, as after a change of either. */
  calculateSharing(object: string): void;

  /** Works a roll-up summary field out for every row, as after its deploy. */
  calculateSummaries(object: string, field: string): void;

  /** A formula of code over values that nobody stored; raises FormulaProblem where it does not hold together. */
  formula(text: string, options: AdHocOptions): AdHocFormula;

  /** Records that approvals or Apex locked. */
  readonly locks: Pick<Locks, 'lock' | 'unlock' | 'isLocked'>;
  /** Approval processes; whoever knows the deployed ones puts itself into `catalog`. */
  readonly approvals: Pick<Approvals, 'submit' | 'respond' | 'catalog'>;

  /** Text of a custom label for formulas; whoever knows the labels puts itself here. */
  labelOf: (name: string) => string | null;

  listener: DmlListener | null;
  close(): void;
}
