/**
 * The shapes that every layer of the embedded org shares: field values, records, describes, actors, results, errors.
 * `data` knows nobody; everybody may import this file.
 */

/**
 * A field value as it is stored and as it travels between layers.
 * text, id, picklist, date `YYYY-MM-DD`, datetime `YYYY-MM-DDTHH:mm:ss.SSS+0000` (UTC), time `HH:mm:ss.SSSZ` and
 * base64 are strings; every number type is a number; checkbox is a boolean; an empty text is `null`.
 */
export type Scalar = string | number | boolean | null;

/** Field values of one record, keyed by API name. Input keys are matched without regard to case; output keys are canonical. */
export interface RecordValues {
  [field: string]: Scalar;
}

/** The type names of the REST describe (Object Reference, "Primitive Data Types" and "Field Types"). */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'boolean'
  | 'int'
  | 'long'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'reference'
  | 'picklist'
  | 'multipicklist'
  | 'combobox'
  | 'email'
  | 'phone'
  | 'url'
  | 'base64'
  | 'encryptedstring'
  | 'address'
  | 'location'
  | 'anyType'
  /** The header of a change event. */
  | 'complexvalue';

export interface PicklistValue {
  value: string;
  label: string;
  active: boolean;
  defaultValue: boolean;
}

export interface FieldDescribe {
  name: string;
  label: string;
  type: FieldType;
  /** Characters for text, 0 otherwise. */
  length: number;
  precision: number;
  scale: number;
  nillable: boolean;
  createable: boolean;
  updateable: boolean;
  filterable: boolean;
  sortable: boolean;
  groupable: boolean;
  unique: boolean;
  caseSensitive: boolean;
  externalId: boolean;
  idLookup: boolean;
  nameField: boolean;
  custom: boolean;
  calculated: boolean;
  /** Name of the compound field that this one is a part of. */
  compound?: string;
  /** Formula text of a formula field; a calculated field without one is a roll-up summary. */
  formula?: string;
  /** Formula fields: empty numbers count as 0. */
  blankAsZero?: boolean;
  /** Roll-up summary fields: what they sum up. */
  summary?: RollupSummary;
  autoNumber: boolean;
  /** Display format of an auto-number field, e.g. `F-{00000}`. */
  displayFormat?: string;
  /** First value of an auto-number field; 1 where it is absent. */
  startingNumber?: number;
  defaultedOnCreate: boolean;
  defaultValue?: Scalar;
  /** A default that is worked out when a row is made. */
  defaultFormula?: string;
  restrictedPicklist: boolean;
  picklistValues: PicklistValue[];
  /** Dependent picklists: the field of the same object whose value says which values may be chosen. */
  controller?: string;
  /** Text areas that hold rich text. */
  richText?: boolean;
  referenceTo: string[];
  /** Standard polymorphic fields that may refer to every custom object too; those are in `referenceTo` as well. */
  customTargets?: boolean;
  /** Name of the way up in SOQL, e.g. `Owner`, `Parent__r`. */
  relationshipName: string | null;
  /** Custom lookups and master-details: name of the way down, e.g. `Findings` (queried as `Findings__r`). */
  childRelationshipName?: string | null;
  /** Master-detail, or a lookup whose deleteConstraint is Cascade. */
  cascadeDelete: boolean;
  /** Lookups: which records they may point at. */
  lookupFilter?: LookupFilter;
  /** Lookup whose deleteConstraint is Restrict. */
  restrictedDelete?: boolean;
  /** Master-detail fields: read access to the master is enough to write the detail. */
  writeRequiresMasterRead?: boolean;
  /** True where field-level security can be set (optional, non-system fields). */
  permissionable: boolean;
  description?: string;
}

