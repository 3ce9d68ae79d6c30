/** Names of a query -> SQL columns: parents become joins, access is asked for every name. */
import { isCompound, partsOf } from '../data/schema/compound.ts';
import { fieldOf } from '../data/schema/orgSchema.ts';
import { BIG_OBJECT_ID } from '../data/dml/bigObjects.ts';
import { quote } from '../data/storage/tables.ts';
import { columnOf } from '../data/storage/columns.ts';
import type { Tables } from '../data/storage/tables.ts';
import type { Schema } from '../data/contract.ts';
import { NotImplementedError } from '../data/types.ts';
import type { FieldDescribe, SObjectDescribe } from '../data/types.ts';
import { malformed, noSuchField, noSuchParent } from './errors.ts';

/** Relationships from child to parent in one path (SOQL and SOSL Reference, "Relationship Query Limitations"). */
const MAXIMUM_DEPTH = 5;

/** Tells what a query may name; in system mode everything. */
export interface NameAccess {
  readsObject(object: SObjectDescribe): boolean;
  readsField(object: SObjectDescribe, field: FieldDescribe): boolean;
}

export interface Column {
  sql: string;
  field: FieldDescribe;
  object: SObjectDescribe;
  /** Canonical relationship names that lead to the field. */
  path: string[];
  /** Of an address or a place: the columns behind it, by their names in the value. */
  parts?: { name: string; sql: string; field: FieldDescribe }[];
}

/** A joined parent row; several targets where the reference is polymorphic. */
export interface Joined {
  /** Canonical relationship names from the root. */
  path: string[];
  targets: { alias: string; object: SObjectDescribe }[];
  /** Column that holds the parent's id. */
  reference: string;
  polymorphic: boolean;
}

export interface ScopeParts {
  schema: Schema;
  tables: Tables;
  access: NameAccess;
  text: string;
  /** Makes aliases unique across nested queries. */
  nextAlias(): string;
}

export class Scope {
  readonly object: SObjectDescribe;
  readonly alias: string;
  readonly joins = new Map<string, Joined>();
  private readonly parts: ScopeParts;
  private readonly clauses: string[] = [];
  private readonly prefixes: Set<string>;

  constructor(parts: ScopeParts, object: SObjectDescribe, sObjectAlias: string | undefined) {
    this.parts = parts;
    this.object = object;
    this.alias = parts.nextAlias();
    this.prefixes = new Set([object.name.toLowerCase(), ...(sObjectAlias ? [sObjectAlias.toLowerCase()] : [])]);
  }

  /** FROM clause with every join that names have asked for. */
  from(): string {
    return `${this.parts.tables.table(this.object)} ${this.alias}${this.clauses.join('')}`;
  }

  /** Resolves `Name`, `Profile.Name`, `alias.Name`. Raises INVALID_FIELD for what does not exist or may not be seen. */
  column(written: string): Column {
    const segments = written.split('.');
    if (
      segments.length > 1 &&
      this.prefixes.has((segments[0] as string).toLowerCase()) &&
      !this.isRelationship(segments[0] as string)
    )
      segments.shift();
    const name = segments.pop() as string;
    if (segments.length > MAXIMUM_DEPTH)
      throw malformed(
        `Relationship path '${written}' is too long: at most ${MAXIMUM_DEPTH} relationships lead to a parent field.`,
      );
    if (segments.length === 0) return this.ownColumn(this.object, this.alias, name, written, []);
    return this.parentColumn(this.join(segments, written), name, written);
  }

  /** SQL of latitude and longitude of an address or a location field. */
  placeColumns(written: string, text: string): [latitude: string, longitude: string] {
    const { parts, field, object } = this.column(written);
    const part = (which: string): string => {
      const found = parts?.find(({ name }) => name === which);
      if (!found) throw noSuchField(text, written, field.name, object.name);
      return found.sql;
    };
    return [part('latitude'), part('longitude')];
  }

  /** The joined parent behind a path such as `['Owner', 'Profile']`. */
  join(segments: string[], written: string): Joined {
    let current: Joined | undefined;
    for (const segment of segments) current = this.step(current, segment, written);
    return current as Joined;
  }

  /** A field of one of the targets of a polymorphic parent, for `TYPEOF`. */
  targetColumn(joined: Joined, object: string, written: string): Column {
    const target = joined.targets.find((one) => one.object.name.toLowerCase() === object.toLowerCase());
    if (!target) throw malformed(`The relationship ${joined.path.join('.')} cannot lead to ${object}`);
    if (written.includes('.')) throw new NotImplementedError('A relationship inside TYPEOF');
    return this.ownColumn(target.object, target.alias, written, written, joined.path);
  }

  /** A field that every row of a polymorphic parent has, as the `Name` object shows it. */
  anyColumn(joined: Joined, written: string): Column {
    return this.parentColumn(joined, written, written);
  }

  private isRelationship(name: string): boolean {
    return relationship(this.object, name) !== undefined;
  }

