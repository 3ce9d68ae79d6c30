/**
 * Every command of the plugin with a run that succeeds and runs that fail, for tests that hold for all of them: JSON
 * schemas, secrets. A new command needs a row here; the tests say so by name.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openFolder } from '../../scripts/start/folder.ts';
import { smallPackage, type SmallPackage } from '../unit/scripts/small-package.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const NO_ALIAS = 'nobody-is-logged-in-here';

/** A line of a request log. */
const RECORDED = {
  startedAt: '2026-01-01T00:00:00.000Z',
  milliseconds: 5,
  method: 'GET',
  url: '/services/scim/v2/Me',
  request: { headers: { authorization: '***' }, body: { content: null, encoding: 'text', length: 0 } },
  response: { status: 200, headers: {}, body: { content: '{}', encoding: 'text', length: 2 } },
};

export interface CommandCase {
  /**
   * Arguments behind the command; exit codes 0, 1 (found something) and 68 (in part) are all successes of a run. Empty for
   * commands that go on with an earlier run.
   */
  success: string[][];
  /** Each ends with an error. */
  failure: string[][];
  /** Which project of the place it runs in. */
  project: 'package' | 'rules';
}

/** Where the commands run. */
export interface Place {
  /** Alias of a logged-in org that holds the package and has been scanned. */
  console: string;
  /** Alias of a logged-in org with nothing in it. */
  empty: string;
  /** A project with a small package to validate and deploy. */
  package: SmallPackage;
  /** A project with a rule file, its records, tables to import and an error log. */
  rules: string;
  /** Folder of an embedded org that does not run. */
  org: string;
  /** For what the commands write. */
  output: string;
  remove(): void;
}

