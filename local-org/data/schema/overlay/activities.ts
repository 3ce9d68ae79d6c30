/** Activities, files and notes: what hangs on other records (Object Reference pages of the same names). */
import type { FieldOverlay, Overlay } from '../overlay.ts';

const owner: FieldOverlay = { referenceTo: ['User'], relationshipName: 'Owner' };
const queueOwner: FieldOverlay = { referenceTo: ['Group', 'User'], relationshipName: 'Owner' };
/** What activities and files may be about; every custom object besides. */
const BUSINESS = ['Account', 'Asset', 'Campaign', 'Case', 'Contract', 'Opportunity', 'Order', 'Product2'];
const what: FieldOverlay = { referenceTo: BUSINESS, customTargets: true, relationshipName: 'What' };
const who: FieldOverlay = { referenceTo: ['Contact', 'Lead'], relationshipName: 'Who' };
const parent: FieldOverlay = {
  required: true,
  referenceTo: [...BUSINESS, 'Contact', 'Lead', 'Task', 'Event', 'EmailMessage'],
  customTargets: true,
  relationshipName: 'Parent',
  cascade: true,
};
/** A list that the platform gives a new org; values that are not on it are taken too. */
const TYPES = ['Call', 'Meeting', 'Other'];

export const ACTIVITIES: Overlay = {
  // Where custom fields of tasks and events are deployed; it has no rows.
  Activity: {
    prefix: null,
    access: '',
    queryable: false,
    fields: {
      Subject: { type: 'combobox', length: 255 },
      ActivityDate: { type: 'date' },
      Description: { type: 'textarea', length: 32000 },
      Type: { picklist: TYPES },
      OwnerId: queueOwner,
      WhatId: what,
      WhoId: who,
      AccountId: { referenceTo: ['Account'] },
      CreatedById: { referenceTo: ['User'] },
      CreatedDate: { type: 'datetime' },
      LastModifiedById: { referenceTo: ['User'] },
      LastModifiedDate: { type: 'datetime' },
    },
  },
  Task: {
    prefix: '00T',
    sharing: 'Private',
    without: ['RecordTypeId'],
    fields: {
      Subject: { type: 'combobox', length: 255, nameField: true },
      OwnerId: queueOwner,
      Status: {
        required: true,
        default: 'Not Started',
        picklist: ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'],
      },
      Priority: { required: true, default: 'Normal', picklist: ['High', 'Normal', 'Low'] },
      WhatId: what,
      WhoId: who,
      AccountId: { readOnly: true, referenceTo: ['Account'] },
      Type: { picklist: TYPES, permissionable: true },
      TaskSubtype: {
        createOnly: true,
        default: 'Task',
        picklist: ['Task', 'Email', 'ListEmail', 'Cadence', 'Call', 'LinkedIn'],
      },
      IsClosed: { readOnly: true },
      IsHighPriority: { readOnly: true },
      IsArchived: { readOnly: true },
      CompletedDateTime: { readOnly: true },
    },
  },
  Event: {
    prefix: '00U',
    sharing: 'Private',
    without: ['RecordTypeId'],
    fields: {
      Subject: { type: 'combobox', length: 255, nameField: true },
      OwnerId: owner,
      WhatId: what,
      WhoId: who,
      AccountId: { readOnly: true, referenceTo: ['Account'] },
      Type: { picklist: ['Email', ...TYPES], permissionable: true },
      ShowAs: { default: 'Busy', picklist: ['Busy', 'OutOfOffice', 'Free'] },
      IsArchived: { readOnly: true },
      IsChild: { readOnly: true },
      IsGroupEvent: { readOnly: true },
      EndDate: { readOnly: true },
    },
  },
  Attachment: {
    prefix: '00P',
    fields: {
      Name: { required: true, length: 255, label: 'File Name' },
      Body: { type: 'base64', required: true },
      BodyLength: { readOnly: true },
      ContentType: { length: 120 },
      ParentId: parent,
      OwnerId: owner,
    },
  },
  Note: {
    prefix: '002',
    fields: {
      Title: { required: true, length: 80, nameField: true },
      Body: { type: 'textarea', length: 32000 },
      ParentId: parent,
      OwnerId: owner,
    },
  },
  EmailMessage: {
    prefix: '02s',
    fields: {
      Subject: { length: 3000 },
      TextBody: { type: 'textarea', length: 131072 },
      HtmlBody: { type: 'textarea', length: 131072 },
      ParentId: { referenceTo: ['Case'], cascade: true, relationshipName: 'Parent' },
      RelatedToId: { referenceTo: BUSINESS, customTargets: true, relationshipName: 'RelatedTo' },
      Status: { default: '1', picklist: ['0', '1', '2', '3', '4', '5'] },
      HasAttachment: { readOnly: true },
      IsOpened: { readOnly: true },
    },
  },
  CaseComment: {
    prefix: '00a',
    fields: {
      ParentId: { required: true, referenceTo: ['Case'], cascade: true, relationshipName: 'Parent' },
      CommentBody: { type: 'textarea', length: 4000 },
      IsPublished: { default: false },
    },
  },
  ContentVersion: {
    prefix: '068',
    without: ['RecordTypeId'],
    fields: {
      Title: { required: true, length: 255, nameField: true },
      PathOnClient: { createOnly: true, length: 500 },
      VersionData: { type: 'base64' },
      ContentDocumentId: { createOnly: true, referenceTo: ['ContentDocument'], cascade: true },
      FirstPublishLocationId: {
        createOnly: true,
        referenceTo: [...BUSINESS, 'Contact', 'Lead', 'Task', 'Event', 'User'],
        customTargets: true,
        relationshipName: null,
      },
      Description: { length: 1000 },
      VersionNumber: { readOnly: true, length: 20 },
      IsLatest: { readOnly: true },
      FileType: { readOnly: true, length: 20 },
      FileExtension: { readOnly: true, length: 40 },
      ContentSize: { readOnly: true },
      Checksum: { readOnly: true, length: 50 },
      IsMajorVersion: { createOnly: true },
      Origin: { createOnly: true, default: 'C', picklist: ['C', 'H'] },
      ContentLocation: { createOnly: true, default: 'S', picklist: ['S', 'E', 'L'] },
      OwnerId: owner,
    },
  },
  ContentDocument: {
    prefix: '069',
    access: 'ud',
    fields: {
      Title: { length: 255, nameField: true },
      LatestPublishedVersionId: { readOnly: true, referenceTo: ['ContentVersion'] },
      OwnerId: owner,
      FileType: { readOnly: true, length: 20 },
      FileExtension: { readOnly: true, length: 40 },
      ContentSize: { readOnly: true },
    },
    children: {
      ContentVersions: 'ContentVersion.ContentDocumentId',
      ContentDocumentLinks: 'ContentDocumentLink.ContentDocumentId',
    },
  },
  ContentDocumentLink: {
    prefix: '06A',
    fields: {
      ContentDocumentId: { required: true, createOnly: true, referenceTo: ['ContentDocument'], cascade: true },
      LinkedEntityId: {
        required: true,
        createOnly: true,
        referenceTo: [...BUSINESS, 'Contact', 'Lead', 'Task', 'Event', 'EmailMessage', 'Group', 'User'],
        customTargets: true,
        relationshipName: 'LinkedEntity',
        cascade: true,
      },
      ShareType: { picklist: ['V', 'C', 'I'], restricted: true },
      Visibility: { picklist: ['AllUsers', 'InternalUsers', 'SharedUsers'], restricted: true },
    },
  },
};
