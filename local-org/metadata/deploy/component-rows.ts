/**
 * What code can query of a deployed component: the row of its sObject (Object Reference, pages of the same names), written
 * with the component and under its id.
 */
import type { OrgData } from '../../data/contract.ts';
import { toId18 } from '../../data/ids.ts';
import { NETWORK_OPTIONS, SITE_OPTIONS } from '../../data/schema/overlay/sites.ts';
import type { RecordValues, Scalar } from '../../data/types.ts';
import { contentOf } from '../package/component.ts';
import type { Component } from '../package/component.ts';
import { child, flag, numberOf, textOf } from '../xml/element.ts';

interface RowKind {
  object: string;
  /** @param id of the component in the org */
  values(component: Component, data: OrgData, id: string): RecordValues;
  /** Where the row's id is not the component's. */
  idOf?: (id: string) => string;
}

const text = ({ document }: Component, name: string): string | null => textOf(document, name) ?? null;
const nameOf = ({ fullName }: Component): string => fullName.slice(fullName.lastIndexOf('/') + 1);
const partOf = ({ fullName }: Component): string => fullName.slice(fullName.indexOf('.') + 1);
const objectOf = ({ fullName }: Component): string => fullName.slice(0, fullName.indexOf('.'));
const version = (component: Component): number | null =>
  (component.document && numberOf(component.document, 'apiVersion')) ?? null;

/** Rows of the folder that holds the component; what is unfiled is in the organization's own. */
function folderOf({ fullName }: Component, type: string, data: OrgData): { FolderId: string; FolderName: string } {
  const path = fullName.slice(0, fullName.lastIndexOf('/'));
  const [folder] = data.rows('Folder', { DeveloperName: path.slice(path.lastIndexOf('/') + 1), Type: type });
  return folder
    ? { FolderId: folder.Id as string, FolderName: String(folder.Name) }
    : {
        FolderId: data.orgId,
        FolderName: type === 'Email' ? 'Unfiled Public Classic Email Templates' : 'Unfiled Public',
      };
}

function content(component: Component): { Body: Scalar; BodyLength: number } {
  const bytes = contentOf(component)?.file.content ?? new Uint8Array();
  return { Body: Buffer.from(bytes).toString('base64'), BodyLength: bytes.length };
}

const folder = (Type: string): RowKind => ({
  object: 'Folder',
  values: (component) => ({
    Name: text(component, 'name') ?? nameOf(component),
    DeveloperName: nameOf(component),
    Type,
    AccessType: text(component, 'accessType') ?? 'Public',
    IsReadonly: text(component, 'publicFolderAccess') === 'ReadOnly',
  }),
});

const markup = (object: string): RowKind => ({
  object,
  values: (component) => ({
    Name: component.fullName,
    MasterLabel: text(component, 'label') ?? component.fullName,
    Description: text(component, 'description'),
    Markup: contentOf(component)?.text ?? null,
    ApiVersion: version(component),
  }),
});

/** `DeveloperName` and `MasterLabel`, as most setup objects have them. */
const labelled = (
  object: string,
  label: string,
  more: (component: Component) => RecordValues = () => ({}),
): RowKind => ({
  object,
  values: (component) => ({
    DeveloperName: component.fullName,
    MasterLabel: text(component, label) ?? component.fullName,
    Language: 'en_US',
    ...more(component),
  }),
});

const definitionId = (id: string): string => toId18(`300${id.slice(3, 15)}`) as string;

