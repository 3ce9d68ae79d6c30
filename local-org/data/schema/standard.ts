/** Builds the describe of a standard object from the catalogue and its overlay. */
import type { ChildRelationship, FieldDescribe, FieldType, PicklistValue, SObjectDescribe } from '../types.ts';
import { catalogueEntry, catalogueName } from './catalogue.ts';
import type { FieldOverlay, ObjectOverlay } from './overlay.ts';
import { OVERLAY } from './overlay/index.ts';
import { labelFromName, pluralOf } from './labels.ts';
import { ALWAYS_SET, SYSTEM_FIELDS } from './systemFields.ts';

/** Catalogue fields that only a feature brings: multi-currency, divisions, state and country picklists, person accounts. */
const FEATURE_FIELDS =
  /^(CurrencyIsoCode|DefaultCurrencyIsoCode|Division|DefaultDivision|.*(Country|State)Code|IsPersonAccount|Person[A-Z].*)$/;

/** Children of accounts that are persons, under their names as children of the contact; without that feature they are not. */
const OF_PERSONS = /^Person[A-Z]/;

const TYPES: Record<string, FieldType> = {
  Boolean: 'boolean',
  Integer: 'int',
  Long: 'long',
  Double: 'double',
  Decimal: 'double',
  Datetime: 'datetime',
  Date: 'date',
  Time: 'time',
  Blob: 'base64',
  Address: 'address',
  Location: 'location',
  Object: 'anyType',
};

/**
 * An object without catalogue entry or overlay is not there: undefined.
 * @param brought names of objects that ordinary orgs lack and a feature of this org brings
 */
export function standardDescribe(name: string, brought: ReadonlySet<string>): SObjectDescribe | undefined {
  const overlayName = overlayNames.get(name.toLowerCase());
  const canonical = overlayName ?? catalogueName(name);
  if (!canonical || isAbsent(canonical, brought)) return undefined;
  const overlay: ObjectOverlay = OVERLAY[canonical] ?? { prefix: null, access: '' };
  const entry = catalogueEntry(canonical);
  const fields = new Map<string, FieldDescribe>();
  for (const field of standardFields(entry?.fields ?? {}, overlay)) fields.set(field.name, field);
  const label = overlay.label ?? labelFromName(canonical);
  const access = overlay.access ?? 'cud';
  return {
    name: canonical,
    label,
    labelPlural: overlay.plural ?? pluralOf(label),
    keyPrefix: overlay.prefix,
    kind: 'standard',
    custom: false,
    queryable: overlay.queryable ?? true,
    createable: access.includes('c'),
    updateable: access.includes('u'),
    deletable: access.includes('d'),
    setup: overlay.setup ?? false,
    sharingModel: overlay.sharing ?? 'ReadWrite',
    fields,
    childRelationships: [],
  };
}

let name: SObjectDescribe | undefined;

/** `Name`, whose fields every parent shows that may be of several objects. No org has rows of it. */
export function polymorphicParent(): SObjectDescribe | undefined {
  return (name ??= standardDescribe('Name', new Set(['Name'])));
}

/** Child relationships of a standard object; `find` tells whether (and how) the child object exists in this org. */
export function standardChildren(
  parent: string,
  find: (name: string) => SObjectDescribe | undefined,
): ChildRelationship[] {
  const stated = OVERLAY[parent]?.children ?? {};
  const found: ChildRelationship[] = [];
  for (const [relationshipName, target] of Object.entries(stated)) {
    const [child = '', field = ''] = target.split('.');
    found.push({
      childSObject: child,
      field,
      relationshipName,
      cascadeDelete: find(child)?.fields.get(field)?.cascadeDelete ?? false,
    });
  }
  for (const [relationshipName, child] of Object.entries(catalogueEntry(parent)?.children ?? {})) {
    if (relationshipName in stated || (parent === 'Account' && OF_PERSONS.test(relationshipName))) continue;
    const describe = find(child);
    const field = describe && referenceTowards(describe, parent, relationshipName);
    if (field)
      found.push({
        childSObject: describe.name,
        field: field.name,
        relationshipName,
        cascadeDelete: field.cascadeDelete,
      });
  }
  return found;
}

