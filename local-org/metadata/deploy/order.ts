/**
 * The order in which the components of one deploy are handled, by what may refer to what, and the handler of each type.
 * A type that is not here is refused by name.
 */
import { apexHandler } from '../handlers/apex.ts';
import { bigObjectIndexHandler } from '../handlers/big-object-index.ts';
import { customApplicationHandler } from '../handlers/custom-application.ts';
import { customFieldHandler } from '../handlers/custom-field.ts';
import { customLabelHandler } from '../handlers/custom-label.ts';
import { customMetadataHandler } from '../handlers/custom-metadata.ts';
import { customObjectHandler } from '../handlers/custom-object.ts';
import { customPermissionHandler } from '../handlers/custom-permission.ts';
import { customTabHandler } from '../handlers/custom-tab.ts';
import { dashboardHandler } from '../handlers/dashboard.ts';
import { flexiPageHandler } from '../handlers/flexi-page.ts';
import { keptHandler } from '../handlers/kept.ts';
import type { TypeHandler } from '../handlers/handler.ts';
import { lightningComponentHandler } from '../handlers/lightning-component.ts';
import { notificationTypeHandler } from '../handlers/notification-type.ts';
import { objectPartHandler } from '../handlers/object-part.ts';
import { permissionSetGroupHandler } from '../handlers/permission-set-group.ts';
import { mutingPermissionSetHandler, permissionSetHandler } from '../handlers/permission-set.ts';
import { profileHandler } from '../handlers/profile.ts';
import { recordTypeHandler } from '../handlers/record-type.ts';
import { folderHandler, reportHandler, reportTypeHandler } from '../handlers/report.ts';
import { groupHandler, queueHandler, roleHandler } from '../handlers/role-and-group.ts';
import { sharingRuleHandler } from '../handlers/sharing-rule.ts';
import { storedAfterAccessHandler, storedHandler } from '../handlers/stored.ts';
import { translationHandler } from '../handlers/translation.ts';
import { validationRuleHandler } from '../handlers/validation-rule.ts';

export const HANDLERS: readonly TypeHandler[] = [
  storedHandler,
  notificationTypeHandler,
  customObjectHandler,
  customFieldHandler,
  bigObjectIndexHandler,
  recordTypeHandler,
  customPermissionHandler,
  customLabelHandler,
  roleHandler,
  groupHandler,
  queueHandler,
  customMetadataHandler,
  // Apex names field sets.
  objectPartHandler,
  apexHandler,
  validationRuleHandler,
  lightningComponentHandler,
  sharingRuleHandler,
  keptHandler,
  flexiPageHandler,
  customTabHandler,
  customApplicationHandler,
  permissionSetHandler,
  mutingPermissionSetHandler,
  permissionSetGroupHandler,
  profileHandler,
  storedAfterAccessHandler,
  reportTypeHandler,
  folderHandler,
  reportHandler,
  dashboardHandler,
  translationHandler,
];

const BY_TYPE = new Map(HANDLERS.flatMap((handler) => handler.types.map((type) => [type, handler] as const)));

export function handlerOf(type: string): TypeHandler | undefined {
  return BY_TYPE.get(type);
}

/** Every type that can be deployed, in deploy order. */
export function deployableTypes(): string[] {
  return [...BY_TYPE.keys()];
}
