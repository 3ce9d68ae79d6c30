/** The org itself, definitions, record types, static content (Object Reference; Tooling API reference for the definition objects). */
import type { Overlay } from '../overlay.ts';

export const PLATFORM: Overlay = {
  Organization: {
    prefix: '00D',
    access: 'u',
    sharing: 'Read',
    fields: {
      Name: { length: 80, required: true },
      Division: { length: 80 },
      Country: { length: 80 },
      InstanceName: { length: 5, readOnly: true },
      OrganizationType: { readOnly: true },
      IsSandbox: { readOnly: true },
      TrialExpirationDate: { readOnly: true },
      NamespacePrefix: { readOnly: true },
      LanguageLocaleKey: { length: 40 },
    },
  },
  RecordType: {
    prefix: '012',
    access: 'cu',
    fields: {
      Name: { required: true, length: 80 },
      DeveloperName: { required: true, length: 80 },
      SobjectType: { required: true, length: 40 },
    },
  },
  EntityDefinition: { prefix: '4ie', access: '', fields: { DurableId: {}, KeyPrefix: { length: 3 } } },
  FieldDefinition: {
    prefix: '4fe',
    access: '',
    fields: {
      EntityDefinitionId: { type: 'string', referenceTo: ['EntityDefinition'], relationshipName: 'EntityDefinition' },
    },
  },
  StaticResource: {
    prefix: '081',
    access: 'cud',
    fields: { Name: { required: true, length: 255 }, ContentType: { length: 120 } },
  },
  Folder: { prefix: '00l', access: 'cud' },
  EmailTemplate: { prefix: '00X', access: 'cud' },
  Document: { prefix: '015', access: 'cud' },
  TabSet: { prefix: '02u', access: '', fields: { Name: { length: 80 }, Label: { length: 80 } } },
  CustomObject: {
    prefix: '01I',
    access: '',
    fields: {
      DeveloperName: { length: 80 },
      NamespacePrefix: { length: 15 },
      FullName: { length: 255, indexed: true },
    },
  },
  CustomNotificationType: { prefix: '0ML', access: 'cud' },
  FlowDefinition: { prefix: '300', access: '', fields: { DeveloperName: { length: 80 } } },
};
