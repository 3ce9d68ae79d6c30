/**
 * Records that SOQL reads of components with a content file: static resources, pages, components and e-mail templates (Object
 * Reference, the pages of those names). The component store keeps the files; the records say what the files say.
 */
import type { RecordValues } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { putRow } from '../deploy/rows.ts';
import type { Component } from '../package/component.ts';
import { contentOf } from '../package/component.ts';
import type { XmlElement } from '../xml/element.ts';
import { flag, numberOf, textOf } from '../xml/element.ts';
import type { Applied } from './handler.ts';

interface ContentRow {
  /** The object, and the field that the component's own name is in. */
  object: string;
  key: string;
  values(component: Component, document: XmlElement, context: DeployContext): RecordValues;
}

/** Where a name stands in a folder, as e-mail templates do. */
const UNFILED = 'unfiled$public';

const MARKUP: Omit<ContentRow, 'object'> = {
  key: 'Name',
  values: (component, document) => ({
    Markup: contentOf(component)?.text ?? null,
    ApiVersion: numberOf(document, 'apiVersion') ?? null,
    MasterLabel: textOf(document, 'label') ?? component.fullName,
    Description: textOf(document, 'description') ?? null,
  }),
};

const ROWS: Readonly<Record<string, ContentRow>> = {
  StaticResource: {
    object: 'StaticResource',
    key: 'Name',
    values: (component, document) => {
      const content = contentOf(component)?.file.content ?? new Uint8Array();
      return {
        Body: Buffer.from(content).toString('base64'),
        BodyLength: content.byteLength,
        ContentType: textOf(document, 'contentType') ?? null,
        CacheControl: textOf(document, 'cacheControl') ?? 'Private',
        Description: textOf(document, 'description') ?? null,
      };
    },
  },
  ApexPage: { object: 'ApexPage', ...MARKUP },
  ApexComponent: { object: 'ApexComponent', ...MARKUP },
  EmailFolder: {
    object: 'Folder',
    key: 'DeveloperName',
    values: (_component, document) => ({
      Name: textOf(document, 'name') ?? null,
      Type: 'Email',
      AccessType: textOf(document, 'accessType') ?? null,
    }),
  },
  EmailTemplate: {
    object: 'EmailTemplate',
    key: 'DeveloperName',
    values: (component, document, context) => {
      const type = textOf(document, 'type') ?? 'text';
      const content = contentOf(component)?.text ?? null;
      const plain = type === 'text';
      return {
        Name: textOf(document, 'name') ?? null,
        Subject: textOf(document, 'subject') ?? null,
        Body: plain ? content : (textOf(document, 'textOnly') ?? null),
        HtmlValue: plain || type === 'visualforce' ? null : content,
        Markup: type === 'visualforce' ? content : null,
        TemplateType: type,
        TemplateStyle: textOf(document, 'style') ?? 'none',
        Encoding: textOf(document, 'encodingKey') ?? 'UTF-8',
        IsActive: flag(document, 'available'),
        Description: textOf(document, 'description') ?? null,
        RelatedEntityType: textOf(document, 'relatedEntityType') ?? null,
        UiType: textOf(document, 'uiType') ?? 'Aloha',
        FolderId: folderOf(component, context),
      };
    },
  },
};

/** What is in no folder hangs on the organization ("EmailTemplate", FolderId). */
function folderOf({ fullName }: Component, { data }: DeployContext): string | null {
  const folder = fullName.slice(0, fullName.lastIndexOf('/'));
  if (folder === UNFILED) return data.orgId;
  return (data.rows('Folder', { DeveloperName: folder, Type: 'Email' })[0]?.['Id'] as string | undefined) ?? null;
}

const ownName = (fullName: string): string => fullName.slice(fullName.lastIndexOf('/') + 1);

/** Writes the record of a component that has one. */
export function putContentRow(component: Component, context: DeployContext): Applied {
  const row = ROWS[component.type];
  if (!row || !component.document) return {};
  const values = { [row.key]: ownName(component.fullName), ...row.values(component, component.document, context) };
  return { id: putRow(context.data, row.object, values, [row.key]) };
}

export function removeContentRow(fullName: string, { data }: DeployContext, type: string): void {
  const row = ROWS[type];
  if (row) data.remove(row.object, { [row.key]: ownName(fullName) });
}
