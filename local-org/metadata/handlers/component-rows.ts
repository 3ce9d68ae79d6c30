/**
 * Components that are records too: SOQL and Apex find a deployed static resource, e-mail template or page by its row
 * (Object Reference, one page for each object). The component itself is kept whole beside it.
 */
import type { RecordValues } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { putRow } from '../deploy/rows.ts';
import { contentOf } from '../package/component.ts';
import type { Component } from '../package/component.ts';
import { flag, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { Applied } from './handler.ts';

interface RowKind {
  object: string;
  /** Fields that tell one row from another, of a full name. */
  key(fullName: string, context: DeployContext): RecordValues;
  values(component: Component, document: XmlElement): RecordValues;
}

const LANGUAGE = 'en_US';
/** Object Reference, "Folder": everybody sees a folder whose file names no access. */
const OPEN_TO_ALL = 'Public';

const lastPart = (fullName: string): string => fullName.slice(fullName.lastIndexOf('/') + 1);
const folderOf = (fullName: string): string => fullName.slice(0, fullName.lastIndexOf('/'));

const number = (document: XmlElement, element: string): number | null => {
  const text = textOf(document, element);
  return text === undefined ? null : Number(text);
};

const byDeveloperName = (fullName: string): RecordValues => ({ DeveloperName: lastPart(fullName) });
const byName = (fullName: string): RecordValues => ({ Name: fullName });

const labeled = (document: XmlElement, fullName: string, element = 'masterLabel'): RecordValues => ({
  MasterLabel: textOf(document, element) ?? lastPart(fullName),
  Description: textOf(document, 'description') ?? null,
});

const base64 = (component: Component): RecordValues => {
  const content = component.files.find((file) => !file.path.endsWith('-meta.xml'))?.content ?? new Uint8Array();
  return { Body: Buffer.from(content).toString('base64'), BodyLength: content.byteLength };
};

function inFolder(fullName: string, type: string, context: DeployContext): RecordValues {
  const folder = folderOf(fullName);
  const row = folder && context.data.rows('Folder', { DeveloperName: lastPart(folder), Type: type })[0];
  // What lies in the public folder belongs to the org (Object Reference, "EmailTemplate", FolderId).
  return { DeveloperName: lastPart(fullName), FolderId: row ? String(row.Id) : context.data.orgId };
}

const folder = (type: string): RowKind => ({
  object: 'Folder',
  key: (fullName) => ({ DeveloperName: lastPart(fullName), Type: type }),
  values: (component, document) => ({
    Name: textOf(document, 'name') ?? lastPart(component.fullName),
    AccessType: textOf(document, 'accessType') ?? OPEN_TO_ALL,
  }),
});

const markup = (object: string): RowKind => ({
  object,
  key: byName,
  values: (component, document) => ({
    ...labeled(document, component.fullName, 'label'),
    ApiVersion: number(document, 'apiVersion'),
    Markup: contentOf(component)?.text ?? null,
  }),
});

const KINDS: Readonly<Record<string, RowKind>> = {
  StaticResource: {
    object: 'StaticResource',
    key: byName,
    values: (component, document) => ({
      ...base64(component),
      ContentType: textOf(document, 'contentType') ?? null,
      CacheControl: textOf(document, 'cacheControl') ?? 'Private',
      Description: textOf(document, 'description') ?? null,
    }),
  },
  PlatformCachePartition: {
    object: 'PlatformCachePartition',
    key: byDeveloperName,
    values: ({ fullName }, document) => ({
      ...labeled(document, fullName),
      IsDefaultPartition: flag(document, 'isDefaultPartition'),
      Language: LANGUAGE,
    }),
  },
  NamedCredential: {
    object: 'NamedCredential',
    key: byDeveloperName,
    values: ({ fullName }, document) => ({
      ...labeled(document, fullName, 'label'),
      Endpoint: textOf(document, 'endpoint') ?? null,
      PrincipalType: textOf(document, 'principalType') ?? null,
      Language: LANGUAGE,
    }),
  },
  DocumentFolder: folder('Document'),
  EmailFolder: folder('Email'),
  EmailTemplateFolder: folder('EmailTemplate'),
  Document: {
    object: 'Document',
    key: (fullName, context) => inFolder(fullName.replace(/\.\w+$/, ''), 'Document', context),
    values: (component, document) => ({
      ...base64(component),
      Name: textOf(document, 'name') ?? lastPart(component.fullName),
      Type: /\.(\w+)$/.exec(component.fullName)?.[1] ?? null,
      Description: textOf(document, 'description') ?? null,
      Keywords: textOf(document, 'keywords') ?? null,
      IsPublic: flag(document, 'public'),
      IsInternalUseOnly: flag(document, 'internalUseOnly'),
    }),
  },
  EmailTemplate: {
    object: 'EmailTemplate',
    key: (fullName, context) => inFolder(fullName, 'Email', context),
    values: emailTemplate,
  },
  ApexPage: markup('ApexPage'),
  ApexComponent: markup('ApexComponent'),
  BusinessProcess: {
    object: 'BusinessProcess',
    key: (fullName) => ({ TableEnumOrId: fullName.split('.')[0]!, Name: fullName.slice(fullName.indexOf('.') + 1) }),
    values: (_component, document) => ({
      IsActive: flag(document, 'isActive'),
      Description: textOf(document, 'description') ?? null,
    }),
  },
};

/** Metadata API, "EmailTemplate": the file is the text of a text template, else the HTML or the Visualforce markup. */
function emailTemplate(component: Component, document: XmlElement): RecordValues {
  const type = textOf(document, 'type') ?? 'text';
  const text = contentOf(component)?.text ?? null;
  return {
    Name: textOf(document, 'name') ?? lastPart(component.fullName),
    Subject: textOf(document, 'subject') ?? null,
    Description: textOf(document, 'description') ?? null,
    Encoding: textOf(document, 'encodingKey') ?? null,
    IsActive: flag(document, 'available'),
    TemplateType: type,
    TemplateStyle: textOf(document, 'style') ?? null,
    Body: type === 'text' ? text : (textOf(document, 'textOnly') ?? null),
    HtmlValue: type === 'html' || type === 'custom' ? text : null,
    Markup: type === 'visualforce' ? text : null,
    RelatedEntityType: textOf(document, 'relatedEntityType') ?? null,
    ApiVersion: number(document, 'apiVersion'),
  };
}

/** Writes the row of a component that is one; without it the component has an id of the store's making. */
export function applyRow(component: Component, context: DeployContext): Applied {
  const kind = KINDS[component.type];
  const { document } = component;
  if (!kind || !document) return {};
  const key = kind.key(component.fullName, context);
  const existed = context.data.rows(kind.object, key).length > 0;
  const values = { ...key, ...kind.values(component, document) };
  return { id: putRow(context.data, kind.object, values, Object.keys(key)), existed };
}

export function removeRow(type: string, fullName: string, context: DeployContext): void {
  const kind = KINDS[type];
  if (kind) context.data.remove(kind.object, kind.key(fullName, context));
}
