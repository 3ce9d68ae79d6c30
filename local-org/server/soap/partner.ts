/** The few calls of the Partner API that clients of this org make: login (refused until it is switched on, as in today's orgs), logout, password, who am I. */
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
  const { context, version } = call;
  const { accessToken, userId } = context.identity.soapLogin({
    username: childText(call.operation, 'username') ?? '',
    password: childText(call.operation, 'password') ?? '',
    version,
  });
  const address = (api: string): string => `${context.url}/services/Soap/${api}/${version}/${context.org.data.orgId}`;
  return {
    body: {
      result: {
        metadataServerUrl: address('m'),
        passwordExpired: false,
        sandbox: false,
        serverUrl: address('u'),
        sessionId: accessToken,
        userId,
        userInfo: userInfo(call, userId),
      },
    },
  };
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
  return { body: { result: userInfo(call, call.session().userId) } };
}

function userInfo({ context }: SoapCall, userId: string): Record<string, string> {
  const { data } = context.org;
  const [user] = data.rows('User', { Id: userId });
  const [organization] = data.rows('Organization', {});
  return {
    organizationId: data.orgId,
    organizationName: String(organization?.Name ?? ''),
    profileId: String(user?.ProfileId ?? ''),
    userEmail: String(user?.Email ?? ''),
    userFullName: String(user?.Name ?? ''),
    userId,
    userLanguage: String(user?.LanguageLocaleKey ?? ''),
    userLocale: String(user?.LocaleSidKey ?? ''),
    userName: String(user?.Username ?? ''),
    userTimeZone: String(user?.TimeZoneSidKey ?? ''),
  };
}