/** A roll-up summary field (CustomField reference, "summarizedField", "summaryFilterItems"). */
export interface RollupSummary {
  operation: 'count' | 'sum' | 'min' | 'max';
  /** Child object and its master-detail field. */
  child: string;
  foreignKey: string;
  /** Field of the child; absent for counts. */
  field?: string;
  filters: RollupFilter[];
}

export interface RollupFilter {
  field: string;
  /** As FilterItem names it: `equals`, `notEqual`, `lessThan`, … */
  operation: string;
  value: string;
}

/** A required lookup filter; paths begin with the other object's name, `$Source` or a global. */
export interface LookupFilter {
  items: { field: string; operation: string; value: string; valueField?: string }[];
  /** `1 AND (2 OR 3)`; absent: all must hold. */
  booleanFilter?: string;
  message?: string;
}

/** A sharing rule: whose records, or which, are shared with a group. */
export interface SharingRule {
  name: string;
  /** Access to the record; `None` where only related records are shared. */
  level: string;
  /** Fields of AccountShare with the access to an account's contacts, cases and opportunities. */
  related?: Record<string, string>;
  /** Id of the group. */
  sharedTo: string;
  /** Id of the group whose members' records are shared; absent where criteria decide. */
  sharedFrom?: string;
  criteria?: Pick<LookupFilter, 'items' | 'booleanFilter'>;
}

/** What a record type allows; its name and whether it is active stand in the row of RecordType. */
export interface RecordTypeDefinition {
  developerName: string;
  /** Field -> its values under this record type. */
  picklists: Record<string, { values: string[]; defaultValue?: string }>;
}

/** An active validation rule. */
export interface ValidationRule {
  name: string;
  formula: string;
  errorMessage: string;
  /** Field that the message belongs to; absent at the top of the page. */
  errorField?: string;
}

export interface ChildRelationship {
  childSObject: string;
  field: string;
  /** Null where the lookup has no child relationship name. */
  relationshipName: string | null;
  cascadeDelete: boolean;
}

export type SObjectKind =
  'standard' | 'custom' | 'customMetadata' | 'customSetting' | 'platformEvent' | 'changeEvent' | 'bigObject';

/** A field of a big object's index, which is the key of its rows. */
export interface BigObjectIndexField {
  field: string;
  descending: boolean;
}

export interface SObjectDescribe {
  name: string;
  label: string;
  labelPlural: string;
  /** Three characters, or null for objects without ids of their own. */
  keyPrefix: string | null;
  kind: SObjectKind;
  custom: boolean;
  queryable: boolean;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  /** On the mixed-DML list (Apex Developer Guide, "sObjects That Can't Be Used Together in DML Operations"). */
  setup: boolean;
  /** `Private`, `Read`, `ReadWrite`, `ControlledByParent`; standard objects as seeded. */
  sharingModel: string;
  /** Platform events: with the transaction, or whatever becomes of it. */
  publishBehavior?: 'PublishAfterCommit' | 'PublishImmediately';
  /** Big objects: the fields of the index in order; absent until an index was deployed. */
  index?: readonly BigObjectIndexField[];
  /** Canonical name -> field, in describe order. */
  fields: ReadonlyMap<string, FieldDescribe>;
  childRelationships: ChildRelationship[];
  /** Share objects: whose rows they share. */
  shareOf?: { object: string; parentField: string; levelField: string };
  /** Active ones, in the order of their names. */
  validationRules?: ValidationRule[];
  sharingRules?: SharingRule[];
  /** Absent where the object has no record types, and so no RecordTypeId. */
  recordTypes?: RecordTypeDefinition[];
}

/** On whose behalf an operation runs. */
export interface Actor {
  /** 18 characters, `005…`. */
  userId: string;
}

/**
 * How an operation treats access.
 * `user` applies object permissions, field-level security and sharing; `system` applies sharing only when `sharing` is true.
 */
export interface AccessMode {
  mode: 'system' | 'user';
  sharing: boolean;
}

/** Fully trusted access, for the org's own bookkeeping. */
export const SYSTEM: AccessMode = { mode: 'system', sharing: false };