  private step(from: Joined | undefined, segment: string, written: string): Joined {
    const starts = from ? from.targets : [{ alias: this.alias, object: this.object }];
    const start = starts.find((target) => relationship(target.object, segment) !== undefined);
    const field = start && relationship(start.object, segment);
    if (!start || !field || !this.parts.access.readsField(start.object, field))
      throw noSuchParent(this.parts.text, written, segment);
    const path = [...(from?.path ?? []), field.relationshipName as string];
    const key = path.join('.');
    const known = this.joins.get(key);
    if (known) return known;
    const reference = `${start.alias}.${quote(field.name)}`;
    const joined: Joined = { path, reference, polymorphic: field.referenceTo.length > 1, targets: [] };
    for (const name of field.referenceTo) {
      const object = this.parts.schema.find(name);
      if (!object || !this.parts.access.readsObject(object)) continue;
      const alias = this.parts.nextAlias();
      this.clauses.push(` LEFT JOIN ${this.parts.tables.table(object)} ${alias} ON ${alias}."Id" = ${reference}`);
      joined.targets.push({ alias, object });
    }
    if (joined.targets.length === 0) throw noSuchParent(this.parts.text, written, segment);
    this.joins.set(key, joined);
    return joined;
  }

  private parentColumn(joined: Joined, name: string, written: string): Column {
    if (!joined.polymorphic) {
      const target = joined.targets[0] as Joined['targets'][number];
      return this.ownColumn(target.object, target.alias, name, written, joined.path);
    }
    const [first] = joined.targets;
    if (!first) throw noSuchParent(this.parts.text, written, joined.path.at(-1) ?? '');
    if (name.toLowerCase() === 'type') {
      const cases = joined.targets.map(
        (target) => `WHEN ${target.alias}."Id" IS NOT NULL THEN '${target.object.name}'`,
      );
      const field = {
        ...(first.object.fields.get('Id') as FieldDescribe),
        name: 'Type',
        type: 'string' as const,
        label: 'Type',
      };
      return { sql: foldCase(`(CASE ${cases.join(' ')} END)`, field), field, object: first.object, path: joined.path };
    }
    const columns = joined.targets
      .filter((target) => nameField(target.object, name) !== undefined)
      .map((target) =>
        this.ownColumn(
          target.object,
          target.alias,
          (nameField(target.object, name) as FieldDescribe).name,
          written,
          joined.path,
        ),
      );
    const [one] = columns;
    if (!one) throw noSuchField(this.parts.text, written, name, 'Name');
    return columns.length === 1
      ? one
      : {
          ...one,
          field: { ...one.field, name: canonicalName(name, one.field) },
          sql: foldCase(`COALESCE(${columns.map((column) => column.sql).join(', ')})`, one.field),
        };
  }

  private ownColumn(object: SObjectDescribe, alias: string, name: string, written: string, path: string[]): Column {
    const field = fieldOf(object, name);
    if (!field || !this.parts.access.readsField(object, field))
      throw noSuchField(this.parts.text, written, name, object.name);
    return isCompound(field)
      ? compoundColumn(object, alias, field, path)
      : { sql: columnSql(object, alias, field), field, object, path };
  }
}

/**
 * SQL of a row's id as everybody outside sees it (Object Reference, OauthToken: Id is always null; "SOQL with Big Objects":
 * an empty id).
 */
export function idSql(object: SObjectDescribe, alias: string): string {
  if (object.name === 'OauthToken') return 'NULL';
  return object.kind === 'bigObject' ? `'${BIG_OBJECT_ID}'` : `${alias}."Id"`;
}

/** An address or a place can be selected, and nothing else but measured from (SOAP API Developer Guide, "Compound Field Considerations and Limitations"). */
function compoundColumn(object: SObjectDescribe, alias: string, field: FieldDescribe, path: string[]): Column {
  const parts = partsOf(object, field).map((part) => ({ ...part, sql: columnSql(object, alias, part.field) }));
  return {
    get sql(): string {
      throw new NotImplementedError(`The compound field ${object.name}.${field.name} in this place of a query`);
    },
    field,
    object,
    path,
    parts,
  };
}

/** SQL of a field of a joined table. */
export function columnSql(object: SObjectDescribe, alias: string, field: FieldDescribe): string {
  if (field.name === 'Id') return idSql(object, alias);
  if (field.formula !== undefined) return foldCase(columnOf(object, alias, field), field);
  return columnOf(object, alias, field);
}

/** Text expressions compare as text columns do: without regard to case (an expression loses its columns' collation). */
export function foldCase(sql: string, field: FieldDescribe): string {
  const text = [
    'string',
    'picklist',
    'multipicklist',
    'combobox',
    'email',
    'phone',
    'url',
    'textarea',
    'encryptedstring',
  ].includes(field.type);
  return text && !field.caseSensitive ? `${sql} COLLATE NOCASE` : sql;
}

/** The reference field behind a relationship name. */
export function relationship(object: SObjectDescribe, name: string): FieldDescribe | undefined {
  const wanted = name.toLowerCase();
  for (const field of object.fields.values()) {
    if (field.relationshipName !== null && field.relationshipName.toLowerCase() === wanted) return field;
  }
  return undefined;
}

/** Polymorphic parents show the fields of the `Name` object; `Name` is whatever names the target. */
function nameField(object: SObjectDescribe, name: string): FieldDescribe | undefined {
  const field = fieldOf(object, name);
  if (field || name.toLowerCase() !== 'name') return field;
  return [...object.fields.values()].find((candidate) => candidate.nameField);
}

function canonicalName(written: string, field: FieldDescribe): string {
  return written.toLowerCase() === 'name' ? 'Name' : field.name;
}
