/** CustomPermission. */
import { putRow } from '../deploy/rows.ts';
import { childrenNamed, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

export const customPermissionHandler: TypeHandler = {
  types: ['CustomPermission'],
  check(component, context) {
    for (const required of childrenNamed(component.document as XmlElement, 'requiredPermission')) {
      const name = textOf(required, 'customPermission') ?? '';
      if (!context.resolves('CustomPermission', name) && !context.inPackage('CustomPermission', name)) {
        context.missing(component, 'customPermission', 'CustomPermission', name, required.at);
      }
    }
  },
  apply(component, { data }) {
    const document = component.document as XmlElement;
    const known = data.rows('CustomPermission', { DeveloperName: component.fullName }).length > 0;
    const id = putRow(
      data,
      'CustomPermission',
      {
        DeveloperName: component.fullName,
        MasterLabel: textOf(document, 'label') ?? component.fullName,
        Language: 'en_US',
        NamespacePrefix: null,
        Description: textOf(document, 'description') ?? null,
      },
      ['DeveloperName'],
    );
    return { id, existed: known };
  },
  remove(fullName, { data }) {
    for (const row of data.rows('CustomPermission', { DeveloperName: fullName })) {
      data.remove('SetupEntityAccess', { SetupEntityId: row['Id'] ?? null });
    }
    data.remove('CustomPermission', { DeveloperName: fullName });
  },
};
