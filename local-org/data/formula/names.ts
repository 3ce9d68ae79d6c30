/**
 * Merge fields: own fields, fields of parents (`Account.Owner.Name`, `Owner:User.Name`), and globals (`$User.Id`)
 * (Salesforce Help, "Understanding Global Variables" and "Understanding Polymorphic Relationships").
 */
import { isFeatureField } from '../schema/of-other-orgs.ts';
import { fieldOf } from '../schema/orgSchema.ts';
import type { FieldDescribe, RecordValues, SObjectDescribe } from '../types.ts';
import type { FormulaOptions } from './compile.ts';
import { FormulaProblem, noSuchField, notAvailable, unsupportedField } from './problem.ts';
import type { Compiled, FormulaNames, Moment } from './moment.ts';
import type { FormulaValue, Place } from './type.ts';
import { Numbers, fromStored, typeOfField } from './values.ts';

/** Relationships in one reference (Help, "Tips for Building Cross-Object Formulas": ten). */
const MAXIMUM_SPAN = 10;

const ID_LENGTH = 15;

/** Leads from the row a formula looks at to another one. */
type Walk = (row: RecordValues, moment: Moment) => RecordValues | undefined;

export function fieldReference(written: string, options: FormulaOptions): Compiled {
  const segments = written.split('.');
  const [first = ''] = segments;
  if (first.startsWith('$')) return globalReference(written, segments, options);
  if (options.use === 'default') throw new FormulaProblem(`Field ${written} may not be used in this type of formula`);
  const object = options.names.find(options.object);
  if (!object) throw noSuchField(written);
  return spanned(written, segments, object, options, (row) => row);
}

/** Follows relationships from `object` to the last segment, a field. */
function spanned(
  written: string,
  segments: string[],
  object: SObjectDescribe,
  options: FormulaOptions,
  start: Walk,
): Compiled {
  const { names } = options;
  if (segments.length - 1 > MAXIMUM_SPAN) throw noSuchField(written);
  let current = object;
  let walk = start;
  for (const segment of segments.slice(0, -1)) {
    const step = stepOf(names, current, segment, written);
    const before = walk;
    walk = (row, moment) => {
      const from = before(row, moment);
      const id = from?.[step.field.name];
      return typeof id === 'string' ? moment.org.row(step.target.name, id) : undefined;
    };
    current = step.target;
  }
  const name = segments.at(-1) as string;
  const field = fieldOf(current, name);
  if (!field) throw missing(current, name, written);
  return valueOf(written, current, field, options, walk, segments.length === 1);
}

/** A field that a feature brings may be there in the org that the formula is for. */
function missing(object: SObjectDescribe, name: string, written: string): FormulaProblem {
  return isFeatureField(object, name) ? notAvailable(`the field ${object.name}.${name}`) : noSuchField(written);
}

function stepOf(
  names: FormulaNames,
  object: SObjectDescribe,
  segment: string,
  written: string,
): { field: FieldDescribe; target: SObjectDescribe } {
  const [name = '', domain] = segment.split(':');
  const field = [...object.fields.values()].find(
    (one) => one.relationshipName !== null && one.relationshipName.toLowerCase() === name.toLowerCase(),
  );
  if (!field) throw missing(object, name, written);
  // Queues are rows of Group; formulas call them Queue.
  const wanted = domain?.toLowerCase() === 'queue' ? 'group' : domain?.toLowerCase();
  const target =
    wanted === undefined ? field.referenceTo[0] : field.referenceTo.find((one) => one.toLowerCase() === wanted);
  if (wanted === undefined && field.referenceTo.length > 1)
    throw notAvailable(`the polymorphic relationship ${segment} without an object type in a formula`);
  if (target === undefined)
    throw new FormulaProblem(`${domain ?? ''} is an invalid object type for the ${name} field. Check spelling.`);
  const describe = names.find(target);
  if (!describe) throw noSuchField(written);
  return { field, target: describe };
}

function valueOf(
  written: string,
  object: SObjectDescribe,
  field: FieldDescribe,
  options: FormulaOptions,
  walk: Walk,
  own: boolean,
): Compiled {
  options.onField?.(object, field);
  const type = typeOfField(field);
  if (type === undefined) throw unsupportedField(unsupportedLabel(field), written);
  if (options.use === 'field' && field.type === 'textarea' && field.length > 255)
    throw unsupportedField('Long Text Area', written);
  const zero = new Numbers(0);
  // Formulas see the ids of the user interface, with 15 characters (Help article 000386186).
  const short = !options.wholeIds && (field.type === 'id' || field.type === 'reference');
  const read = (row: RecordValues | undefined, moment: Moment): FormulaValue => {
    const value = row === undefined ? blank(field) : stored(object, field, row, moment);
    if (short && typeof value === 'string') return value.slice(0, ID_LENGTH);
    return value === null && type === 'Number' && options.blankAsZero ? zero : value;
  };
  return {
    type,
    field: written,
    run: (moment) => read(walk(moment.row, moment), moment),
    // A parent's field is the parent's as it is now; a new row has no values before.
    prior: (moment) => (own && moment.old ? read(moment.old, moment) : read(walk(moment.row, moment), moment)),
    ...(type === 'Text' && !field.custom ? { maybePicklist: true } : {}),
    ...(field.picklistValues.length > 0 ? { choices: field.picklistValues.map((entry) => entry.value) } : {}),
  };
}

