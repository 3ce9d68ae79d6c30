/** A server over a real, in-memory data layer, with Apex and metadata engines that a test scripts. For tests of the HTTP side only. */
import type { AnonymousResult, ApexEngine, TestRunResult, TestSelection } from '../../../local-org/apex/contract.ts';
import { openOrgData } from '../../../local-org/data/index.ts';
import type { OrgData } from '../../../local-org/data/contract.ts';
import { SYSTEM } from '../../../local-org/data/types.ts';
import type {
  DeployOptions,
  DeployOutcome,
  FileProperties,
  MetadataEngine,
  RetrieveRequest,
  RetrieveResult,
} from '../../../local-org/metadata/contract.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import type { OrgServer } from '../../../local-org/server/index.ts';
import { startServer } from '../../../local-org/server/index.ts';

export const ADMIN = 'admin@rollcall.example.com';

/** What the scripted engines do; tests replace members. */
export interface Script {
  deploy(zip: Uint8Array, options: DeployOptions): DeployOutcome;
  retrieve(request: RetrieveRequest): RetrieveResult;
  list(queries: { type: string; folder?: string }[]): FileProperties[];
  runTests(selection: TestSelection): TestRunResult;
  executeAnonymous(code: string): AnonymousResult;
  drainAsync(): number;
}

export interface Harness {
  data: OrgData;
  server: OrgServer;
  org: LocalOrg;
  script: Script;
  adminId: string;
  token: string;
  logged: string[];
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  soap(path: string, operation: string, options?: { token?: string; header?: string; body?: string }): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON body; whatever it holds. */
  json: ReturnType<typeof JSON.parse>;
}

const SUCCESS: DeployOutcome = { success: true, status: 'Succeeded', messages: [], tests: null, coverageWarnings: [] };
const NO_TESTS: TestRunResult = {
  startTime: new Date(0),
  totalTime: 0,
  methods: [],
  coverage: [],
  coverageByTest: [],
  debugLog: '',
};
const RAN: AnonymousResult = {
  compiled: true,
  success: true,
  compileProblem: null,
  exceptionMessage: null,
  exceptionStackTrace: null,
  line: -1,
  column: -1,
  debugLog: 'LOG',
};

export async function startHarness(): Promise<Harness> {
  const data = openOrgData({ file: ':memory:', adminUsername: ADMIN });
  const script: Script = {
    deploy: () => SUCCESS,
    retrieve: () => ({ zip: new Uint8Array([80, 75]), fileProperties: [], messages: [] }),
    list: () => [],
    runTests: () => NO_TESTS,
    executeAnonymous: () => RAN,
    drainAsync: () => 0,
  };
  const apex = {
    runTests: (selection: TestSelection) => script.runTests(selection),
    executeAnonymous: (_actor: unknown, code: string) => script.executeAnonymous(code),
    drainAsync: () => script.drainAsync(),
    testClasses: () => ['DemoTest'],
    onAsyncQueued: null,
  } as unknown as ApexEngine;
  const metadata = {
    deploy: (_actor: unknown, zip: Uint8Array, options: DeployOptions) => script.deploy(zip, options),
    retrieve: (_actor: unknown, request: RetrieveRequest) => script.retrieve(request),
    list: (queries: { type: string }[]) => script.list(queries),
    describe: () => ({
      metadataObjects: [
        {
          directoryName: 'classes',
          inFolder: false,
          metaFile: true,
          suffix: 'cls',
          xmlName: 'ApexClass',
          childXmlNames: [],
        },
      ],
      organizationNamespace: '',
      partialSaveAllowed: true,
      testRequired: false,
    }),
    components: () => [],
    component: () => undefined,
    label: () => undefined,
    labels: () => new Map(),
  } as unknown as MetadataEngine;
  const org: LocalOrg = { data, apex, metadata, close: () => data.close() };
  const logged: string[] = [];
  const server = await startServer({ org, port: 0, log: (line) => logged.push(line) });
  const token = server.issueToken(ADMIN);
  return {
    data,
    server,
    org,
    script,
    token,
    logged,
    adminId: String(data.rows('User', { Username: ADMIN })[0]?.Id),
    call: (method, path, body, headers = {}) =>
      send(
        `${server.url}${path}`,
        method,
        {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          ...headers,
        },
        typeof body === 'string' || body === undefined || body instanceof Uint8Array || body instanceof URLSearchParams
          ? body
          : JSON.stringify(body),
      ),
    soap: (path, operation, options = {}) =>
      send(
        `${server.url}${path}`,
        'POST',
        { 'content-type': 'text/xml' },
        options.body ??
          `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header>${options.header ?? ''}<SessionHeader><sessionId>${options.token ?? token}</sessionId></SessionHeader></soapenv:Header><soapenv:Body>${operation}</soapenv:Body></soapenv:Envelope>`,
      ),
    async close() {
      await server.close();
      org.close();
    },
  };
}

async function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: string | Uint8Array | URLSearchParams | undefined,
): Promise<Answer> {
  const given: Record<string, string> = { ...headers };
  if (body instanceof URLSearchParams) delete given['content-type'];
  const response = await fetch(url, {
    method,
    headers: given,
    redirect: 'manual',
    ...(body === undefined ? {} : { body: body instanceof Uint8Array ? Buffer.from(body) : body }),
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** A second user, of profile Standard User. */
export function createUser(data: OrgData, adminId: string, username = 'ada.example@example.com'): string {
  const [profile] = data.rows('Profile', { Name: 'Standard User' });
  const [result] = data.insert(
    'User',
    [
      {
        Username: username,
        LastName: 'Example',
        Alias: 'ada',
        Email: username,
        ProfileId: String(profile?.Id),
        TimeZoneSidKey: 'America/Los_Angeles',
        LocaleSidKey: 'en_US',
        EmailEncodingKey: 'UTF-8',
        LanguageLocaleKey: 'en_US',
      },
    ],
    { ...SYSTEM, actor: { userId: adminId }, allOrNone: true },
  );
  return String(result?.id);
}
