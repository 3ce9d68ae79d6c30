/** Retrieve: the named components as a zip in Metadata API form. */
import type { Actor } from '../../data/types.ts';
import type { FileProperties, RetrieveRequest, RetrieveResult, StoredComponent } from '../contract.ts';
import type { Org } from '../deploy/context.ts';
import { writeManifest } from '../package/manifest.ts';
import { metadataRegistry } from '../package/registry.ts';
import { writeZip } from '../package/zip.ts';
import { mergeDocuments } from './compose.ts';
import { fileProperties } from './file-properties.ts';
import { findComponent, listComponents } from './inventory.ts';

const encoder = new TextEncoder();

interface Found {
  components: StoredComponent[];
  messages: { fileName: string; problem: string }[];
}

function select(org: Org, request: RetrieveRequest, manifestName: string): Found {
  const found: Found = { components: [], messages: [] };
  for (const { name, members } of request.types) {
    const registry = metadataRegistry();
    if (!registry.type(name) && !registry.parentOf(name)) {
      found.messages.push({ fileName: manifestName, problem: `Entity type: '${name}' is unknown` });
      continue;
    }
    for (const member of members) {
      if (member === '*') {
        found.components.push(...listComponents(org, name));
        continue;
      }
      const component = findMember(org, name, member);
      if (component) found.components.push(component);
      else
        found.messages.push({
          fileName: manifestName,
          problem: `Entity of type '${name}' named '${member}' cannot be found`,
        });
    }
  }
  return found;
}

/** Folders are asked for among the components that they hold. */
function findMember(org: Org, type: string, member: string): StoredComponent | undefined {
  const name = member.replace(/\/$/, '');
  const folder = metadataRegistry().folderOf(metadataRegistry().type(type)?.name ?? type);
  return findComponent(org, type, name) ?? (folder && findComponent(org, folder.name, name));
}

/** Folders are named among the components that they hold. */
function manifestMember({ type, fullName }: StoredComponent): { type: string; fullName: string } {
  return { type: metadataRegistry().type(type)?.folderContent ?? type, fullName };
}

/** Children asked for by name share their parent's file. */
function filesOf(components: StoredComponent[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const holders = new Map<string, StoredComponent>();
  for (const component of components) {
    for (const [path, content] of component.files) {
      const holder = holders.get(path);
      if (!holder) {
        holders.set(path, component);
        files.set(path, content);
      } else if (metadataRegistry().parentOf(component.type) && metadataRegistry().parentOf(holder.type)) {
        const merged = mergeDocuments(holder, [component]);
        holders.set(path, merged);
        files.set(path, merged.files.get(path) as Uint8Array);
      }
    }
  }
  return files;
}

/** Members that are neither known types nor found become messages; the rest is delivered all the same. */
export function retrieve(org: Org, actor: Actor, request: RetrieveRequest): RetrieveResult {
  const root = request.singlePackage ? '' : 'unpackaged/';
  const manifestName = `${root}package.xml`;
  const { components, messages } = select(org, request, manifestName);
  const unique = [
    ...new Map(components.map((component) => [`${component.type}:${component.fullName}`, component])).values(),
  ];
  const properties: FileProperties[] = unique.flatMap((component) =>
    [...component.files.keys()].map((path) => fileProperties(org.data, component, root, path)),
  );
  const now = org.data.now().toISOString();
  const user = { createdDate: now, createdById: actor.userId, lastModifiedDate: now, lastModifiedById: actor.userId };
  properties.push(
    fileProperties(
      org.data,
      { type: 'Package', fullName: manifestName, id: '', files: new Map(), ...user },
      '',
      manifestName,
    ),
  );
  const zip = new Map<string, Uint8Array>();
  for (const [path, content] of filesOf(unique)) zip.set(root + path, content);
  zip.set(manifestName, encoder.encode(writeManifest(unique.map(manifestMember), request.apiVersion)));
  return { zip: writeZip(zip), fileProperties: properties, messages };
}