/** Objects of the catalogue that an ordinary org lacks, or that are types without rows of their own. */
const ABSENT = new Set([
  'ScratchOrgInfo',
  'ActiveScratchOrg',
  'ScratchOrgSnapshot',
  'SandboxProcess',
  'SandboxInfo',
  'NamespaceRegistry',
  'SourceMember',
  'SignupRequest',
  'AggregateResult',
  'Name',
  // Orgs with several currencies have them (Object Reference, "CurrencyType", "DatedConversionRate").
  'CurrencyType',
  'DatedConversionRate',
]);

const overlayNames = new Map(Object.keys(OVERLAY).map((name) => [name.toLowerCase(), name]));

/** Names that the overlay adds to the catalogue. */
export function overlaidNames(): string[] {
  return Object.keys(OVERLAY);
}

export function isAbsent(name: string, brought: ReadonlySet<string>): boolean {
  return ABSENT.has(name) && !brought.has(name);
}

function referenceTowards(child: SObjectDescribe, parent: string, relationshipName: string): FieldDescribe | undefined {
  const candidates = [...child.fields.values()].filter(
    (field) => field.referenceTo.includes(parent) && !SYSTEM_FIELDS.has(field.name),
  );
  if (candidates.length <= 1) return candidates[0];
  return (
    candidates.find(
      (field) => field.relationshipName !== null && relationshipName.startsWith(field.relationshipName),
    ) ?? candidates.find((field) => field.relationshipName === parent)
  );
}

function* standardFields(catalogue: Record<string, string>, overlay: ObjectOverlay): Generator<FieldDescribe> {
  const without = new Set(overlay.without ?? []);
  const stated = overlay.fields ?? {};
  // The describe begins with Id everywhere.
  const names = ['Id', ...Object.keys(catalogue), ...Object.keys(stated)];
  for (const name of new Set(names)) {
    const type = catalogue[name] ?? (name === 'Id' ? 'Id' : undefined);
    if (without.has(name) || (FEATURE_FIELDS.test(name) && !(name in stated))) continue;
    if (type !== undefined && isRelationship(name, type, catalogue)) continue;
    yield standardField(name, type, catalogue, overlay, stated[name] ?? {});
  }
}

/** A catalogue member that is the parent row of its sibling `<Name>Id`, not a column. */
function isRelationship(name: string, type: string, catalogue: Record<string, string>): boolean {
  if (type in TYPES || type === 'Id') return false;
  return type !== 'String' || `${name}Id` in catalogue;
}

