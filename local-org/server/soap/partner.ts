/** The few calls of the Partner API that clients of this org make: login (refused as today's orgs do), logout, password, who am I. */
import { datetime } from '../../data/storage/store.ts';
import { toId18 } from '../../data/ids.ts';
import { PlatformError } from '../../data/types.ts';
import type { SoapCall, SoapReply, SoapService } from './envelope.ts';
import { child, childText } from './xml.ts';

const BODY_LIMIT = 1024 * 1024;
/** SOAP login() does not exist from API 65.0 on (reference/scim.md §6.1). */
const LAST_LOGIN_VERSION = 64;

export const partnerService: SoapService = {
  path: '/services/Soap/u',
  namespace: 'urn:partner.soap.sforce.com',
  faultNamespace: 'urn:fault.partner.soap.sforce.com',
  bodyLimit: BODY_LIMIT,
  operations: { login, logout, getUserInfo, getServerTimestamp, setPassword },
};

/** The Enterprise API answers the same operations under its own namespace. */
export const enterpriseService: SoapService = {
  ...partnerService,
  path: '/services/Soap/c',
  namespace: 'urn:enterprise.soap.sforce.com',
  faultNamespace: 'urn:fault.enterprise.soap.sforce.com',
};

function login(call: SoapCall): SoapReply {
  if (Number(call.version) > LAST_LOGIN_VERSION) {
    throw new PlatformError(
      'UNSUPPORTED_API_VERSION',
      `SOAP API login() is not available in API version ${call.version}; use OAuth.`,
    );
  }
  throw new PlatformError('INVALID_OPERATION', 'SOAP API login() is disabled by default in this org');
}

function logout(call: SoapCall): SoapReply {
  call.session();
  call.context.identity.revoke(childText(child(call.header, 'SessionHeader'), 'sessionId') ?? '');
  return { body: {} };
}

/** `setPassword()`: one's own, or anybody's with Manage Users (SOAP API Developer Guide, "setPassword()"). */
function setPassword(call: SoapCall): SoapReply {
  const session = call.session();
  const { data } = call.context.org;
  const userId = toId18(childText(call.operation, 'userId') ?? '') ?? '';
  const mayManage = data.access.hasUserPermission(session.userId, 'ManageUsers');
  if (userId !== session.userId && !mayManage) {
    throw new PlatformError('INSUFFICIENT_ACCESS', 'insufficient access rights on cross-reference id');
  }
  if (data.rows('User', { Id: userId }).length === 0) {
    throw new PlatformError('INVALID_ID_FIELD', `There is no user with the id ${childText(call.operation, 'userId')}`);
  }
  call.context.identity.setPassword(userId, child(call.operation, 'password')?.text ?? '');
  data.put('User', { Id: userId, LastPasswordChangeDate: datetime(data.now()) }, ['Id']);
  return { body: { result: {} } };
}

function getServerTimestamp(call: SoapCall): SoapReply {
  call.session();
  return { body: { result: { timestamp: call.context.org.data.now().toISOString() } } };
}

function getUserInfo(call: SoapCall): SoapReply {
  const session = call.session();
  const { data } = call.context.org;
  const [user] = data.rows('User', { Id: session.userId });
  const [organization] = data.rows('Organization', {});
  return {
    body: {
      result: {
        organizationId: data.orgId,
        organizationName: organization?.Name ?? '',
        profileId: user?.ProfileId ?? '',
        userEmail: user?.Email ?? '',
        userFullName: user?.Name ?? '',
        userId: session.userId,
        userLanguage: user?.LanguageLocaleKey ?? '',
        userLocale: user?.LocaleSidKey ?? '',
        userName: session.username,
        userTimeZone: user?.TimeZoneSidKey ?? '',
      },
    },
  };
}
