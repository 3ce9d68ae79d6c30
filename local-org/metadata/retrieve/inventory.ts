/**
 * Every component the org has: those that were deployed, and those that exist as records (standard profiles, sets and groups
 * made by DML). Access types are written from their records, so a change by DML is retrieved too.
 */
import type { RecordValues } from '../../data/types.ts';
import type { StoredComponent } from '../contract.ts';
import type { Org } from '../deploy/context.ts';
import { metadataRegistry } from '../package/registry.ts';
import {
  groupDocument,
  permissionSetDocument,
  permissionSetGroupDocument,
  profileDocument,
  roleDocument,
} from './record-documents.ts';
import { profileFullName } from '../permissions/profile-names.ts';
import { element } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { writeDocument } from '../xml/write.ts';
import { composeObject } from './compose.ts';
import { storedDocument } from '../stored-document.ts';

const encoder = new TextEncoder();
interface RecordType {
  object: string;
  where: RecordValues;
  /** Full name of a record. */
  name(row: RecordValues): string;
  document(org: Org, row: RecordValues, stored: XmlElement | undefined): XmlElement;
}

const developerName = (row: RecordValues): string => String(row['DeveloperName']);

/** Types whose records are the truth. */
const RECORD_TYPES: Record<string, RecordType> = {
  PermissionSet: {
    object: 'PermissionSet',
    where: { IsOwnedByProfile: false },
    name: (row) => String(row['Name']),
    document: permissionSetDocument,
  },
  Profile: {
    object: 'Profile',
    where: {},
    name: (row) => profileFullName(String(row['Name'])),
    document: profileDocument,
  },
  PermissionSetGroup: {
    object: 'PermissionSetGroup',
    where: {},
    name: developerName,
    document: permissionSetGroupDocument,
  },
  Role: { object: 'UserRole', where: {}, name: developerName, document: roleDocument },
  Group: { object: 'Group', where: { Type: 'Regular' }, name: developerName, document: groupDocument },
};

function recordsOf(org: Org, type: RecordType): RecordValues[] {
  const rows = org.data.rows(type.object, type.where);
  // A group's companion set is no permission set that people deploy.
  return type.object === 'PermissionSet'
    ? rows.filter((row) => row['Type'] !== 'Group' && row['Type'] !== 'Profile')
    : rows;
}

function fromRecord(org: Org, typeName: string, type: RecordType, row: RecordValues): StoredComponent {
  const registry = metadataRegistry().type(typeName);
  const fullName = type.name(row);
  const stored = org.store.get(typeName, fullName);
  const path = `${registry?.directoryName}/${encodeName(fullName)}.${registry?.suffix}`;
  const text = writeDocument(type.document(org, row, storedDocument(stored)));
  const date = (field: string, kept: string | undefined): string =>
    String(row[field] ?? kept ?? org.data.now().toISOString());
  return {
    type: typeName,
    fullName,
    id: String(row['Id']),
    files: new Map([[path, encoder.encode(text)]]),
    createdDate: date('CreatedDate', stored?.createdDate),
    createdById: String(row['CreatedById'] ?? stored?.createdById ?? ''),
    lastModifiedDate: date('LastModifiedDate', stored?.lastModifiedDate),
    lastModifiedById: String(row['LastModifiedById'] ?? stored?.lastModifiedById ?? ''),
  };
}

/** Characters that file names carry encoded (reference/metadata.md §1.1: `.`, `(`, `)` and the like). */
export function encodeName(fullName: string): string {
  return fullName.replace(
    /[%/\\:*?"<>|().]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** A standard object exists without having been deployed; what was deployed of it are its fields and other parts. */
function standardObject(org: Org, name: string): StoredComponent | undefined {
  const describe = org.data.schema.find(name);
  if (describe?.kind !== 'standard') return undefined;
  const now = org.data.now().toISOString();
  const content = encoder.encode(writeDocument(element('CustomObject')));
  return {
    type: 'CustomObject',
    fullName: describe.name,
    id: '',
    files: new Map([[`objects/${describe.name}.object`, content]]),
    createdDate: now,
    createdById: '',
    lastModifiedDate: now,
    lastModifiedById: '',
  };
}

/** Components of a type, by full name; empty for types that the org does not hold. */
export function listComponents(org: Org, type: string): StoredComponent[] {
  const record = RECORD_TYPES[type];
  if (record) {
    return recordsOf(org, record)
      .map((row) => fromRecord(org, type, record, row))
      .sort((a, b) => a.fullName.localeCompare(b.fullName, 'en'));
  }
  const registry = metadataRegistry();
  const known = registry.type(type)?.name ?? type;
  return org.store.list(known).map((component) => composeObject(org.store, component));
}

export function findComponent(org: Org, type: string, fullName: string): StoredComponent | undefined {
  const record = RECORD_TYPES[type];
  if (record) {
    const row = recordsOf(org, record).find(
      (candidate) => record.name(candidate).toLowerCase() === fullName.toLowerCase(),
    );
    return row && fromRecord(org, type, record, row);
  }
  const component =
    org.store.get(type, fullName) ?? (type === 'CustomObject' ? standardObject(org, fullName) : undefined);
  return component && composeObject(org.store, component);
}
