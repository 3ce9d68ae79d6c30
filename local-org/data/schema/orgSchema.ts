/** The org's objects and fields: the platform's standard ones, and the custom ones that were deployed and live in the file. */
import type { DatabaseSync } from 'node:sqlite';
import type { CustomObjectDefinition, Schema } from '../contract.ts';
import type { SummaryField } from '../dml/rollups.ts';
import { NotImplementedError, PlatformError } from '../types.ts';
import type {
  BigObjectIndexField,
  ChildRelationship,
  FieldDescribe,
  RecordTypeDefinition,
  SharingRule,
  SObjectDescribe,
  ValidationRule,
} from '../types.ts';
import { catalogueNames } from './catalogue.ts';
import { changeEventDescribe, changedObject } from './change-events.ts';
import { isOfOtherOrg } from './companions.ts';
import { customDescribe, customPrefix, recordTypeField } from './custom.ts';
import type { StoredObject } from './custom.ts';
import { OVERLAY } from './overlay/index.ts';
import { shareDescribe, sharedObject, shareNameOf } from './shares.ts';
import { isAbsent, overlaidNames, standardChildren, standardDescribe } from './standard.ts';

/** Told when a column must appear, change or go; the table layer listens. */
export interface SchemaListener {
  objectApplied(object: SObjectDescribe): void;
  fieldApplied(object: SObjectDescribe, field: FieldDescribe, before: FieldDescribe | undefined): void;
  fieldRemoved(object: SObjectDescribe, field: FieldDescribe): void;
  objectRemoved(object: SObjectDescribe): void;
}

/** Tables of what belongs to an object besides its fields. */
const OBJECT_PARTS = ['_validation_rule', '_record_type', '_sharing_rule'] as const;
type ObjectParts = (typeof OBJECT_PARTS)[number];

const fieldIndexes = new WeakMap<ReadonlyMap<string, FieldDescribe>, Map<string, FieldDescribe>>();

/** A described field by name without regard to case. */
export function fieldOf(object: SObjectDescribe, name: string): FieldDescribe | undefined {
  const direct = object.fields.get(name);
  if (direct) return direct;
  let index = fieldIndexes.get(object.fields);
  if (!index) {
    index = new Map();
    for (const field of object.fields.values()) index.set(field.name.toLowerCase(), field);
    fieldIndexes.set(object.fields, index);
  }
  return index.get(name.toLowerCase());
}

export class OrgSchema implements Schema {
  version = 1;
  listener: SchemaListener | null = null;
  private readonly sql: DatabaseSync;
  private objects = new Map<string, StoredObject>();
  /** lower-case object name -> custom fields */
  private customFields = new Map<string, FieldDescribe[]>();
  private readonly described = new Map<string, SObjectDescribe | null>();
  private readonly prefixes = new Map<string, string>();
  private readonly summaries = new Map<string, SummaryField[]>();
  /** lower-case object name -> active rules by name */
  private rules = new Map<string, ValidationRule[]>();
  /** lower-case object name -> record types by name */
  private recordTypes = new Map<string, RecordTypeDefinition[]>();
  /** lower-case object name -> sharing rules by name */
  private sharingRules = new Map<string, SharingRule[]>();
  /** lower-case name of a standard object -> organization-wide default, where it is not the seeded one */
  private sharing = new Map<string, string>();
  /** Standard objects that a feature of this org brings. */
  private readonly brought = new Set<string>();

