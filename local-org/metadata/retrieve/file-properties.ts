/** `FileProperties` of a component. */
import type { OrgData } from '../../data/contract.ts';
import { metadataRegistry } from '../package/registry.ts';
import type { FileProperties, StoredComponent } from '../contract.ts';

function userName(data: OrgData, id: string): string {
  return String(data.rows('User', { Id: id })[0]?.['Name'] ?? '');
}

/** @param folder put before the file name, e.g. `unpackaged/`. */
export function fileProperties(
  data: OrgData,
  component: StoredComponent,
  folder: string,
  fileName?: string,
): FileProperties {
  const type = metadataRegistry().type(component.type);
  const bundle = type?.adapter === 'bundle' ? type.directoryName : undefined;
  const path =
    fileName ??
    [...component.files.keys()].find((name) => !name.endsWith('-meta.xml')) ??
    [...component.files.keys()][0] ??
    '';
  return {
    createdById: component.createdById,
    createdByName: userName(data, component.createdById),
    createdDate: new Date(component.createdDate).toISOString(),
    // A bundle is listed by its folder.
    fileName: folder + (bundle !== undefined && fileName === undefined ? `${bundle}/${component.fullName}` : path),
    fullName: component.fullName,
    id: component.id,
    lastModifiedById: component.lastModifiedById,
    lastModifiedByName: userName(data, component.lastModifiedById),
    lastModifiedDate: new Date(component.lastModifiedDate).toISOString(),
    manageableState: 'unmanaged',
    type: component.type,
  };
}
