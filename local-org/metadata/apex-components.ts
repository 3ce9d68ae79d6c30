/** What running Apex asks of deployed components: field sets, kinds of custom settings, static resources, help texts. */
import type { ApexComponents, FieldSetInfo } from '../apex/contract.ts';
import type { ComponentStore } from './store.ts';
import { childrenNamed, flag, textOf } from './xml/element.ts';
import type { XmlElement } from './xml/element.ts';
import { parseXml } from './xml/parse.ts';

const decoder = new TextDecoder();

/** Answers are kept until the components change: describes ask the same over and over. */
export function apexComponents(store: ComponentStore): ApexComponents {
  let kept = new Map<string, unknown>();
  let revision = store.revision;
  const keep = <T>(key: string, make: () => T): T => {
    if (revision !== store.revision) [kept, revision] = [new Map(), store.revision];
    if (!kept.has(key)) kept.set(key, make());
    return kept.get(key) as T;
  };
  return {
    has: (type, fullName) => store.has(type, fullName) || (store.incoming?.(type, fullName) ?? false),
    fieldSets: (object) =>
      keep(`sets ${object}`, () =>
        store
          .names('FieldSet')
          .filter((name) => name.toLowerCase().startsWith(`${object.toLowerCase()}.`))
          .map((name) => fieldSet(name.slice(object.length + 1), documentOf(store, 'FieldSet', name))),
      ),
    settingKind: (object) =>
      keep(`kind ${object}`, () =>
        textOf(documentOf(store, 'CustomObject', object), 'customSettingsType') === 'List' ? 'List' : 'Hierarchy',
      ),
    inlineHelpText: (object, field) =>
      keep(
        `help ${object}.${field}`,
        () => textOf(documentOf(store, 'CustomField', `${object}.${field}`), 'inlineHelpText') ?? null,
      ),
    staticResource: (name) => {
      const files = store.get('StaticResource', name)?.files ?? new Map<string, Uint8Array>();
      for (const [path, content] of files) if (!path.endsWith('-meta.xml')) return content;
      return undefined;
    },
    // Apex does not listen to custom channels ("Compose Streams of Change Data Capture Notifications with Custom Channels").
    capturedChanges: () =>
      keep(
        'changes',
        () =>
          new Set(
            store
              .names('PlatformEventChannelMember')
              .map((name) => documentOf(store, 'PlatformEventChannelMember', name))
              .filter((document) => textOf(document, 'eventChannel') === 'ChangeEvents')
              .map((document) => (textOf(document, 'selectedEntity') ?? '').toLowerCase()),
          ),
      ),
  };
}

/** Parts of an object are kept inside the smallest document of their object (stored-form.ts). */
function documentOf(store: ComponentStore, type: string, fullName: string): XmlElement | undefined {
  for (const [path, content] of store.get(type, fullName)?.files ?? []) {
    const document = parseXml(decoder.decode(content), path);
    return document.name === 'CustomObject' && type !== 'CustomObject' ? document.children[0] : document;
  }
  return undefined;
}

function fieldSet(name: string, document: XmlElement | undefined): FieldSetInfo {
  return {
    name,
    label: textOf(document, 'label') ?? name,
    description: textOf(document, 'description') ?? null,
    fields: (document ? childrenNamed(document, 'displayedFields') : []).map((item) => ({
      path: textOf(item, 'field') ?? '',
      required: flag(item, 'isRequired'),
    })),
  };
}