export interface DmlOptions extends AccessMode {
  actor: Actor;
  /** Roll everything back when one row fails. */
  allOrNone: boolean;
  /** Upsert only: name of the external id field; default Id. */
  externalIdField?: string;
  /** Platform events: an EventUuid among the values names the event (Apex's `SObjectType.newSObject`). */
  namesEvents?: boolean;
  /** Writes locked records too, as the actions of an approval do. */
  overLocks?: boolean;
  /** Read-only fields that an operation of the platform's own writes. */
  platformWrites?: ReadonlySet<string>;
  /**
   * Field updates of workflow rules: triggers run once more, validation rules, flows and workflow do not. Triggers see the
   * rows, by id, as they were before the update that the rules acted on ("Triggers and Order of Execution").
   */
  workflowUpdate?: ReadonlyMap<string, RecordValues>;
}

export interface DmlError {
  /** e.g. `REQUIRED_FIELD_MISSING`. */
  statusCode: string;
  message: string;
  fields: string[];
}

export interface SaveResult {
  id: string | null;
  success: boolean;
  /** Upsert: whether the row was created. */
  created: boolean;
  errors: DmlError[];
}

/** One row of a query result. */
export interface QueryRecord {
  /** sObject name, or `AggregateResult`. */
  type: string;
  /** Id of the row, selected or not; absent for aggregates. Apex always loads it. */
  id?: string;
  /** Selected values by canonical field name (or alias / `expr0`); parents are records (or null), children results. */
  values: Record<string, Scalar | QueryRecord | QueryResult | CompoundValue>;
}

/** An address or a place (SOAP API Developer Guide, "Compound Fields"): its parts by name, `city`, `latitude`. */
export interface CompoundValue {
  compound: Record<string, Scalar>;
}

export interface QueryColumn {
  columnName: string;
  displayName: string;
  aggregate: boolean;
  /** The described field, where the column is one. */
  field?: FieldDescribe;
  joinColumns: QueryColumn[];
}

export interface QueryResult {
  /** For `SELECT count()` the count, with no records. */
  totalSize: number;
  records: QueryRecord[];
  columns: QueryColumn[];
  entity: string;
}

export interface QueryOptions extends AccessMode {
  actor: Actor;
  /** Values of `:name` bind variables, by lower-case name. A list binds an IN. */
  binds?: Record<string, Scalar | Scalar[]>;
  /** Include rows in the recycle bin. */
  allRows?: boolean;
}

export interface SearchOptions extends QueryOptions {
  /** In Apex tests: the only ids that a search finds (Apex Reference, `Test.setFixedSearchResults`). */
  fixed?: string[];
}

/** What a SOSL search returns of one object. */
export interface SearchResult {
  object: string;
  result: QueryResult;
}

/** An error the platform would report: becomes a REST error, a SOAP fault, an Apex exception. */
export class PlatformError extends Error {
  readonly errorCode: string;
  readonly fields: string[];
  /** HTTP status for REST; 400 unless the platform documents another. */
  readonly httpStatus: number;
  /** All fields that a query in user mode names and the user may not read: object -> fields. */
  inaccessible: ReadonlyMap<string, readonly string[]> | null = null;
  constructor(errorCode: string, message: string, options: { fields?: string[]; httpStatus?: number } = {}) {
    super(message);
    this.name = 'PlatformError';
    this.errorCode = errorCode;
    this.fields = options.fields ?? [];
    this.httpStatus = options.httpStatus ?? 400;
  }
}

/** What does not exist here says so: HTTP 501 `NOT_IMPLEMENTED`, naming what is missing. */
export class NotImplementedError extends PlatformError {
  constructor(what: string) {
    super('NOT_IMPLEMENTED', `${what} is not implemented in the embedded org.`, { httpStatus: 501 });
    this.name = 'NotImplementedError';
  }
}
