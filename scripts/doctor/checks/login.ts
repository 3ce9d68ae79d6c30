/** Signing in: what the login history says of the integration users, SOAP login(), and where they may come from. */
import { setup, type Examination, type Finding, type Patient } from '../check.ts';
import { forEachUser, isSoap, loginsOf, type UserRow } from '../identity-user.ts';

/** login() exists up to this version (reference/scim.md §6.1). */
const LOGIN_VERSION = '64.0';
const TIMEOUT = 30_000;
/** Versions up to this one retire in Summer '28 (reference/scim.md §6.1). */
const RETIRING_VERSION = 40;

export const loginChecks: Examination[] = [
  {
    code: 'soap-login',
    claim: 'SOAP login() is on, which the gallery app of Entra needs.',
    examine: soapLogin,
  },
  {
    code: 'soap-retirement',
    claim: "No connection depends on SOAP login(), which retires in Summer '27.",
    examine: (patient) => forEachUser(patient, retirement),
  },
  {
    code: 'identity-login',
    claim: 'The integration user has signed in.',
    examine: (patient) => forEachUser(patient, lastLogin),
  },
  {
    code: 'identity-network',
    claim: "The integration user's profile says from where and when it may sign in.",
    examine: (patient) => forEachUser(patient, network),
  },
];

/** No API tells the switch (reference/scim.md §6.3): a sign-in that worked does, or trying as nobody. */
async function soapLogin(patient: Patient): Promise<Finding> {
  const { url, mayProbe } = patient;
  const link = setup.userInterface(url);
  if (!mayProbe) {
    const seen = await soapSuccess(patient);
    if (seen) return { status: 'good', evidence: seen, link };
    return {
      status: 'unknown',
      evidence:
        'no sign-in by SOAP was seen, and no API tells the switch; --probe signs in with a user that does not exist to find out',
      fix: "Only Entra's gallery app needs it: Setup › User Interface › Enable SOAP API login().",
      link,
    };
  }
  const answer = await loginWithNobody(url);
  if (/INVALID_LOGIN/.test(answer))
    return { status: 'good', evidence: 'login() answers INVALID_LOGIN to a user that does not exist', link };
  if (!/INVALID_OPERATION|disabled/.test(answer))
    throw new Error(`login() answers something unexpected: ${answer.slice(0, 200)}`);
  return {
    status: 'warning',
    evidence: 'login() is disabled in this org',
    fix: "Only for Entra's gallery app: Setup › User Interface › Enable SOAP API login(). It cannot be switched off again there, and retires in Summer '27.",
    link,
  };
}

async function soapSuccess(patient: Patient): Promise<string | null> {
  let seen: string | null = null;
  await forEachUser(patient, async (_, user) => {
    const login = (await loginsOf(patient, user.Id)).find((one) => isSoap(one) && one.Status === 'Success');
    if (login) seen ??= `${user.Username} signed in by ${login.ApiType} on ${login.LoginTime}`;
    return null;
  });
  return seen;
}

