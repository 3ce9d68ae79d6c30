/** CustomNotificationType: the kind of notification that Apex and Flow send, and the record that they look it up by. */
import { putRow } from '../deploy/rows.ts';
import { flag, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

/** Longest API name and label (CustomNotificationType reference). */
const MAX_NAME = 80;

export const notificationTypeHandler: TypeHandler = {
  types: ['CustomNotificationType'],
  check(component, context) {
    const document = component.document as XmlElement;
    const name = textOf(document, 'customNotifTypeName');
    if (name !== component.fullName)
      context.problem(component, `customNotifTypeName must be ${component.fullName}, the name of the file`, {
        at: placeOf(document, 'customNotifTypeName'),
      });
    for (const element of ['customNotifTypeName', 'masterLabel']) {
      if ((textOf(document, element) ?? '').length > MAX_NAME)
        context.problem(component, `Value too long for field: ${element} maximum length is:${MAX_NAME}`, {
          at: placeOf(document, element),
        });
    }
  },
  apply(component, { data }) {
    const document = component.document as XmlElement;
    const existed = data.rows('CustomNotificationType', { DeveloperName: component.fullName }).length > 0;
    const id = putRow(
      data,
      'CustomNotificationType',
      {
        DeveloperName: component.fullName,
        CustomNotifTypeName: textOf(document, 'masterLabel') ?? component.fullName,
        MasterLabel: textOf(document, 'masterLabel') ?? component.fullName,
        Description: textOf(document, 'description') ?? null,
        Desktop: flag(document, 'desktop'),
        Mobile: flag(document, 'mobile'),
        Language: 'en_US',
      },
      ['DeveloperName'],
    );
    return { id, existed };
  },
  remove(fullName, { data }) {
    data.remove('CustomNotificationType', { DeveloperName: fullName });
  },
};