/** Makes the projects and folders of a place; the orgs are the caller's. */
export function makePlace(aliases: { console: string; empty: string }): Place {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-commands-'));
  const rules = path.join(folder, 'rules');
  const small = smallPackage();
  mkdirSync(path.join(rules, 'config'), { recursive: true });
  writeFileSync(
    path.join(rules, 'sfdx-project.json'),
    JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }),
  );
  const yaml = readFileSync(path.join(ROOT, 'config/demo/entitlements.yml'), 'utf8');
  writeFileSync(
    path.join(rules, 'config/entitlements.yml'),
    yaml.replace(/^output: .*$/m, 'output: force-app/main/default/customMetadata'),
  );
  cpSync(
    path.join(ROOT, 'config/demo/main/default/customMetadata'),
    path.join(rules, 'force-app/main/default/customMetadata'),
    { recursive: true },
  );
  cpSync(path.join(ROOT, 'config/demo/users.csv'), path.join(rules, 'users.csv'));
  writeFileSync(path.join(rules, 'groups.csv'), 'group,permissionSet\nSG-New,Sales_Core_Access\n');
  writeFileSync(path.join(rules, 'broken.yml'), 'sources: [\n');
  writeFileSync(path.join(rules, 'provisioning.log'), '409 REQUIRED_FIELD_MISSING: [LastName]\n');
  writeFileSync(path.join(rules, 'traffic.ndjson'), `${JSON.stringify(RECORDED)}\n`);
  const org = path.join(folder, 'org');
  openFolder(org, false).close();
  return {
    ...aliases,
    package: small,
    org,
    rules,
    output: path.join(folder, 'output'),
    remove: () => {
      small.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** By command id. The order matters: what verifies comes behind what writes. */
export function commandCases(place: Place): Record<string, CommandCase> {
  const into = (name: string): string => path.join(place.output, name);
  const onRules = (success: string[][], failure: string[][]): CommandCase => ({ success, failure, project: 'rules' });
  const onPackage = (success: string[][], failure: string[][]): CommandCase => ({
    success,
    failure,
    project: 'package',
  });
  return {
    'scim:validate': onPackage(
      [['--no-java'], ['--no-java', '--fix'], ['--no-java', '--baseline', into('baseline.json'), '--write-baseline']],
      [
        ['--source-dir', 'not-there'],
        ['--format', 'xml'],
        ['--no-java', '--baseline', 'not-there.json'],
      ],
    ),
    'scim:deploy': onPackage(
      [
        ['-o', place.empty, '--dry-run', '--skip-validation'],
        ['-o', place.empty, '--test-level', 'NoTestRun', '--skip-validation', '--results-dir', into('deploy')],
      ],
      [
        ['-o', NO_ALIAS, '--skip-validation'],
        ['-o', place.empty, '--skip-validation', '--admin', 'nobody@example.com'],
        ['-o', place.empty, '--skip-validation', '--integration-user', 'nobody@example.com'],
        ['-o', place.empty, '--integration-permission-set', 'api-only'],
      ],
    ),
    'scim:deploy:validate': onPackage(
      [['-o', place.empty, '--skip-validation']],
      [
        ['-o', place.empty, '--test-level', 'NoTestRun', '--skip-validation'],
        ['-o', place.empty, '--skip-validation', '--admin', 'nobody@example.com'],
      ],
    ),
    'scim:deploy:quick': onPackage(
      [],
      [
        ['-o', place.console, '--use-most-recent'],
        ['-o', place.empty, '--job-id', '0Af000000009999'],
      ],
    ),
    'scim:deploy:resume': onPackage(
      [],
      [
        ['--job-id', '0Af000000009999'],
        ['--wait', 'long'],
      ],
    ),
    'scim:deploy:cancel': onPackage([], [['--job-id', '0Af000000009999'], ['--no-such-flag']]),
    'scim:deprovision': onRules(
      [
        ['-o', place.console, '--user', 'sales@example.com'],
        ['-o', place.console, '--user', 'sales@example.com', '--apply', '--justification', 'A test of the commands'],
        ['-o', place.console, '--overdue'],
      ],
      [
        ['-o', NO_ALIAS, '--overdue'],
        ['-o', place.console, '--user', 'nobody@example.com'],
        ['-o', place.console, '--user', 'sales@example.com', '--apply'],
      ],
    ),
    'scim:doctor': onRules(
      [['-o', place.console]],
      [
        ['-o', NO_ALIAS],
        ['--probe-profile', 'X'],
      ],
    ),
    'scim:audit': onRules(
      [
        ['-o', place.console, '--scan', 'full'],
        ['-o', place.console, '--format', 'json', '--format', 'csv', '--format', 'html', '--output-dir', into('audit')],
        ['-o', place.console, '--compare', path.join(into('audit'), 'audit.json')],
      ],
      [
        ['-o', place.empty],
        ['-o', place.console, '--compare', 'not-there.json'],
      ],
    ),
    'scim:remediate': onRules(
      [
        ['-o', place.console, '--severity', 'Critical'],
        ['-o', place.console, '--severity', 'Critical', '--apply', '--justification', 'A test of the commands'],
      ],
      [
        ['-o', place.console],
        ['-o', place.console, '--severity', 'Critical', '--apply'],
      ],
    ),
    'scim:evidence': onRules(
      [['-o', place.console, '--profile', 'Standard User', '--output-dir', into('evidence')]],
      [
        ['-o', NO_ALIAS],
        ['-o', place.console, '--domain', 'no domain'],
      ],
    ),
    'scim:evidence:clean': onRules(
      [
        ['-o', place.console],
        ['-o', place.console, '--older-than-minutes', '0'],
      ],
      [
        ['-o', NO_ALIAS],
        ['-o', place.console, '--older-than-minutes', 'many'],
      ],
    ),
    'scim:evidence:verify': onRules([['--dir', into('evidence')]], [['--dir', 'not-there'], []]),
    'scim:explain': onRules(
      [['LICENSE_NOT_ASSIGNED'], ['--list'], ['--file', 'provisioning.log'], ['nothing anybody knows']],
      [[], ['--file', 'not-there.log']],
    ),
    'scim:idp': onRules(
      [
        ['entra', '--output-dir', into('entra')],
        ['okta', '--output-dir', into('okta'), '-o', place.console],
      ],
      [
        ['entra'],
        ['nobody', '--output-dir', into('nobody')],
        ['entra', '--output-dir', into('entra'), '--source', 'Nobody'],
      ],
    ),
    'scim:org:replay': onRules(
      [['traffic.ndjson'], ['traffic.ndjson', '-o', place.console, '--apply']],
      [[], ['not-there.ndjson'], ['traffic.ndjson', '-o', NO_ALIAS, '--apply']],
    ),
    'scim:org:snapshot': onRules(
      [['--data', place.org, '--output', 'snapshot.sqlite']],
      [
        ['--data', place.org],
        ['--data', 'not-there', '--output', 'nothing.sqlite'],
      ],
    ),
    'scim:org:restore': onRules(
      [['--data', into('restored'), '--snapshot', path.join(place.org, 'org.sqlite')]],
      [[], ['--data', into('restored'), '--snapshot', 'not-there.sqlite']],
    ),
    'scim:rules:generate': onRules(
      [['--dry-run'], []],
      [
        ['--file', 'broken.yml'],
        ['--file', 'not-there.yml'],
      ],
    ),
    'scim:rules:check': onRules([[]], [['--file', 'broken.yml']]),
    'scim:rules:document': onRules([['--output-dir', into('documents')]], [[]]),
    'scim:rules:export': onRules(
      [[], ['-o', place.console]],
      [
        ['-o', place.empty],
        ['-o', NO_ALIAS],
      ],
    ),
    'scim:rules:import': onRules(
      [['--table', 'groups.csv', '--source', 'Employees']],
      [
        ['--table', 'groups.csv', '--source', 'Nobody'],
        ['--table', 'not-there.csv', '--source', 'Employees'],
      ],
    ),
    'scim:rules:test': onRules([['--users', 'users.csv']], [['--users', 'not-there.csv']]),
    'scim:org:start': onRules(
      [['--port', '0', '--no-package']],
      [
        ['--port', '0', '--seed', 'many'],
        ['--port', '0', '--seed', 'demo', '--no-package'],
      ],
    ),
  };
}

/** Says which commands have no row, and where it goes. */
export function missingCases(commandIds: string[], cases: Record<string, CommandCase>): string[] {
  return commandIds
    .filter((id) => !(id in cases))
    .map((id) => `"${id}" has no row in test/support/command-cases.ts: add arguments that succeed and that fail.`);
}
