import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeployOutcome } from '../../../local-org/metadata/contract.ts';
import { startServer } from '../../../local-org/server/index.ts';
import type { Harness } from './harness.ts';
import { createUser, startHarness } from './harness.ts';

const M = '/services/Soap/m/67.0';
const V = '/services/data/v67.0';
const ZIP = Buffer.from('PK zip').toString('base64');

let org: Harness;

beforeEach(async () => {
  org = await startHarness();
});

afterEach(() => org.close());

const element = (text: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
const deploy = async (options = ''): Promise<string> =>
  element(
    (await org.soap(M, `<deploy><ZipFile>${ZIP}</ZipFile><DeployOptions>${options}</DeployOptions></deploy>`)).text,
    'id',
  );
const status = (id: string, details = true) =>
  org.soap(
    M,
    `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId><includeDetails>${details}</includeDetails></checkDeployStatus>`,
  );
const outcome = (values: Partial<DeployOutcome>): DeployOutcome => ({
  success: true,
  status: 'Succeeded',
  messages: [],
  tests: null,
  coverageWarnings: [],
  ...values,
});

describe('a deploy by SOAP', () => {
  it('is queued, and done when the client asks the first time', async () => {
    let given: unknown;
    org.script.deploy = (zip, options) => {
      given = { zip: Buffer.from(zip).toString(), options };
      return outcome({
        messages: [
          {
            componentType: 'ApexClass',
            fullName: 'Demo',
            fileName: 'classes/Demo.cls',
            success: true,
            changed: true,
            created: true,
            deleted: false,
            id: '01p000000000001AAA',
          },
        ],
      });
    };
    const start = await org.soap(
      M,
      `<deploy><ZipFile>${ZIP}</ZipFile><DeployOptions><rollbackOnError>true</rollbackOnError><runTests>A</runTests><runTests>B</runTests><testLevel>RunSpecifiedTests</testLevel></DeployOptions></deploy>`,
    );
    expect(start.text).toContain('<soapenv:Body><deployResponse><result><done>false</done>');
    const { text } = await status(element(start.text, 'id'));
    expect(text).toContain('<status>Succeeded</status><success>true</success>');
    expect(text).toContain('<componentSuccesses><changed>true</changed><componentType>ApexClass</componentType>');
    expect(given).toEqual({
      zip: 'PK zip',
      options: {
        checkOnly: false,
        rollbackOnError: true,
        ignoreWarnings: false,
        purgeOnDelete: false,
        singlePackage: false,
        runTests: ['A', 'B'],
        testLevel: 'RunSpecifiedTests',
      },
    });
  });

  it('is known by its 15- and 18-character id; other ids are the fault that clients know', async () => {
    const id = await deploy();
    expect((await status(id.slice(0, 15), false)).text).toContain(`<id>${id}</id>`);
    const unknown = await status('0Af000000000009AAA');
    expect(unknown.status).toBe(500);
    expect(unknown.text).toContain('<faultcode>sf:INVALID_CROSS_REFERENCE_KEY</faultcode>');
  });

  it('fails with the message of a package that is none, and with an id only when the engine breaks', async () => {
    const { PlatformError } = await import('../../../local-org/data/types.ts');
    org.script.deploy = () => {
      throw new PlatformError('INVALID_PACKAGE', 'No package.xml found');
    };
    expect((await status(await deploy())).text).toContain(
      '<errorMessage>No package.xml found</errorMessage><errorStatusCode>INVALID_PACKAGE</errorStatusCode>',
    );
    org.script.deploy = () => {
      throw new Error('secret /home/ada');
    };
    const { text } = await status(await deploy());
    expect(text).toContain('<status>Failed</status>');
    expect(text).not.toContain('secret');
    expect(org.logged.join('\n')).toContain('secret');
  });

  it('needs a zip, and a user who may change metadata', async () => {
    expect((await org.soap(M, '<deploy/>')).text).toContain('<faultcode>sf:INVALID_FIELD</faultcode>');
    createUser(org.data, org.adminId);
    const [set] = org.data.rows('PermissionSet', {
      ProfileId: String(org.data.rows('Profile', { Name: 'Standard User' })[0]?.Id),
    });
    org.data.put('PermissionSet', { Id: String(set?.Id), PermissionsApiEnabled: true }, ['Id']);
    const token = org.server.issueToken('ada.example@example.com');
    const answer = await org.soap(M, `<deploy><ZipFile>${ZIP}</ZipFile></deploy>`, { token });
    expect(answer.text).toContain(
      'INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
    );
  });

  it('cannot be canceled once it is done', async () => {
    const id = await deploy();
    await status(id);
    expect((await org.soap(M, `<cancelDeploy><id>${id}</id></cancelDeploy>`)).text).toContain('already completed');
  });

  it('is deployed quickly after a validation that ran tests, and only then', async () => {
    const tests = { startTime: new Date(0), totalTime: 1, methods: [], coverage: [], coverageByTest: [], debugLog: '' };
    org.script.deploy = () => outcome({ tests });
    const validation = await deploy('<checkOnly>true</checkOnly><testLevel>RunLocalTests</testLevel>');
    await status(validation);
    const quick = await org.soap(
      M,
      `<deployRecentValidation><validationId>${validation}</validationId></deployRecentValidation>`,
    );
    const id = /<deployRecentValidationResponse><result>(\w{18})<\/result>/.exec(quick.text)?.[1] ?? '';
    expect((await status(id)).text).toContain('<checkOnly>false</checkOnly>');
    const plain = await deploy();
    await status(plain);
    expect(
      (await org.soap(M, `<deployRecentValidation><validationId>${plain}</validationId></deployRecentValidation>`))
        .text,
    ).toContain('cannot be deployed quickly');
  });

  it('cannot be deployed quickly when another deployment came after its validation', async () => {
    const tests = { startTime: new Date(0), totalTime: 1, methods: [], coverage: [], coverageByTest: [], debugLog: '' };
    org.script.deploy = () => outcome({ tests });
    const validation = await deploy('<checkOnly>true</checkOnly><testLevel>RunLocalTests</testLevel>');
    await status(validation);
    await status(await deploy());
    const quick = await org.soap(
      M,
      `<deployRecentValidation><validationId>${validation}</validationId></deployRecentValidation>`,
    );
    expect(quick.text).toContain('with no deployment since');
  });

  it('is listed as DeployRequest by the Tooling API, as Setup › Deployment Status shows it', async () => {
    org.script.deploy = () => outcome({});
    const id = await deploy('<checkOnly>true</checkOnly>');
    await status(id);
    const soql = `SELECT Id, Status, CheckOnly, CreatedBy.Username FROM DeployRequest ORDER BY CreatedDate DESC, Id DESC LIMIT 1`;
    const answer = await org.call('GET', `/services/data/v67.0/tooling/query?q=${encodeURIComponent(soql)}`);
    expect(answer.json).toMatchObject({ records: [{ Id: id, Status: 'Succeeded', CheckOnly: true }] });
  });

  it('that a stopped process left open says so after the restart', async () => {
    const id = await deploy();
    await status(id);
    org.data.sql
      .prepare(
        "UPDATE server_deploy_job SET status = 'InProgress', job = replace(job, 'Succeeded', 'InProgress') WHERE id = ?",
      )
      .run(id);
    const second = await startServer({ org: org.org, port: 0 });
    const { text } = await status(id);
    expect(text).toContain('<status>Failed</status>');
    expect(text).toContain('aborted because the org was stopped');
    await second.close();
  });
});

describe('a deploy by REST', () => {
  const multipart = (entity: string): Uint8Array =>
    Buffer.from(
      [
        '--b',
        'Content-Disposition: form-data; name="file"; filename="package.xml"',
        'Content-Type: application/zip',
        '',
        'PK zip',
        '--b',
        'Content-Disposition: form-data; name="entity_content"',
        'Content-Type: application/json',
        '',
        entity,
        '--b--',
        '',
      ].join('\r\n'),
    );
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };

  it('gives the same result, always with details', async () => {
    let options: unknown;
    org.script.deploy = (_zip, given) => {
      options = given;
      return outcome({});
    };
    const started = await org.call(
      'POST',
      `${V}/metadata/deployRequest`,
      multipart('{"deployOptions":{"rollbackOnError":true,"singlePackage":true,"runTests":["A"]}}'),
      headers,
    );
    expect(started).toMatchObject({
      status: 201,
      json: { id: expect.stringMatching(/^0Af\w{15}$/), deployResult: { status: 'Pending', details: {} } },
    });
    const done = await org.call('GET', `${V}/metadata/deployRequest/${started.json.id}?includeDetails=true`);
    expect(done.json).toMatchObject({
      id: started.json.id,
      deployResult: { done: true, status: 'Succeeded', success: true, details: { componentFailures: [] } },
    });
    expect(options).toMatchObject({ rollbackOnError: true, singlePackage: true, checkOnly: false, runTests: ['A'] });
    expect((await org.call('GET', `${V}/metadata/deployRequest/${started.json.id}`)).json.deployResult.details).toEqual(
      {},
    );
    expect((await status(started.json.id)).text).toContain('<status>Succeeded</status>');
  });

  it.each([
    ['JSON that is broken', '{bad'],
    ['a list as options', '{"deployOptions":[]}'],
  ])('refuses %s', async (_what, entity) => {
    expect(await org.call('POST', `${V}/metadata/deployRequest`, multipart(entity), headers)).toMatchObject({
      status: 400,
      json: [{ errorCode: 'JSON_PARSER_ERROR' }],
    });
  });

  it('refuses uploads without their parts, and JSON without a validated id', async () => {
    expect(await org.call('POST', `${V}/metadata/deployRequest`, Buffer.from('--b--'), headers)).toMatchObject({
      status: 400,
      json: [{ errorCode: 'INVALID_MULTIPART_REQUEST' }],
    });
    expect(await org.call('POST', `${V}/metadata/deployRequest`, {})).toMatchObject({
      status: 400,
      json: [{ errorCode: 'INVALID_INPUT' }],
    });
    expect(
      await org.call('POST', `${V}/metadata/deployRequest`, { validatedDeployRequestId: '0Af000000000009AAA' }),
    ).toMatchObject({ status: 404 });
  });

  it('can be canceled only as documented, and only while it waits', async () => {
    const started = await org.call('POST', `${V}/metadata/deployRequest`, multipart('{}'), headers);
    const path = `${V}/metadata/deployRequest/${started.json.id}`;
    expect(await org.call('PATCH', path, { deployResult: { status: 'Failed' } })).toMatchObject({
      status: 400,
      json: [{ errorCode: 'INVALID_INPUT' }],
    });
    expect(await org.call('PATCH', path, { deployResult: { status: 'Canceling' } })).toMatchObject({
      status: 400,
      json: [{ errorCode: 'INVALID_ID_FIELD' }],
    });
  });
});

