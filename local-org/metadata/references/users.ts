/** Who in the org still refers to a component: what is used cannot be deleted. */
import type { StoredComponent } from '../contract.ts';
import { decodeText } from '../package/component.ts';
import type { ComponentFile } from '../package/component.ts';
import { metadataRegistry } from '../package/registry.ts';
import { importsOf } from '../lwc/references.ts';
import type { ComponentStore } from '../store.ts';
import { parseXml, XmlSyntaxError } from '../xml/parse.ts';
import { REFERRING_TYPES, referencesOf } from './of.ts';
import type { Reference, Subject } from './reference.ts';

export interface User {
  type: string;
  fullName: string;
}

const LWC = 'LightningComponentBundle';
/** Imports of a Lightning web component that name a component of the org. */
const IMPORTS: [pattern: RegExp, type: string][] = [
  [/^@salesforce\/apex(?:Continuation)?\/(\w+)\.\w+$/, 'ApexClass'],
  [/^@salesforce\/label\/c\.(\w+)$/, 'CustomLabel'],
  [/^@salesforce\/resourceUrl\/(\w+)$/, 'StaticResource'],
  [/^@salesforce\/contentAssetUrl\/(\w+)$/, 'ContentAsset'],
  [/^@salesforce\/messageChannel\/(\w+?)__c$/, 'LightningMessageChannel'],
  [/^@salesforce\/customPermission\/(\w+)$/, 'CustomPermission'],
  [/^@salesforce\/schema\/(\w+\.\w+)$/, 'CustomField'],
  [/^@salesforce\/schema\/(\w+)$/, 'CustomObject'],
  [/^c\/(\w+)$/, LWC],
];

function subjectOf({ type, fullName, files }: StoredComponent): Subject {
  const all: ComponentFile[] = [...files].map(([path, content]) => ({ path, source: path, content }));
  const parent = metadataRegistry().parentOf(type);
  const file = all.find(({ path }) => path.endsWith('-meta.xml')) ?? all[0];
  if (!file) return { type, fullName, files: all };
  try {
    const root = parseXml(decodeText(file.content), file.path);
    // A part is stored in the smallest document of its parent.
    const document = parent ? root.children[0] : root;
    return { type, fullName, files: all, ...(document ? { document } : {}) };
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    return { type, fullName, files: all };
  }
}

function bundleReferences({ files }: StoredComponent): Pick<Reference, 'type' | 'fullName'>[] {
  return [...files]
    .filter(([path]) => path.endsWith('.js'))
    .flatMap(([, content]) => importsOf(decodeText(content)))
    .flatMap(({ module }) => {
      const found = IMPORTS.map(([pattern, type]) => ({ type, fullName: pattern.exec(module)?.[1] ?? '' }));
      return found.filter(({ fullName }) => fullName !== '').slice(0, 1);
    });
}

/** Every reference that keeps its target in the org, by `type:name` of the target in lower case. */
export function referencesInOrg(store: ComponentStore): ReadonlyMap<string, User[]> {
  const found = new Map<string, User[]>();
  const note = (target: Pick<Reference, 'type' | 'fullName'>, user: User): void => {
    const key = `${target.type}:${target.fullName}`.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), user]);
  };
  for (const type of REFERRING_TYPES) {
    for (const component of store.list(type)) {
      const user = { type, fullName: component.fullName };
      for (const reference of referencesOf(subjectOf(component))) {
        if (reference.loose) continue;
        for (const one of [reference.type, ...(reference.or ?? [])]) note({ ...reference, type: one }, user);
      }
    }
  }
  for (const bundle of store.list(LWC))
    for (const target of bundleReferences(bundle)) note(target, { type: LWC, fullName: bundle.fullName });
  return found;
}