const KINDS: Readonly<Record<string, RowKind>> = {
  ApexPage: markup('ApexPage'),
  ApexComponent: markup('ApexComponent'),
  ApprovalProcess: {
    object: 'ProcessDefinition',
    values: (component) => ({
      Name: text(component, 'label'),
      DeveloperName: partOf(component),
      Description: text(component, 'description'),
      TableEnumOrId: objectOf(component),
      Type: 'Approval',
      State: component.document && flag(component.document, 'active') ? 'Active' : 'Inactive',
      LockType: text(component, 'recordEditability') === 'AdminOnly' ? 'Admin' : 'Workitem',
    }),
  },
  AuraDefinitionBundle: labelled('AuraDefinitionBundle', 'masterLabel', (component) => ({
    ApiVersion: version(component),
    Description: text(component, 'description'),
  })),
  BusinessProcess: {
    object: 'BusinessProcess',
    values: (component) => ({
      Name: partOf(component),
      TableEnumOrId: objectOf(component),
      IsActive: component.document ? flag(component.document, 'isActive') : false,
      Description: text(component, 'description'),
    }),
  },
  CustomSite: { object: 'Site', values: siteValues },
  Dashboard: {
    object: 'Dashboard',
    values: (component, data) => ({
      Title: text(component, 'title') ?? nameOf(component),
      DeveloperName: nameOf(component),
      Description: text(component, 'description'),
      ...folderOf(component, 'Dashboard', data),
    }),
  },
  DashboardFolder: folder('Dashboard'),
  Document: {
    object: 'Document',
    values: (component, data) => {
      const { FolderId } = folderOf(component, 'Document', data);
      const file = nameOf(component);
      return {
        Name: text(component, 'name') ?? file,
        DeveloperName: file.replace(/\.\w+$/, ''),
        Type: /\.(\w+)$/.exec(file)?.[1] ?? null,
        Description: text(component, 'description'),
        Keywords: text(component, 'keywords'),
        IsPublic: component.document ? flag(component.document, 'public') : false,
        IsInternalUseOnly: component.document ? flag(component.document, 'internalUseOnly') : false,
        FolderId,
        ...content(component),
      };
    },
  },
  DocumentFolder: folder('Document'),
  EmailFolder: folder('Email'),
  EmailTemplateFolder: folder('EmailTemplate'),
  EmailTemplate: {
    object: 'EmailTemplate',
    values: (component, data) => {
      const type = text(component, 'type') ?? 'text';
      const body = contentOf(component)?.text ?? null;
      return {
        Name: text(component, 'name') ?? nameOf(component),
        DeveloperName: nameOf(component),
        Description: text(component, 'description'),
        Subject: text(component, 'subject'),
        Encoding: text(component, 'encodingKey') ?? 'UTF-8',
        IsActive: component.document ? flag(component.document, 'available') : false,
        TemplateType: type,
        TemplateStyle: text(component, 'style') ?? 'none',
        UiType: text(component, 'uiType') ?? 'Aloha',
        RelatedEntityType: text(component, 'relatedEntityType'),
        ApiVersion: version(component),
        Body: type === 'text' ? body : text(component, 'textOnly'),
        HtmlValue: type === 'html' || type === 'custom' ? body : null,
        Markup: type === 'visualforce' ? body : null,
        ...folderOf(component, 'Email', data),
      };
    },
  },
  Flow: {
    object: 'FlowDefinitionView',
    // The view is of the definition, whose only version the deployed flow is.
    idOf: definitionId,
    values: flowValues,
  },
  ListView: {
    object: 'ListView',
    values: (component) => ({
      Name: text(component, 'label') ?? partOf(component),
      DeveloperName: partOf(component),
      SobjectType: objectOf(component),
      IsSoqlCompatible: true,
    }),
  },
  NamedCredential: labelled('NamedCredential', 'label', (component) => ({ Endpoint: text(component, 'endpoint') })),
  Network: { object: 'Network', values: networkValues },
  PlatformCachePartition: labelled('PlatformCachePartition', 'masterLabel', (component) => ({
    Description: text(component, 'description'),
    IsDefaultPartition: component.document ? flag(component.document, 'isDefaultPartition') : false,
  })),
  Report: {
    object: 'Report',
    values: (component, data) => {
      const { FolderId, FolderName } = folderOf(component, 'Report', data);
      return {
        Name: text(component, 'name') ?? nameOf(component),
        DeveloperName: nameOf(component),
        Description: text(component, 'description'),
        Format: text(component, 'format'),
        FolderName,
        OwnerId: FolderId,
      };
    },
  },
  ReportFolder: folder('Report'),
  StaticResource: {
    object: 'StaticResource',
    values: (component) => ({
      Name: component.fullName,
      ContentType: text(component, 'contentType'),
      CacheControl: text(component, 'cacheControl') ?? 'Private',
      Description: text(component, 'description'),
      ...content(component),
    }),
  },
};

