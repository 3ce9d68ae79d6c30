/**
 * Services that the embedded org does not have. Each compiles, so that ordinary code deploys, and says clearly at run
 * time what is missing.
 */
import type { SystemType } from '../runtime/contract.ts';
import { refuse } from './refuse.ts';

function statics(name: string, ...methods: string[]): SystemType {
  return { name, statics: Object.fromEntries(methods.map((method) => [method, refuse(`${name}.${method}`)])) };
}

export const refusedTypes: SystemType[] = [
  statics('EventBus', 'publish', 'getOperationId'),
  statics('Auth.SessionManagement', 'getCurrentSession', 'setSessionLevel', 'inOrgNetworkRange'),
  statics('Auth.OauthToken', 'revokeToken'),
  statics('Messaging', 'sendEmail', 'renderStoredEmailTemplate', 'reserveSingleEmailCapacity'),
  statics('Approval', 'process', 'lock', 'unlock', 'isLocked'),
  statics('Search', 'query', 'find', 'suggest'),
  {
    name: 'Messaging.CustomNotification',
    constructors: {
      '()': refuse('Messaging.CustomNotification'),
      '(String,String,String,String,String,String)': refuse('Messaging.CustomNotification'),
    },
    methods: Object.fromEntries(
      ['send', 'setNotificationTypeId', 'setTitle', 'setBody', 'setTargetId', 'setTargetPageRef'].map((method) => [
        method,
        refuse(`Messaging.CustomNotification.${method}`),
      ]),
    ),
  },
];