describe('retrieve, list and describe', () => {
  it('hand the request to the metadata engine and its answer back', async () => {
    let asked: unknown;
    org.script.retrieve = (request) => {
      asked = request;
      return {
        zip: Buffer.from('PK'),
        messages: [
          {
            fileName: 'unpackaged/package.xml',
            problem: "Entity of type 'PermissionSet' named 'NoSuch' cannot be found",
          },
        ],
        fileProperties: [
          {
            createdById: 'u',
            createdByName: 'n',
            createdDate: 'd',
            fileName: 'f',
            fullName: 'F',
            id: 'i',
            lastModifiedById: 'u',
            lastModifiedByName: 'n',
            lastModifiedDate: 'd',
            type: 'PermissionSet',
          },
        ],
      };
    };
    const started = await org.soap(
      M,
      '<retrieve><request><apiVersion>67.0</apiVersion><unpackaged><types><members>*</members><members>NoSuch</members><name>PermissionSet</name></types><version>67.0</version></unpackaged></request></retrieve>',
    );
    const id = element(started.text, 'id');
    const { text } = await org.soap(
      M,
      `<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId></checkRetrieveStatus>`,
    );
    expect(asked).toEqual({
      apiVersion: '67.0',
      singlePackage: false,
      types: [{ name: 'PermissionSet', members: ['*', 'NoSuch'] }],
    });
    expect(text).toContain('<done>true</done><fileProperties><createdById>u</createdById>');
    expect(text).toContain('<problem>Entity of type &apos;PermissionSet'.replaceAll('&apos;', "'"));
    expect(text).toContain(`<zipFile>${Buffer.from('PK').toString('base64')}</zipFile>`);
    expect(
      (
        await org.soap(
          M,
          '<checkRetrieveStatus><asyncProcessId>09S000000000009AAA</asyncProcessId></checkRetrieveStatus>',
        )
      ).text,
    ).toContain('INVALID_CROSS_REFERENCE_KEY');
  });

  it('report a retrieve that failed', async () => {
    org.script.retrieve = () => {
      throw new Error('broken');
    };
    const id = element((await org.soap(M, '<retrieve><request/></retrieve>')).text, 'id');
    expect(
      (await org.soap(M, `<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId></checkRetrieveStatus>`)).text,
    ).toMatch(/<errorStatusCode>UNKNOWN_EXCEPTION<\/errorStatusCode>.*<status>Failed<\/status>/);
    expect((await org.soap(M, '<retrieve><request><packageNames>x</packageNames></request></retrieve>')).status).toBe(
      501,
    );
  });

  it('answer an empty list without a result element', async () => {
    expect((await org.soap(M, '<listMetadata><queries><type>Flow</type></queries></listMetadata>')).text).toContain(
      '<soapenv:Body><listMetadataResponse/></soapenv:Body>',
    );
  });

  it('take three queries a list, and each needs a type', async () => {
    let asked: unknown;
    org.script.list = (queries) => {
      asked = queries;
      return [];
    };
    await org.soap(M, '<listMetadata><queries><type>Report</type><folder>F</folder></queries></listMetadata>');
    expect(asked).toEqual([{ type: 'Report', folder: 'F' }]);
    expect(
      (await org.soap(M, `<listMetadata>${'<queries><type>A</type></queries>'.repeat(4)}</listMetadata>`)).text,
    ).toContain('LIMIT_EXCEEDED');
    expect((await org.soap(M, '<listMetadata><queries/></listMetadata>')).text).toContain(
      'queries needs the element type',
    );
  });

  it('describe the types', async () => {
    expect((await org.soap(M, '<describeMetadata/>')).text).toContain(
      '<metadataObjects><directoryName>classes</directoryName>',
    );
  });
});