function blank(field: FieldDescribe): FormulaValue {
  return field.type === 'boolean' ? false : null;
}

function stored(object: SObjectDescribe, field: FieldDescribe, row: RecordValues, moment: Moment): FormulaValue {
  if (field.type === 'location') return placeOf(field, row);
  return field.formula === undefined
    ? fromStored(field, row[field.name])
    : moment.org.calculated(object, field.name, row);
}

/** A location field's parts are fields of their own. */
function placeOf(field: FieldDescribe, row: RecordValues): Place | null {
  const base = field.name.replace(/__c$/i, '');
  const latitude = row[`${base}__Latitude__s`];
  const longitude = row[`${base}__Longitude__s`];
  return typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : null;
}

function unsupportedLabel(field: FieldDescribe): string {
  switch (field.type) {
    case 'encryptedstring':
      return 'Text (Encrypted)';
    case 'address':
      return 'Address';
    default:
      return field.type;
  }
}

/** Globals that stand for one row each. */
const GLOBAL_ROWS: Record<string, { object: string; walk: Walk }> = {
  $user: { object: 'User', walk: (_row, { org }) => org.row('User', org.userId) },
  $profile: {
    object: 'Profile',
    walk: (_row, { org }) => parentOf(org.row('User', org.userId), 'ProfileId', 'Profile', org),
  },
  $userrole: {
    object: 'UserRole',
    walk: (_row, { org }) => parentOf(org.row('User', org.userId), 'UserRoleId', 'UserRole', org),
  },
  $organization: { object: 'Organization', walk: (_row, { org }) => org.first('Organization', {}) },
  $recordtype: { object: 'RecordType', walk: (row, { org }) => parentOf(row, 'RecordTypeId', 'RecordType', org) },
};

function parentOf(
  row: RecordValues | undefined,
  field: string,
  object: string,
  org: Moment['org'],
): RecordValues | undefined {
  const id = row?.[field];
  return typeof id === 'string' ? org.row(object, id) : undefined;
}

function globalReference(written: string, segments: string[], options: FormulaOptions): Compiled {
  const [first = '', ...rest] = segments;
  const global = first.toLowerCase();
  const rowOf = GLOBAL_ROWS[global];
  if (rowOf) {
    const object = options.names.find(rowOf.object);
    if (!object || rest.length === 0) throw noSuchField(written);
    return spanned(written, rest, object, options, rowOf.walk);
  }
  switch (global) {
    case '$permission':
      return permission(written, rest, options);
    case '$label':
      return label(written, rest, options);
    case '$setup':
      return setting(written, rest, options);
    case '$custommetadata':
      return metadata(written, rest, options);
    case '$system':
      if (rest.join('.').toLowerCase() === 'origindatetime') {
        // 1900-01-01 00:00:00 GMT (Help, "$System").
        return { type: 'DateTime', run: () => Date.UTC(1900, 0, 1) };
      }
  }
  throw notAvailable(`the global ${first} in a formula`);
}

function permission(written: string, rest: string[], { names }: FormulaOptions): Compiled {
  const name = rest.at(-1) ?? '';
  if (!names.exists('CustomPermission', name)) throw noSuchField(written);
  return { type: 'Boolean', run: ({ org }) => org.hasPermission(name) };
}

function label(written: string, rest: string[], { names }: FormulaOptions): Compiled {
  const name = rest.at(-1) ?? '';
  if (!names.exists('CustomLabel', name)) throw noSuchField(written);
  return { type: 'Text', run: ({ org }) => org.label(name) };
}

/** `$Setup.Object__c.Field__c`: hierarchy custom settings. */
function setting(written: string, rest: string[], options: FormulaOptions): Compiled {
  const object = options.names.find(rest[0] ?? '');
  const field = object && fieldOf(object, rest[1] ?? '');
  if (!object || object.kind !== 'customSetting' || !field || rest.length !== 2) throw noSuchField(written);
  const type = typeOfField(field);
  if (type === undefined) throw unsupportedField(unsupportedLabel(field), written);
  const zero = new Numbers(0);
  return {
    type,
    run: ({ org }) => {
      const value = fromStored(field, org.setting(object.name, field.name));
      return value === null && type === 'Number' && options.blankAsZero ? zero : value;
    },
  };
}

/** `$CustomMetadata.Type__mdt.Record.Field__c`. */
function metadata(written: string, rest: string[], options: FormulaOptions): Compiled {
  const [typeName = '', record = '', fieldName = ''] = rest;
  const object = options.names.find(typeName);
  const field = object && fieldOf(object, fieldName);
  if (!object || object.kind !== 'customMetadata' || !field || rest.length !== 3) throw noSuchField(written);
  if (!options.names.exists('CustomMetadata', `${typeName.replace(/__mdt$/i, '')}.${record}`))
    throw noSuchField(written);
  const walk: Walk = (_row, { org }) => org.first(object.name, { DeveloperName: record });
  return valueOf(written, object, field, options, walk, false);
}
