/**
 * No secret leaves: canaries lie in the environment, in the authorization files of sf and in pasted logs; every command runs in success and in failure, as text and as JSON, with every debug switch on; nothing
 * that it prints or writes holds one.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leaksBelow, leaksIn, type Leak } from '../support/canaries.ts';
import { commandCases, makePlace, missingCases, type CommandCase, type Place } from '../support/command-cases.ts';
import { logInAs } from '../support/log-in.ts';
import { inPairs, startOrgProcess, type OrgProcess } from '../support/org-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MANIFEST = JSON.parse(readFileSync(path.join(ROOT, 'oclif.manifest.json'), 'utf8')) as { commands: object };
const COMMAND_IDS = Object.keys(MANIFEST.commands).sort();
const COMMAND_MS = 60_000;
/** All runs of one command, on a machine that does other things too. */
const COMMAND_RUNS_MS = 300_000;
/** Where sf itself keeps logins, encrypted by the key in key.json; nobody of ours writes there. */
const FILES_OF_SF = [/^\.sfdx?\/[^/]+\.json$/, /^\.sfdx\/key\.json$/];
/** By contract: `scim org start` tells whoever starts it how to get in. */
const TELLS_ITS_OWN_TOKEN = 'scim:org:start';

let folder: string;
let home: string;
let full: OrgProcess;
let empty: OrgProcess;
let place: Place;
let cases: Record<string, CommandCase>;
let canaries: Record<string, string>;
const LOUD = { DEBUG: '*', SF_LOG_LEVEL: 'trace', SFDX_LOG_LEVEL: 'trace', SF_DISABLE_LOG_FILE: 'false' };
/** Notes who opens the files in which sf keeps logins. */
let watching: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-secrets-'));
  home = path.join(folder, 'home');
  mkdirSync(home);
  watching = {
    NODE_OPTIONS: `--import ${path.join(ROOT, 'test/support/watch-auth-files.mjs')}`,
    WATCH_LOG: path.join(folder, 'opened.log'),
  };
  writeFileSync(watching['WATCH_LOG']!, '');
  [full, empty] = await Promise.all([
    startOrgProcess(['--data', path.join(folder, 'org'), '--package', '--seed', '5'], undefined, 200_000),
    startOrgProcess(),
  ]);
  place = makePlace({ console: 'full', empty: 'empty' });
  cases = commandCases(place);
  canaries = {
    'access token of the org': full.accessToken,
    'access token of the empty org': empty.accessToken,
    'token of a source': full.sources[0]!.accessToken,
    'client secret': full.sources[0]!.clientSecret,
    'refresh token in the environment': '5Aep861CanaryRefreshTokenInTheEnvironment9d2f',
    'password in the environment': 'Canary-Password-In-The-Environment-7c1e',
    'client secret in the environment': 'CanaryClientSecretInTheEnvironment4a8b',
    'key in the environment': 'CanaryPrivateKeyInTheEnvironmentMIIEvQIBADAN',
    'bearer token in a pasted log': '00D000000000001!AQEAQCanaryBearerTokenInAPastedLog.xyz',
    'password in a pasted log': 'Canary-Password-In-A-Pasted-Log-5b3f',
    'token in place of an alias': '00D000000000002!AQEAQCanaryTokenInPlaceOfAnAlias.abc',
    'token as the title of a user': '00D000000000003!AQEAQCanaryTokenAsTheTitle.def',
    'key in place of a certificate': 'MIIEvQIBADANCanaryKeyInPlaceOfACertificate',
  };
  writeFileSync(
    path.join(place.rules, 'provisioning.log'),
    [
      'POST /services/scim/v2/Users',
      `Authorization: Bearer ${canaries['bearer token in a pasted log']}`,
      `{"password": "${canaries['password in a pasted log']}", "status": 409, "detail": "REQUIRED_FIELD_MISSING: [LastName]"}`,
      '',
    ].join('\n'),
  );
  await giveTitle(canaries['token as the title of a user']!);
  await logInAs(home, { url: full.instanceUrl, token: full.accessToken }, ['full']);
  // An org is known by its user's name, and both have the same administrator: the second login needs a home of its own.
  await logInAs(path.join(folder, 'other-home'), { url: empty.instanceUrl, token: empty.accessToken }, ['empty']);
}, 300_000);
afterAll(async () => {
  await full.stop();
  await empty.stop();
  place.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** As somebody does who pastes into the wrong field. */
async function giveTitle(title: string): Promise<void> {
  const headers = { authorization: `Bearer ${full.accessToken}`, 'content-type': 'application/json' };
  const soql = 'SELECT Id FROM User WHERE FederationIdentifier != null AND IsActive = true';
  const url = `${full.instanceUrl}/services/data/v67.0`;
  const found = await fetch(`${url}/query?q=${encodeURIComponent(soql)}`, { headers });
  for (const { Id } of ((await found.json()) as { records: { Id: string }[] }).records) {
    const body = JSON.stringify({ Title: title });
    const changed = await fetch(`${url}/sobjects/User/${Id}`, { method: 'PATCH', headers, body });
    expect(changed.status).toBe(204);
  }
}

interface Ended {
  what: string;
  stdout: string;
  stderr: string;
}

function run(id: string, argv: string[], environment: Record<string, string> = {}): Promise<Ended> {
  const isOfEmpty = argv.includes('empty');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(ROOT, 'bin/run.js'), ...id.split(':'), ...argv], {
      cwd: cases[id]!.project === 'rules' ? place.rules : place.package.root,
      env: {
        PATH: process.env['PATH'],
        HOME: isOfEmpty ? path.join(folder, 'other-home') : home,
        USERPROFILE: home,
        SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
        SF_ACCESS_TOKEN: full.accessToken,
        SFDX_REFRESH_TOKEN: canaries['refresh token in the environment'],
        SF_PASSWORD: canaries['password in the environment'],
        SFDX_CLIENT_SECRET: canaries['client secret in the environment'],
        SFDX_AUTH_KEY: canaries['key in the environment'],
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: COMMAND_MS,
      killSignal: 'SIGKILL',
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      // The embedded org runs until somebody stops it.
      if (id === TELLS_ITS_OWN_TOKEN && /instanceUrl.*\n|Ctrl\+C/.test(stdout)) child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', () => resolve({ what: [id, ...argv].join(' '), stdout, stderr }));
  });
}

const leaksOf = ({ what, stdout, stderr }: Ended): Leak[] => [
  ...leaksIn(stdout, `stdout of ${what}`, canaries),
  ...leaksIn(stderr, `stderr of ${what}`, canaries),
];
/** Everything that commands may have written: logs and caches below HOME, results, evidence, records. */
const leaksOnDisk = (): Leak[] =>
  [home, path.join(folder, 'other-home'), place.output, path.dirname(place.output), place.package.root].flatMap(
    (below) => leaksBelow(below, canaries, [...FILES_OF_SF, /^(?:rules\/)?provisioning\.log$/]),
  );

/** The runs, and the last of them as JSON. */
const asJsonToo = (runs: string[][]): string[][] => [...runs, ...runs.slice(-1).map((argv) => [...argv, '--json'])];
/** One that succeeds; commands that go on with an earlier run only fail here. */
const anyRun = (id: string): string[] => [...cases[id]!.success, ...cases[id]!.failure][0]!;

describe('no secret appears', () => {
  it('is proven for every command', () => {
    expect(missingCases(COMMAND_IDS, cases)).toEqual([]);
  });

  it.each(COMMAND_IDS)(
    'in what %s prints or writes when it succeeds or fails, as text and as JSON',
    async (id) => {
      const { success, failure } = cases[id]!;
      const leaks: Leak[] = [];
      for (const argv of asJsonToo(success)) leaks.push(...leaksOf(await run(id, argv)));
      const failures = asJsonToo(failure).map((argv) => () => run(id, argv));
      leaks.push(...(await inPairs(failures)).flatMap(leaksOf));
      expect([...leaks, ...leaksOnDisk()]).toEqual([]);
    },
    COMMAND_RUNS_MS,
  );

  it('with every debug switch on', async () => {
    const ended = await inPairs(Object.keys(cases).map((id) => () => run(id, anyRun(id), { ...LOUD, ...watching })));
    expect([...ended.flatMap(leaksOf), ...leaksOnDisk()]).toEqual([]);
  }, 300_000);

  it('when a secret was given in the wrong place', async () => {
    const alias = canaries['token in place of an alias']!;
    const key = path.join(place.rules, 'key.pem');
    const text = canaries['key in place of a certificate']!;
    writeFileSync(key, `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----\n`);
    const ended = await inPairs([
      ...[[], ['--json']].flatMap((json) => [
        () => run('scim:audit', ['-o', alias, ...json]),
        () => run('scim:org:start', ['--port', '0', '--no-package', '--jwt-certificate', key, ...json]),
      ]),
      () => run('scim:deploy', ['-o', alias, '--results-dir', place.output]),
      () => run('scim:explain', [`Authorization: Bearer ${alias}`, '--json']),
    ]);
    rmSync(key);
    // Every one of them says something.
    expect(ended.map(({ stdout, stderr }) => (stdout + stderr).length > 20)).toEqual(ended.map(() => true));
    expect([...ended.flatMap(leaksOf), ...leaksOnDisk()]).toEqual([]);
  }, 300_000);

  it('except the own ones of an embedded org, which its starter is told', async () => {
    const { stdout, stderr } = await run('scim:org:start', ['--port', '0', '--no-package', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ accessToken: expect.stringMatching(/^00D\w+!/) });
    expect(leaksIn(stdout + stderr, 'org start', canaries)).toEqual([]);
  }, 60_000);
});

describe('the files in which sf keeps logins', () => {
  it('are opened by @salesforce/core alone', () => {
    // Seen while every command ran with the debug switches on.
    const callers = readFileSync(watching['WATCH_LOG']!, 'utf8').split('\n').filter(Boolean);
    expect(callers.filter((line) => !line.split('\t')[0]!.includes('/node_modules/'))).toEqual([]);
    // The watch itself works: core does open them.
    expect(callers.filter((line) => line.includes('/@salesforce/core/'))).not.toEqual([]);
  });
});

describe('the search for secrets', () => {
  it('finds a secret as it is, in a URL, in Basic authorization and in a file', () => {
    const planted = { token: '00D000000000001!AQ.canary' };
    expect(leaksIn('x 00D000000000001!AQ.canary y', 'text', planted)).toHaveLength(1);
    expect(leaksIn(`?sid=${encodeURIComponent(planted.token)}`, 'url', planted)).toHaveLength(1);
    expect(leaksIn(Buffer.from(planted.token).toString('base64'), 'header', planted)).toHaveLength(1);
    expect(leaksIn('nothing', 'text', planted)).toEqual([]);
    writeFileSync(path.join(folder, 'leak.txt'), planted.token);
    expect(leaksBelow(folder, planted, [/^org\//]).map(({ where }) => where)).toEqual(['leak.txt']);
    rmSync(path.join(folder, 'leak.txt'));
  });
});

describe('when the org no longer answers, no secret appears', () => {
  it('because the session ended, or because the org is gone', async () => {
    const ids = ['scim:audit', 'scim:doctor', 'scim:evidence', 'scim:remediate', 'scim:rules:export'];
    const runs = ids.map(
      (id) => () =>
        run(
          id,
          cases[id]!.success.find((argv) => argv.includes('full'))!,
          { DEBUG: '*' },
        ),
    );
    await fetch(`${full.instanceUrl}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: full.accessToken }),
    });
    const refused = await inPairs(runs);
    await full.stop();
    const alone = await inPairs(runs);
    expect([...refused, ...alone].map(({ stderr }) => stderr)).not.toContain('');
    expect([...[...refused, ...alone].flatMap(leaksOf), ...leaksOnDisk()]).toEqual([]);
  }, 200_000);
});
