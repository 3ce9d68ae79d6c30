/** Every command, in success and in failure, prints one JSON object that its published schema describes, and nothing else. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { schemaFiles } from '../../../../scripts/schemas/commands.ts';
import { SCHEMA_FOLDER } from '../../../../scripts/schemas.ts';
import { commandCases, makePlace, missingCases, type CommandCase, type Place } from '../../../support/command-cases.ts';
import { outputSchema, schemaName } from '../../../support/output-schema.ts';
import { logIn } from '../commands/logged-in.ts';
import { runCommand, type CommandRun } from '../commands/run-command.ts';
import { openConsoleOrg, type ConsoleOrg } from '../console-org.ts';
import { addUser } from '../deploy/another-user.ts';
import { orgOverHttp, type OrgOverHttp } from '../deploy/org-over-http.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const MANIFEST = JSON.parse(readFileSync(path.join(ROOT, 'oclif.manifest.json'), 'utf8')) as {
  commands: Record<string, { flags: Record<string, object> }>;
};
const COMMAND_IDS = Object.keys(MANIFEST.commands).sort();
/** They go on with an earlier run; their success is held against its schema in commands/deploy-again.test.ts. */
const NEEDS_AN_EARLIER_RUN = new Set(['scim:deploy:cancel', 'scim:deploy:quick', 'scim:deploy:resume']);
const RUN_SECONDS = 60;
/** Alias of an org at whose address nobody answers any more. */
const GONE = 'gone';

let home: OwnHome;
let full: ConsoleOrg;
let empty: OrgOverHttp;
let place: Place;
let cases: Record<string, CommandCase>;
const before = process.cwd();

beforeAll(async () => {
  home = useOwnHome();
  full = await openConsoleOrg();
  empty = await orgOverHttp();
  const creator = full.insertUser('scim.entra@example.com');
  full.insertUser('sales@example.com', { Department: 'Sales', FederationIdentifier: 'e1' }, creator);
  place = makePlace({ console: 'full', empty: 'empty' });
  cases = commandCases(place);
  // An org is known by its user's name, and both have the same administrator.
  const reader = full.insertUser('reader@example.com', {
    ProfileId: full.idOf('Profile', { Name: 'System Administrator' }),
  });
  for (const set of ['Administrator', 'Remediator', 'Deprovisioner']) {
    const PermissionSetId = full.idOf('PermissionSet', { Name: `SCIM_Rollcall_${set}` });
    full.insert('PermissionSetAssignment', { AssigneeId: reader, PermissionSetId });
  }
  const token = full.server.issueToken('reader@example.com');
  await logIn(home.path, { url: full.server.url, token }, place.console);
  await logIn(home.path, empty, place.empty);
  const gone = await orgOverHttp();
  const leaver = addUser(gone.org);
  await logIn(home.path, { url: gone.url, token: gone.issueToken(leaver) }, GONE);
  await gone.close();
  (await import('@salesforce/core')).StateAggregator.clearInstance();
}, 120_000);
afterAll(async () => {
  process.chdir(before);
  await full.close();
  await empty.close();
  place.remove();
  home.remove();
});

async function run(id: string, argv: string[]): Promise<CommandRun> {
  const folder = id.split(':').join('/');
  const file = [`${folder}.ts`, `${folder}/index.ts`].find((name) => COMMAND_FILES.has(name))!;
  const { default: command } = await import(`../../../../scripts/commands/${file}`);
  process.chdir(cases[id]!.project === 'rules' ? place.rules : place.package.root);
  // The embedded org runs until somebody stops it.
  const stop = (stdout: string): void => {
    if (/^\{"instanceUrl".*\}\n$/.test(stdout)) process.emit('SIGINT', 'SIGINT');
  };
  return runCommand(command, [...argv, '--json'], stop);
}
const COMMAND_FILES = new Set(
  readdirSync(path.join(ROOT, 'scripts/commands'), { recursive: true, encoding: 'utf8' }).map((file) =>
    file.split(path.sep).join('/'),
  ),
);

/** A run of the command against the org that is gone; none for commands that need no org. */
function unreachable(id: string): string[][] {
  if (!MANIFEST.commands[id]!.flags['target-org']) return [];
  const { success, failure } = cases[id]!;
  const argv = [...success, ...failure].find((one) => one.includes('-o')) ?? ['-o', GONE];
  return [argv.map((word, at) => (argv[at - 1] === '-o' ? GONE : word))];
}

describe('schemas/', () => {
  it('holds what the types of the commands say (else: npm run schemas)', () => {
    const files = schemaFiles();
    expect(readdirSync(SCHEMA_FOLDER).sort()).toEqual([...files.keys()]);
    for (const [file, text] of files) expect(readFileSync(path.join(SCHEMA_FOLDER, file), 'utf8')).toBe(text);
  });

  it('has a schema for every command', () => {
    expect(readdirSync(SCHEMA_FOLDER).sort()).toEqual(COMMAND_IDS.map((id) => `${schemaName(id)}.json`).sort());
  });
});

describe('with --json, every command', () => {
  it('is tried here', () => {
    expect(missingCases(COMMAND_IDS, cases)).toEqual([]);
  });

  it.each(COMMAND_IDS.filter((id) => !NEEDS_AN_EARLIER_RUN.has(id)))(
    'as %s prints one object of its schema when it succeeds',
    async (id) => {
      const validate = outputSchema(id);
      for (const argv of cases[id]!.success) {
        const { stderr, exitCode, json } = await run(id, argv);
        const isValid = validate(json());
        expect({ argv, errors: validate.errors ?? [], stderr }).toEqual({ argv, errors: [], stderr: '' });
        expect([argv, json().message]).toEqual([argv, undefined]);
        expect([isValid, [0, 1, 68].includes(exitCode)]).toEqual([true, true]);
      }
    },
    RUN_SECONDS * 1000,
  );

  it.each(COMMAND_IDS)(
    'as %s prints one object of its schema when it fails',
    async (id) => {
      const validate = outputSchema(id);
      for (const argv of [...cases[id]!.failure, ['--no-such-flag'], ...unreachable(id)]) {
        const { stderr, exitCode, json } = await run(id, argv);
        const isValid = validate(json());
        expect({ argv, errors: validate.errors ?? [], stderr }).toEqual({ argv, errors: [], stderr: '' });
        expect(isValid).toBe(true);
        expect(json()).toMatchObject({ name: expect.any(String), status: exitCode, exitCode });
        expect(exitCode).toBeGreaterThan(0);
      }
    },
    RUN_SECONDS * 1000,
  );
});
