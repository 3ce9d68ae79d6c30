/** What a permission set, muting permission set or profile document grants, entry by entry with its place in the file. */
import { childrenNamed, flag, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { ObjectRights } from './dependencies.ts';

export interface NamedGrant {
  name: string;
  enabled: boolean;
  element: XmlElement;
}

export interface ObjectGrant extends ObjectRights {
  object: string;
  viewAllFields: boolean;
  element: XmlElement;
}

export interface FieldGrant {
  field: string;
  readable: boolean;
  editable: boolean;
  element: XmlElement;
}

export interface TabGrant {
  tab: string;
  /** As the records store it. */
  visibility: 'DefaultOn' | 'DefaultOff' | 'Hidden';
  element: XmlElement;
}

/** `Object.RecordType`. */
export interface RecordTypeGrant {
  recordType: string;
  visible: boolean;
  default: boolean;
  element: XmlElement;
}

export interface Grants {
  userPermissions: NamedGrant[];
  objects: ObjectGrant[];
  fields: FieldGrant[];
  classes: NamedGrant[];
  pages: NamedGrant[];
  customPermissions: NamedGrant[];
  /** Custom metadata types and custom settings. */
  customTypes: NamedGrant[];
  applications: NamedGrant[];
  flows: NamedGrant[];
  /** Of external credentials, named `Credential - Principal`. */
  principals: NamedGrant[];
  externalSources: NamedGrant[];
  tabs: TabGrant[];
  recordTypes: RecordTypeGrant[];
  /** Enabled entries of kinds that the embedded org cannot honor. */
  unavailable: { kind: string; element: XmlElement }[];
}

/** Permission sets and profiles name the same three states differently (reference/metadata.md §1.1). */
const TAB_STATES: Record<string, TabGrant['visibility']> = {
  Visible: 'DefaultOn',
  Available: 'DefaultOff',
  None: 'Hidden',
  DefaultOn: 'DefaultOn',
  DefaultOff: 'DefaultOff',
  Hidden: 'Hidden',
};

const UNAVAILABLE = [
  'agentAccesses',
  'emailRoutingAddressAccesses',
  'servicePresenceStatusAccesses',
  'genComputingSummaryDefAccesses',
];

function named(document: XmlElement, kind: string, nameElement: string, enabledElement = 'enabled'): NamedGrant[] {
  return childrenNamed(document, kind).map((element) => ({
    name: textOf(element, nameElement) ?? '',
    enabled: flag(element, enabledElement),
    element,
  }));
}

export function readGrants(document: XmlElement): Grants {
  return {
    userPermissions: named(document, 'userPermissions', 'name'),
    objects: childrenNamed(document, 'objectPermissions').map((element) => ({
      object: textOf(element, 'object') ?? '',
      allowCreate: flag(element, 'allowCreate'),
      allowRead: flag(element, 'allowRead'),
      allowEdit: flag(element, 'allowEdit'),
      allowDelete: flag(element, 'allowDelete'),
      viewAllRecords: flag(element, 'viewAllRecords'),
      modifyAllRecords: flag(element, 'modifyAllRecords'),
      viewAllFields: flag(element, 'viewAllFields'),
      element,
    })),
    fields: childrenNamed(document, 'fieldPermissions').map((element) => ({
      field: textOf(element, 'field') ?? '',
      readable: flag(element, 'readable') || flag(element, 'editable'),
      editable: flag(element, 'editable'),
      element,
    })),
    classes: named(document, 'classAccesses', 'apexClass'),
    pages: named(document, 'pageAccesses', 'apexPage'),
    customPermissions: named(document, 'customPermissions', 'name'),
    customTypes: [
      ...named(document, 'customMetadataTypeAccesses', 'name'),
      ...named(document, 'customSettingAccesses', 'name'),
    ],
    applications: named(document, 'applicationVisibilities', 'application', 'visible'),
    flows: named(document, 'flowAccesses', 'flow'),
    principals: named(document, 'externalCredentialPrincipalAccesses', 'externalCredentialPrincipal'),
    externalSources: named(document, 'externalDataSourceAccesses', 'externalDataSource'),
    tabs: [...childrenNamed(document, 'tabSettings'), ...childrenNamed(document, 'tabVisibilities')].map((element) => ({
      tab: textOf(element, 'tab') ?? '',
      visibility: TAB_STATES[textOf(element, 'visibility') ?? ''] ?? 'Hidden',
      element,
    })),
    recordTypes: childrenNamed(document, 'recordTypeVisibilities').map((element) => ({
      recordType: textOf(element, 'recordType') ?? '',
      visible: flag(element, 'visible'),
      default: flag(element, 'default'),
      element,
    })),
    unavailable: UNAVAILABLE.flatMap((kind) =>
      childrenNamed(document, kind)
        .filter((element) => flag(element, 'enabled', true))
        .map((element) => ({ kind, element })),
    ),
  };
}