/** Nobody's name and password: the answer tells whether login() is on (reference/scim.md §6.1). */
async function loginWithNobody(url: string): Promise<string> {
  const body =
    '<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:urn="urn:partner.soap.sforce.com"><soapenv:Body><urn:login><urn:username>nobody@rollcall.invalid</urn:username>' +
    '<urn:password>-</urn:password></urn:login></soapenv:Body></soapenv:Envelope>';
  const response = await fetch(`${url}/services/Soap/u/${LOGIN_VERSION}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: 'login' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
    body,
  });
  return response.text();
}

async function retirement(patient: Patient, user: UserRow): Promise<Finding> {
  const link = setup.user(patient.url, user.Id);
  const soap = (await loginsOf(patient, user.Id)).filter(isSoap);
  const [latest] = soap;
  if (!latest) return { status: 'good', evidence: `${user.Username}: no sign-in by SOAP`, link };
  const version = Number.parseFloat(latest.ApiVersion ?? '');
  const old = version <= RETIRING_VERSION ? `; API ${latest.ApiVersion} itself retires in Summer '28` : '';
  return {
    status: 'warning',
    evidence: `${user.Username} signed in by ${latest.ApiType}, API ${latest.ApiVersion ?? 'unknown'}, on ${latest.LoginTime}${old}`,
    fix: 'Plan a connection by OAuth: Okta’s REST app, or a SCIM client with client credentials. Entra’s gallery app has no other way yet.',
    link,
  };
}

/** What the login history calls a refusal -> what to do about it. */
const REFUSALS: [RegExp, string][] = [
  [/inactive/i, 'Activate the user.'],
  [/frozen/i, 'Unfreeze the user.'],
  [/lock/i, 'Unlock the user, and correct the password that the provider keeps.'],
  [
    /security token/i,
    'Enter the password followed by the security token at the provider; it changes with the password.',
  ],
  [/password/i, 'Enter password and security token again at the provider.'],
  [/restricted ip|ip range/i, "Add the provider's addresses to the login IP ranges of the profile."],
  [/restricted time|hours/i, 'Take the login hours off the profile: a provider works around the clock.'],
  [/multi|two.?factor|identity/i, 'Take the second factor for API sign-ins from the user.'],
  [/api/i, 'Give the user API Enabled on its profile; where API Access Control is on, allow the app.'],
];

async function lastLogin(patient: Patient, user: UserRow): Promise<Finding> {
  const link = setup.user(patient.url, user.Id);
  const [latest] = await loginsOf(patient, user.Id);
  if (!latest) {
    return {
      status: 'warning',
      evidence: `${user.Username} never signed in`,
      fix: 'Test the connection in the identity provider.',
      link,
    };
  }
  const isGood = latest.Status === 'Success';
  const from = latest.SourceIp ? ` from ${latest.SourceIp}` : '';
  return {
    status: isGood ? 'good' : 'bad',
    evidence: `${user.Username}: ${latest.Status} on ${latest.LoginTime}${from} (${latest.LoginType}${latest.Application ? `, ${latest.Application}` : ''})`,
    ...(!isGood && {
      fix:
        REFUSALS.find(([pattern]) => pattern.test(latest.Status))?.[1] ??
        `Paste it into "scim explain": ${latest.Status}`,
    }),
    link,
  };
}

interface ProfileMetadata {
  loginIpRanges?: { startAddress: string; endAddress: string }[] | null;
  loginHours?: Record<string, unknown> | null;
}

/** The Tooling API's Profile carries what the Metadata API calls loginIpRanges and loginHours (reference/metadata.md §1.1). */
async function network(patient: Patient, user: UserRow): Promise<Finding> {
  const link = user.ProfileId ? setup.record(patient.url, 'EnhancedProfiles', user.ProfileId) : null;
  const { records } = await patient.connection.tooling.query<{ Metadata: ProfileMetadata | null }>(
    `SELECT Metadata FROM Profile WHERE Id = '${user.ProfileId}'`,
  );
  const { loginIpRanges, loginHours } = records[0]?.Metadata ?? {};
  const hours = Object.entries(loginHours ?? {}).filter(([, minutes]) => minutes !== null && minutes !== undefined);
  const ranges = (loginIpRanges ?? []).map(({ startAddress, endAddress }) =>
    startAddress === endAddress ? startAddress : `${startAddress} to ${endAddress}`,
  );
  if (hours.length > 0) {
    return {
      status: 'bad',
      evidence: `${user.Username}: its profile has login hours; at other times every cycle of the provider fails`,
      fix: 'Take the login hours off the profile.',
      link,
    };
  }
  if (ranges.length === 0) {
    return {
      status: 'warning',
      evidence: `${user.Username}: any address may sign in, with permissions that equal an administrator's`,
      fix: "Restrict the profile to the provider's addresses (login IP ranges), where they are known and few.",
      link,
    };
  }
  return {
    status: 'good',
    evidence: `${user.Username}: ${ranges.slice(0, 5).join(', ')}${ranges.length > 5 ? ` and ${ranges.length - 5} more` : ''}; the provider's addresses must be among them`,
    link,
  };
}
