/** The metadata engine: deploy, retrieve, list and describe over the component store and the org's records. */
import type { ApexEngine } from '../apex/contract.ts';
import type { OrgData } from '../data/contract.ts';
import type { MetadataEngine } from './contract.ts';
import type { Org } from './deploy/context.ts';
import { deployPackage } from './deploy/deploy.ts';
import { readMdapiPackage } from './package/mdapi.ts';
import { metadataRegistry } from './package/registry.ts';
import { readZip } from './package/zip.ts';
import { describeMetadata } from './retrieve/describe.ts';
import { findComponent, listComponents } from './retrieve/inventory.ts';
import { fileProperties } from './retrieve/file-properties.ts';
import { retrieve } from './retrieve/retrieve.ts';
import type { ComponentStore } from './store.ts';

export interface MetadataEngineParts {
  data: OrgData;
  apex: ApexEngine;
  store: ComponentStore;
}

/** Reports and dashboards are listed folder by folder, and not at all without one (Metadata API, "listMetadata"). */
function isInFolder(type: string): boolean {
  return metadataRegistry().type(type)?.inFolder ?? false;
}

/** @param parts the layers below; `store` is the one that the Apex engine reads its sources from. */
export function createMetadataEngine(parts: MetadataEngineParts): MetadataEngine {
  const org: Org = parts;
  return {
    deploy: (actor, zip, options) =>
      deployPackage(org, actor, readMdapiPackage(readZip(zip), options.singlePackage), options),
    deployPackage: (actor, contents, options, tools) => deployPackage(org, actor, contents, options, tools),
    retrieve: (actor, request) => retrieve(org, actor, request),
    list: (queries) =>
      queries.flatMap(({ type, folder }) =>
        listComponents(org, type)
          .filter(({ fullName }) => !isInFolder(type) || fullName.startsWith(`${folder ?? ''}/`))
          .map((component) => fileProperties(org.data, component, '')),
      ),
    describe: describeMetadata,
    components: (type) => listComponents(org, type),
    component: (type, fullName) => findComponent(org, type, fullName),
    label: (name, language) => org.store.label(name, language),
    labels: (language) => org.store.labels(language),
    translation: (language, kind, name) => org.store.translation(language, kind, name),
  };
}
