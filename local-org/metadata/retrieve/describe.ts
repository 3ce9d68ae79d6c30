/** `describeMetadata`: the types that can be deployed and retrieved here. */
import type { DescribeMetadataResult } from '../contract.ts';
import { deployableTypes } from '../deploy/order.ts';
import { metadataRegistry } from '../package/registry.ts';

export function describeMetadata(): DescribeMetadataResult {
  const registry = metadataRegistry();
  const deployable = new Set(deployableTypes());
  const metadataObjects = registry
    .types()
    // A folder is part of the type that it holds: `Report`, not `ReportFolder`.
    .filter((type) => deployable.has(type.name) && !type.folderContent)
    .map((type) => ({
      directoryName: type.directoryName,
      inFolder: type.inFolder,
      metaFile: type.adapter === 'matchingContentFile' || type.adapter === 'mixedContent',
      ...(type.suffix === undefined ? {} : { suffix: type.suffix }),
      xmlName: type.name,
      childXmlNames: type.children.map((child) => child.name).filter((name) => deployable.has(name)),
    }));
  return {
    metadataObjects: metadataObjects.sort((a, b) => (a.xmlName < b.xmlName ? -1 : 1)),
    organizationNamespace: '',
    partialSaveAllowed: true,
    testRequired: false,
  };
}