function standardField(
  name: string,
  apexType: string | undefined,
  catalogue: Record<string, string>,
  object: ObjectOverlay,
  overlay: FieldOverlay,
): FieldDescribe {
  const type = overlay.type ?? typeOf(name, apexType, overlay);
  const system = SYSTEM_FIELDS.has(name);
  const access = object.access ?? (object.prefix === null ? '' : 'cud');
  const readOnly =
    system || overlay.readOnly === true || type === 'address' || type === 'location' || type === 'anyType';
  const parent = name.endsWith('Id') ? name.slice(0, -2) : undefined;
  const values = picklistValues(overlay);
  const long = type === 'textarea' && lengthOf(name, type, overlay) > 255;
  const compound = type === 'address' || type === 'location';
  const filterable = overlay.filterable ?? !(long || type === 'base64' || compound);
  return {
    name,
    label: overlay.label ?? (name === 'Id' ? 'Record ID' : labelFromName(name)),
    type,
    length: lengthOf(name, type, overlay),
    precision: overlay.precision ?? (type === 'double' || type === 'currency' || type === 'percent' ? 18 : 0),
    scale: overlay.scale ?? (type === 'currency' ? 2 : 0),
    nillable: !(overlay.required || ALWAYS_SET.has(name) || type === 'boolean'),
    createable: !readOnly && !overlay.updateOnly && access.includes('c'),
    updateable: !readOnly && !overlay.createOnly && access.includes('u'),
    filterable,
    sortable: overlay.sortable ?? filterable,
    groupable:
      overlay.groupable ??
      (filterable && !['datetime', 'double', 'currency', 'percent', 'multipicklist'].includes(type)),
    unique: overlay.unique ?? false,
    caseSensitive: overlay.caseSensitive ?? false,
    externalId: false,
    idLookup: overlay.idLookup ?? name === 'Id',
    nameField: overlay.nameField ?? (name === 'Name' && !hasOtherNameField(object)),
    custom: false,
    calculated: false,
    autoNumber: overlay.autoNumber !== undefined,
    ...(overlay.autoNumber === undefined ? {} : { displayFormat: overlay.autoNumber }),
    ...(overlay.startingNumber === undefined ? {} : { startingNumber: overlay.startingNumber }),
    defaultedOnCreate: system || type === 'boolean' || overlay.default !== undefined,
    ...(overlay.default !== undefined
      ? { defaultValue: overlay.default }
      : type === 'boolean'
        ? { defaultValue: false }
        : {}),
    restrictedPicklist: overlay.restricted ?? false,
    picklistValues: values,
    referenceTo: [...(overlay.referenceTo ?? targetOf(parent, apexType, catalogue))],
    relationshipName:
      overlay.relationshipName !== undefined
        ? overlay.relationshipName
        : type === 'reference' && parent !== undefined && (parent in catalogue || overlay.referenceTo)
          ? parent
          : null,
    ...(overlay.customTargets ? { customTargets: true } : {}),
    cascadeDelete: overlay.cascade ?? false,
    permissionable: overlay.permissionable ?? false,
  };
}

function hasOtherNameField(object: ObjectOverlay): boolean {
  return Object.values(object.fields ?? {}).some((field) => field.nameField);
}

function targetOf(
  parent: string | undefined,
  apexType: string | undefined,
  catalogue: Record<string, string>,
): string[] {
  if (parent === undefined || apexType !== 'Id') return [];
  const target = catalogue[parent];
  // `Name` and `SObject` stand for polymorphic references: the overlay names their targets.
  return target === undefined || target === 'Name' || target === 'SObject' || target === 'String' ? [] : [target];
}

function typeOf(name: string, apexType: string | undefined, overlay: FieldOverlay): FieldType {
  if (name === 'Id') return 'id';
  if (apexType === 'Id' || overlay.referenceTo) return 'reference';
  if (overlay.picklist) return 'picklist';
  if (apexType !== undefined && apexType in TYPES) return TYPES[apexType] as FieldType;
  if (/^(.*Phone|Fax)$/.test(name)) return 'phone';
  if (/Email$/.test(name)) return 'email';
  if (/(Url|URL|Website)$/.test(name)) return 'url';
  if (/^(Description|AboutMe|Signature|Body|Comments|.*Street)$/.test(name)) return 'textarea';
  return 'string';
}

function lengthOf(name: string, type: FieldType, overlay: FieldOverlay): number {
  if (overlay.length !== undefined) return overlay.length;
  switch (type) {
    case 'id':
    case 'reference':
      return 18;
    case 'phone':
      return 40;
    case 'email':
      return 80;
    case 'textarea':
      return /Street$/.test(name) ? 255 : 32000;
    case 'string':
    case 'url':
    case 'picklist':
    case 'combobox':
    case 'encryptedstring':
      return 255;
    case 'multipicklist':
      return 4099;
    default:
      return 0;
  }
}

function picklistValues(overlay: FieldOverlay): PicklistValue[] {
  return (overlay.picklist ?? []).map((value) => ({
    value,
    label: value,
    active: true,
    defaultValue: value === overlay.default,
  }));
}