function flowValues(component: Component, _data: OrgData, id: string): RecordValues {
  const start = component.document && child(component.document, 'start');
  const active = text(component, 'status') === 'Active';
  return {
    ApiName: component.fullName,
    Label: text(component, 'label'),
    Description: text(component, 'description'),
    ProcessType: text(component, 'processType'),
    TriggerType: textOf(start, 'triggerType') ?? null,
    RecordTriggerType: textOf(start, 'recordTriggerType') ?? null,
    TriggerObjectOrEventLabel: textOf(start, 'object') ?? null,
    IsActive: active,
    DurableId: definitionId(id),
    LatestVersionId: id,
    ActiveVersionId: active ? id : null,
    IsTemplate: component.document ? flag(component.document, 'isTemplate') : false,
    VersionNumber: 1,
    ManageableState: 'unmanaged',
  };
}

const options = ({ document }: Component, names: Readonly<Record<string, string>>): RecordValues =>
  Object.fromEntries(
    Object.entries(names).map(([name, element]) => [`Options${name}`, document ? flag(document, element) : false]),
  );

/** Id of the row that the component names; null where the org has none. */
function rowNamed(data: OrgData, object: string, field: string, value: string | null): string | null {
  return value === null ? null : ((data.rows(object, { [field]: value })[0]?.Id as string | undefined) ?? null);
}

function siteValues(component: Component, data: OrgData): RecordValues {
  return {
    Name: component.fullName,
    MasterLabel: text(component, 'masterLabel'),
    Subdomain: text(component, 'subdomain'),
    UrlPathPrefix: text(component, 'urlPathPrefix'),
    Status: component.document && flag(component.document, 'active') ? 'Active' : 'Inactive',
    SiteType: text(component, 'siteType'),
    Description: text(component, 'description'),
    AnalyticsTrackingCode: text(component, 'analyticsTrackingCode'),
    ArchiveStatus: 'NotArchived',
    ClickjackProtectionLevel: text(component, 'clickjackProtectionLevel'),
    AdminId: rowNamed(data, 'User', 'Username', text(component, 'siteAdmin')),
    GuestRecordDefaultOwnerId: rowNamed(data, 'User', 'Username', text(component, 'siteGuestRecordDefaultOwner')),
    ...options(component, SITE_OPTIONS),
  };
}

function networkValues(component: Component, data: OrgData): RecordValues {
  const template = (element: string): string | null => {
    const name = text(component, element);
    return rowNamed(data, 'EmailTemplate', 'DeveloperName', name && name.slice(name.lastIndexOf('/') + 1));
  };
  return {
    Name: component.fullName,
    Status: text(component, 'status'),
    UrlPathPrefix: text(component, 'urlPathPrefix'),
    Description: text(component, 'description'),
    AllowedExtensions: text(component, 'allowedExtensions'),
    EmailFooterText: text(component, 'emailFooterText'),
    EmailSenderAddress: text(component, 'emailSenderAddress'),
    EmailSenderName: text(component, 'emailSenderName'),
    NewSenderAddress: text(component, 'newSenderAddress'),
    MaxFileSizeKb: (component.document && numberOf(component.document, 'maxFileSizeKb')) ?? null,
    SelfRegProfileId: rowNamed(data, 'Profile', 'Name', text(component, 'selfRegProfile')),
    CaseCommentEmailTemplateId: template('caseCommentEmailTemplate'),
    ChangePasswordEmailTemplateId: template('changePasswordTemplate'),
    ForgotPasswordEmailTemplateId: template('forgotPasswordTemplate'),
    WelcomeEmailTemplateId: template('welcomeTemplate'),
    ...options(component, NETWORK_OPTIONS),
  };
}

/** Writes the row of a component that was saved under that id. */
export function saveRow(component: Component, id: string, data: OrgData): void {
  const kind = KINDS[component.type];
  if (!kind || !data.schema.find(kind.object)) return;
  const rowId = kind.idOf?.(id) ?? id;
  data.put(kind.object, { Id: rowId, ...kind.values(component, data, id) }, ['Id']);
}

/** Takes the row of a component away. */
export function removeRow(type: string, id: string, data: OrgData): void {
  const kind = KINDS[type];
  if (kind && data.schema.find(kind.object)) data.remove(kind.object, { Id: kind.idOf?.(id) ?? id });
}