describe('SOAP faults', () => {
  it('let clients see an expired session', async () => {
    const answer = await org.soap(M, '<describeMetadata/>', { token: '00D!old' });
    expect(answer.status).toBe(500);
    expect(answer.text).toMatch(/<faultcode>[a-zA-Z]+:INVALID_SESSION_ID<\/faultcode>/);
  });

  it('name operations that do not exist here, with 501', async () => {
    const answer = await org.soap(M, '<readMetadata><type>PermissionSet</type></readMetadata>');
    expect(answer.status).toBe(501);
    expect(answer.text).toContain('NOT_IMPLEMENTED: The operation readMetadata');
  });

  it.each(['<a', '<x/>', '<Envelope><Body/></Envelope>', ''])('refuse "%s"', async (body) => {
    expect((await org.soap(M, '', { body })).text).toContain('<faultcode>sf:');
  });

  it('refuse a login as an org of today does', async () => {
    expect((await org.soap('/services/Soap/u/50.0', '<login/>')).text).toContain(
      'INVALID_OPERATION: SOAP API login() is disabled by default in this org',
    );
    expect((await org.soap('/services/Soap/u/65.0', '<login/>')).text).toContain('UNSUPPORTED_API_VERSION');
    expect((await org.soap('/services/Soap/u/99.0', '<login/>')).text).toContain('NOT_FOUND');
  });

  it('do not concern who I am, what time it is, and logging out', async () => {
    expect((await org.soap('/services/Soap/u/60.0', '<getUserInfo/>')).text).toContain(
      `<userId>${org.adminId}</userId>`,
    );
    expect((await org.soap('/services/Soap/c/60.0', '<getServerTimestamp/>')).text).toContain('<timestamp>');
    const token = org.server.issueToken('admin@rollcall.example.com');
    expect((await org.soap('/services/Soap/u/60.0', '<logout/>', { token })).text).toContain('<logoutResponse/>');
    expect((await org.soap('/services/Soap/u/60.0', '<getUserInfo/>', { token })).text).toContain('INVALID_SESSION_ID');
  });
});