  constructor(sql: DatabaseSync) {
    this.sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS _object (name TEXT PRIMARY KEY, definition TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS _field (object TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (object, name));
      CREATE TABLE IF NOT EXISTS _validation_rule (object TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (object, name));
      CREATE TABLE IF NOT EXISTS _record_type (object TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (object, name));
      CREATE TABLE IF NOT EXISTS _sharing_rule (object TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (object, name));
      CREATE TABLE IF NOT EXISTS _sharing (object TEXT PRIMARY KEY, model TEXT NOT NULL);`);
    this.load();
  }

  names(): string[] {
    const standard = new Set(
      [...catalogueNames(), ...overlaidNames()].filter((name) => !isAbsent(name, this.brought) && name !== 'Activity'),
    );
    return [...standard, ...[...this.objects.values()].map((object) => object.name)].sort();
  }

  find(name: string): SObjectDescribe | undefined {
    const key = name.toLowerCase();
    const known = this.described.get(key);
    if (known !== undefined) return known ?? undefined;
    const built = this.build(key);
    this.described.set(key, built ?? null);
    return built;
  }

  get(name: string): SObjectDescribe {
    const found = this.find(name);
    if (found) return found;
    if (isOfOtherOrg(this, name)) throw new NotImplementedError(`The object ${name}`);
    throw unsupportedType(name);
  }

  field(object: string, field: string): FieldDescribe | undefined {
    const describe = this.find(object);
    return describe && fieldOf(describe, field);
  }

  byKeyPrefix(prefix: string): SObjectDescribe | undefined {
    if (this.prefixes.size === 0) {
      for (const [name, overlay] of Object.entries(OVERLAY))
        if (overlay.prefix) this.prefixes.set(overlay.prefix, name);
      for (const object of this.objects.values()) this.prefixes.set(object.keyPrefix, object.name);
    }
    const name = this.prefixes.get(prefix);
    return name === undefined ? undefined : this.find(name);
  }

  /** Gives the org standard objects that ordinary orgs lack. */
  bring(names: readonly string[]): void {
    for (const name of names) this.brought.add(name);
    this.changed();
  }

  applyObject(definition: CustomObjectDefinition): void {
    const key = definition.name.toLowerCase();
    const before = this.objects.get(key);
    const stored: StoredObject = { ...definition, keyPrefix: before?.keyPrefix ?? this.nextPrefix(definition) };
    this.sql
      .prepare(
        'INSERT INTO _object (name, definition) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET definition = excluded.definition',
      )
      .run(key, JSON.stringify(stored));
    const old = before && this.find(definition.name);
    this.objects.set(key, stored);
    this.changed();
    const now = this.get(definition.name);
    this.listener?.objectApplied(now);
    if (old) {
      for (const field of now.fields.values()) {
        const previous = old.fields.get(field.name);
        if (!field.custom && JSON.stringify(previous) !== JSON.stringify(field))
          this.listener?.fieldApplied(now, field, previous);
      }
    }
  }

  applyField(object: string, field: FieldDescribe): void {
    const describe = this.get(object);
    const key = describe.name.toLowerCase();
    const before = fieldOf(describe, field.name);
    const stored: FieldDescribe = { ...field, custom: true, relationshipName: parentName(field) };
    this.sql
      .prepare(
        'INSERT INTO _field (object, name, definition) VALUES (?, ?, ?) ON CONFLICT (object, name) DO UPDATE SET definition = excluded.definition',
      )
      .run(key, field.name.toLowerCase(), JSON.stringify(stored));
    const fields = (this.customFields.get(key) ?? []).filter(
      (other) => other.name.toLowerCase() !== field.name.toLowerCase(),
    );
    this.customFields.set(key, [...fields, stored]);
    this.changed();
    for (const holder of holdersOf(describe.name)) this.listener?.fieldApplied(this.get(holder), stored, before);
  }

  setSharingModel(object: string, sharingModel: string): void {
    this.sql
      .prepare(
        'INSERT INTO _sharing (object, model) VALUES (?, ?) ON CONFLICT (object) DO UPDATE SET model = excluded.model',
      )
      .run(object.toLowerCase(), sharingModel);
    this.sharing.set(object.toLowerCase(), sharingModel);
    this.changed();
  }

  applyValidationRule(object: string, rule: ValidationRule): void {
    this.applyPart('_validation_rule', object, rule.name, rule);
  }

  removeValidationRule(object: string, name: string): void {
    this.removePart('_validation_rule', object, name);
  }

  applySharingRule(object: string, rule: SharingRule): void {
    this.applyPart('_sharing_rule', object, rule.name, rule);
  }

  removeSharingRule(object: string, name: string): void {
    this.removePart('_sharing_rule', object, name);
  }

  /** Lower-case names. */
  objectsWithSharingRules(): string[] {
    return [...this.sharingRules.keys()];
  }

  applyRecordType(object: string, definition: RecordTypeDefinition): void {
    const first = this.get(object).recordTypes === undefined;
    this.applyPart('_record_type', object, definition.developerName, definition);
    const describe = this.get(object);
    const field = describe.fields.get('RecordTypeId');
    if (first && field) this.listener?.fieldApplied(describe, field, undefined);
  }

  removeRecordType(object: string, developerName: string): void {
    this.removePart('_record_type', object, developerName);
  }

  applyIndex(object: string, index: readonly BigObjectIndexField[] | undefined): void {
    const stored = this.objects.get(object.toLowerCase());
    if (!stored) throw unsupportedType(object);
    // An undefined index is none when the definition is written.
    this.applyObject({ ...stored, index });
  }

  private applyPart(table: ObjectParts, object: string, name: string, definition: object): void {
    this.sql
      .prepare(
        `INSERT INTO ${table} (object, name, definition) VALUES (?, ?, ?) ON CONFLICT (object, name) DO UPDATE SET definition = excluded.definition`,
      )
      .run(this.get(object).name.toLowerCase(), name.toLowerCase(), JSON.stringify(definition));
    this.loadParts();
    this.changed();
  }

  private removePart(table: ObjectParts, object: string, name: string): void {
    this.sql
      .prepare(`DELETE FROM ${table} WHERE object = ? AND name = ?`)
      .run(object.toLowerCase(), name.toLowerCase());
    this.loadParts();
    this.changed();
  }

  removeObject(name: string): void {
    const describe = this.get(name);
    const key = describe.name.toLowerCase();
    if (!this.objects.has(key))
      throw new PlatformError('INVALID_OPERATION', `${describe.name} is a standard object and cannot be deleted.`);
    this.sql.prepare('DELETE FROM _object WHERE name = ?').run(key);
    this.sql.prepare('DELETE FROM _field WHERE object = ?').run(key);
    for (const table of OBJECT_PARTS) this.sql.prepare(`DELETE FROM ${table} WHERE object = ?`).run(key);
    this.loadParts();
    this.objects.delete(key);
    this.customFields.delete(key);
    this.changed();
    this.listener?.objectRemoved(describe);
  }

  removeField(object: string, field: string): void {
    const describe = this.get(object);
    const key = describe.name.toLowerCase();
    const found = fieldOf(describe, field);
    const fields = this.customFields.get(key) ?? [];
    if (!found || !fields.some((other) => other.name === found.name)) {
      throw new PlatformError(
        'INVALID_OPERATION',
        `${describe.name}.${field} is not a custom field of this org and cannot be deleted.`,
      );
    }
    this.sql.prepare('DELETE FROM _field WHERE object = ? AND name = ?').run(key, found.name.toLowerCase());
    this.customFields.set(
      key,
      fields.filter((other) => other.name !== found.name),
    );
    this.changed();
    for (const holder of holdersOf(describe.name)) this.listener?.fieldRemoved(this.get(holder), found);
  }

  /** Reads the custom definitions again; called after a rollback. */
  reload(): void {
    this.load();
    this.changed();
  }

  private load(): void {
    this.objects = new Map();
    this.customFields = new Map();
    this.loadParts();
    const defaults = this.sql.prepare('SELECT object, model FROM _sharing').all();
    this.sharing = new Map(defaults.map((row) => [row.object as string, row.model as string]));
    for (const row of this.sql.prepare('SELECT name, definition FROM _object').all()) {
      this.objects.set(row.name as string, JSON.parse(row.definition as string) as StoredObject);
    }
    for (const row of this.sql.prepare('SELECT object, definition FROM _field ORDER BY rowid').all()) {
      const key = row.object as string;
      const fields = this.customFields.get(key) ?? [];
      fields.push(JSON.parse(row.definition as string) as FieldDescribe);
      this.customFields.set(key, fields);
    }
  }

  private loadParts(): void {
    this.rules = this.parts<ValidationRule>('_validation_rule');
    this.recordTypes = this.parts<RecordTypeDefinition>('_record_type');
    this.sharingRules = this.parts<SharingRule>('_sharing_rule');
  }

  private parts<T>(table: ObjectParts): Map<string, T[]> {
    const found = new Map<string, T[]>();
    for (const row of this.sql.prepare(`SELECT object, definition FROM ${table} ORDER BY object, name`).all()) {
      const parts = found.get(row.object as string) ?? [];
      parts.push(JSON.parse(row.definition as string) as T);
      found.set(row.object as string, parts);
    }
    return found;
  }

  private changed(): void {
    this.version++;
    this.described.clear();
    this.prefixes.clear();
    this.summaries.clear();
  }

  private build(key: string): SObjectDescribe | undefined {
    const stored = this.objects.get(key);
    // What is deployed to Activity, tasks and events have (Metadata API, "CustomObject": Activity).
    const activity = key === 'task' || key === 'event' ? (this.customFields.get('activity') ?? []) : [];
    const own = [...activity, ...(this.customFields.get(key) ?? [])];
    const base = stored ? customDescribe(stored, own) : standardDescribe(key, this.brought);
    if (!base) return this.shareObject(key) ?? this.changeEvent(key);
    const sharingModel = stored ? undefined : this.sharing.get(key);
    if (sharingModel !== undefined) base.sharingModel = sharingModel;
    const rules = this.rules.get(key);
    if (rules) base.validationRules = rules;
    const sharingRules = this.sharingRules.get(key);
    if (sharingRules) base.sharingRules = sharingRules;
    if (!stored) this.addCustomTargets(base);
    const recordTypes = this.recordTypes.get(key);
    if (recordTypes) {
      base.recordTypes = recordTypes;
      base.fields = new Map([...base.fields, ['RecordTypeId', recordTypeField()]]);
    }
    if (!stored && own.length > 0) {
      const fields = new Map(base.fields);
      for (const field of own) fields.set(field.name, field);
      base.fields = fields;
    }
    // Child relationships are looked up when first asked for: User alone has about two hundred.
    let children: ChildRelationship[] | undefined;
    Object.defineProperty(base, 'childRelationships', {
      enumerable: true,
      get: () =>
        (children ??= [
          ...(stored ? [] : standardChildren(base.name, (name) => this.find(name))),
          ...this.customChildren(base.name),
          ...this.hangingOn(base),
        ]),
    });
    return base;
  }

  /** Roll-up summary fields over this object's rows. */
  summariesOver(child: string): SummaryField[] {
    let found = this.summaries.get(child);
    if (!found) {
      found = [];
      for (const [key, fields] of this.customFields)
        for (const field of fields)
          if (field.summary?.child === child) found.push({ parent: this.get(key), field, summary: field.summary });
      this.summaries.set(child, found);
    }
    return found;
  }

  /** What hangs on any record: its shares, and on custom ones activities and files. */
  private hangingOn(object: SObjectDescribe): ChildRelationship[] {
    const share = this.find(shareNameOf(object.name));
    const shares =
      share?.shareOf === undefined
        ? []
        : [
            {
              childSObject: share.name,
              field: share.shareOf.parentField,
              relationshipName: 'Shares',
              cascadeDelete: true,
            },
          ];
    if (object.kind !== 'custom') return shares;
    const hanging = HANGING.map(([relationshipName, childSObject, field]) => ({
      childSObject,
      field,
      relationshipName,
      cascadeDelete: this.find(childSObject)?.fields.get(field)?.cascadeDelete ?? false,
    }));
    return [...hanging, ...shares];
  }

  private shareObject(name: string): SObjectDescribe | undefined {
    const shared = sharedObject(name);
    const main = shared === undefined ? undefined : this.find(shared);
    return main && shareDescribe(main);
  }

  private changeEvent(name: string): SObjectDescribe | undefined {
    const changed = changedObject(name);
    const main = changed === undefined ? undefined : this.find(changed);
    return main && changeEventDescribe(main);
  }

  /** What may be about any record may be about a custom one. */
  private addCustomTargets(object: SObjectDescribe): void {
    const open = [...object.fields.values()].filter((field) => field.customTargets);
    if (open.length === 0) return;
    const custom = [...this.objects.values()].filter(({ kind }) => kind === 'custom').map(({ name }) => name);
    const fields = new Map(object.fields);
    for (const field of open) fields.set(field.name, { ...field, referenceTo: [...field.referenceTo, ...custom] });
    object.fields = fields;
  }

  private customChildren(parent: string): ChildRelationship[] {
    const found: ChildRelationship[] = [];
    for (const [key, fields] of this.customFields) {
      const child = this.find(key);
      if (!child) continue;
      for (const field of fields) {
        if (!field.referenceTo.includes(parent)) continue;
        found.push({
          childSObject: child.name,
          field: field.name,
          cascadeDelete: field.cascadeDelete,
          relationshipName: field.childRelationshipName ? `${field.childRelationshipName}__r` : null,
        });
      }
    }
    return found;
  }

  private nextPrefix(definition: CustomObjectDefinition): string {
    const used = new Set([...this.objects.values()].map((object) => object.keyPrefix));
    for (let index = 0; ; index++) {
      const prefix = customPrefix(definition.kind, index);
      if (!used.has(prefix)) return prefix;
    }
  }
}

/** Objects whose rows hold the custom fields of an object: those of Activity are the fields of tasks and events. */
function holdersOf(object: string): string[] {
  return object === 'Activity' ? ['Task', 'Event'] : [object];
}

/** Children that every custom object has: relationship name, object, field. */
const HANGING: readonly (readonly [string, string, string])[] = [
  ['Attachments', 'Attachment', 'ParentId'],
  ['ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'],
  ['Emails', 'EmailMessage', 'RelatedToId'],
  ['Events', 'Event', 'WhatId'],
  ['Notes', 'Note', 'ParentId'],
  ['Tasks', 'Task', 'WhatId'],
];

/** `INVALID_TYPE` as the REST API words it. */
export function unsupportedType(name: string): PlatformError {
  return new PlatformError(
    'INVALID_TYPE',
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ` +
      'Please reference your WSDL or the describe call for the appropriate names.',
  );
}

function parentName(field: FieldDescribe): string | null {
  if (field.type !== 'reference') return null;
  return field.relationshipName ?? field.name.replace(/__c$/i, '__r');
}
