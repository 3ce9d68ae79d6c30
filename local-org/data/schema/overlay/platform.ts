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
  EntityDefinition: {
    prefix: '4ie',
    access: '',
    fields: { DurableId: {}, KeyPrefix: { length: 3 } },
    children: { Fields: 'FieldDefinition.EntityDefinitionId' },
  },
  FieldDefinition: {
    prefix: '4fe',
    access: '',
    fields: {
      EntityDefinitionId: { type: 'string', referenceTo: ['EntityDefinition'], relationshipName: 'EntityDefinition' },
    },
  },
  UserRecordAccess: {
    prefix: null,
    access: '',
    fields: {
      UserId: { referenceTo: ['User'] },
      // A picklist of ids in the describe; compared as the ids that they are.
      RecordId: { type: 'reference', referenceTo: [] },
      MaxAccessLevel: {
        type: 'picklist',
        picklist: ['None', 'Read', 'Edit', 'Delete', 'Transfer', 'All'],
        length: 40,
        filterable: false,
        sortable: true,
        groupable: true,
      },
    },
  },
  StaticResource: {
    prefix: '081',
    access: 'cud',
    fields: { Name: { required: true, length: 255 }, ContentType: { length: 120 } },
  },
  Folder: {
    prefix: '00l',
    access: 'cud',
    fields: {
      Name: { required: true, length: 80 },
      DeveloperName: { length: 80 },
      Type: { required: true, length: 40 },
    },
  },
  EmailTemplate: {
    prefix: '00X',
    access: 'cud',
    fields: {
      Name: { required: true, length: 80 },
      DeveloperName: { required: true, length: 80 },
      FolderId: { required: true, referenceTo: ['Folder', 'Organization', 'User'], relationshipName: 'Folder' },
      FolderName: { readOnly: true },
      TemplateType: { required: true, picklist: ['text', 'html', 'custom', 'visualforce'] },
      TemplateStyle: { default: 'none', length: 40 },
      UiType: { default: 'Aloha', length: 40 },
      Subject: { length: 255 },
      Body: { type: 'textarea', length: 384_000 },
      HtmlValue: { type: 'textarea', length: 384_000 },
      Markup: { type: 'textarea', length: 1_048_576 },
      ApiVersion: { scale: 1 },
      TimesUsed: { readOnly: true },
      LastUsedDate: { readOnly: true },
    },
  },
  Document: {
    prefix: '015',
    access: 'cud',
    fields: {
      Name: { required: true, length: 255 },
      FolderId: { required: true, referenceTo: ['Folder', 'User'], relationshipName: 'Folder' },
    },
  },
  ListView: { prefix: '00B', access: '', fields: { SobjectType: { length: 40 } } },
  NamedCredential: { prefix: '0XA', access: '', fields: { Endpoint: { length: 1024 } } },
  PlatformCachePartition: { prefix: '0Er', access: '' },
  BusinessProcess: { prefix: '019', access: '' },
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
  // Tooling API reference, "SourceMember": what changed in an org that tracks its source (reference/wire.md §4.3).
  SourceMember: {
    prefix: '0MZ',
    access: 'u',
    fields: {
      MemberIdOrName: { type: 'string', length: 255, readOnly: true },
      MemberType: { type: 'string', length: 255, readOnly: true, indexed: true },
      MemberName: { type: 'string', length: 255, readOnly: true, indexed: true },
      IsNameObsolete: { type: 'boolean', readOnly: true },
      IsNewMember: { type: 'boolean', readOnly: true },
      RevisionCounter: { type: 'int' },
      ChangedBy: { type: 'string', length: 255, readOnly: true },
      CreatedDate: { type: 'datetime', readOnly: true },
      CreatedById: { referenceTo: ['User'], readOnly: true },
      LastModifiedDate: { type: 'datetime', readOnly: true },
      LastModifiedById: { referenceTo: ['User'], readOnly: true },
      SystemModstamp: { type: 'datetime', readOnly: true },
    },
  },
  FlowDefinition: { prefix: '300', access: '', fields: { DeveloperName: { length: 80 } } },
};
