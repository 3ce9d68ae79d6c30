/** The org itself: its release, its SCIM service, SOAP login(). */
import type { Examination } from '../check.ts';
import { setup } from '../check.ts';

/** The package's source API version. */
const WANTED_VERSION = 67;
/** login() exists up to this version (reference/scim.md §6.1). */
const LOGIN_VERSION = '64.0';
const TIMEOUT = 30_000;

export const orgChecks: Examination[] = [
  {
    code: 'org-version',
    claim: `The org knows API ${WANTED_VERSION}.0.`,
    async examine({ connection }) {
      const version = await connection.retrieveMaxApiVersion();
      const isNew = Number(version) >= WANTED_VERSION;
      return {
        status: isNew ? 'good' : 'bad',
        evidence: `API ${version}`,
        ...(!isNew && { fix: 'Wait for the next release of Salesforce, or deploy with an older --api-version.' }),
      };
    },
  },
  {
    code: 'scim-service',
    claim: 'The SCIM service answers to this login.',
    async examine({ connection, url }) {
      const address = `${url}/services/scim/v2`;
      const response = await fetch(`${address}/ServiceProviderConfig`, {
        headers: { authorization: `Bearer ${connection.accessToken}` },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT),
      });
      return {
        status: response.ok ? 'good' : 'bad',
        evidence: `HTTP ${response.status}`,
        value: address,
        ...(!response.ok && {
          fix: 'The user needs API Enabled; run it again as the integration user, and paste the answer into "scim explain".',
        }),
      };
    },
  },
  {
    code: 'soap-login',
    claim: 'SOAP login() is on, which the gallery app of Entra needs.',
    async examine({ url, mayProbe }) {
      const link = setup.userInterface(url);
      if (!mayProbe) {
        return {
          status: 'unknown',
          evidence: 'not asked; --probe signs in with a user that does not exist to find out',
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
    },
  },
];

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
