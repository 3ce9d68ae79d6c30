/** The unmodified Salesforce CLI: Apex tests and anonymous Apex. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cli, OrgProcess } from '../support/org-process.ts';
import { createCli, inPairs, startOrgProcess } from '../support/org-process.ts';

const FIXTURE = path.resolve(import.meta.dirname, '../fixtures/wire/project');

let org: OrgProcess;
let cli: Cli;
let project: string;

beforeAll(async () => {
  cli = createCli();
  project = path.join(cli.home, 'project');
  cpSync(FIXTURE, project, { recursive: true });
  writeFileSync(
    path.join(project, 'force-app/main/default/classes/FailingTest.cls'),
    "@IsTest\nprivate class FailingTest {\n    @IsTest\n    static void fails() {\n        Assert.areEqual(1, 2, 'One is not two');\n    }\n}\n",
  );
  cpSync(
    path.join(project, 'force-app/main/default/classes/Demo.cls-meta.xml'),
    path.join(project, 'force-app/main/default/classes/FailingTest.cls-meta.xml'),
  );
  org = await startOrgProcess();
  await cli.login(org);
  const deployed = await cli.run(['project', 'deploy', 'start', '--source-dir', 'force-app', '--json'], {
    cwd: project,
  });
  if (deployed.exitCode !== 0) throw new Error(`The sample project does not deploy.\n${deployed.stdout}`);
}, 90_000);

afterAll(async () => {
  await org.stop();
  cli.dispose();
});

describe('Apex tests', () => {
  it('run synchronously with JUnit output and coverage', async () => {
    const output = path.join(cli.home, 'results');
    const result = await cli.run([
      'apex',
      'run',
      'test',
      '--tests',
      'DemoTest',
      '--synchronous',
      '--code-coverage',
      '--result-format',
      'junit',
      '--output-dir',
      output,
    ]);
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('<testsuite name="force.apex"');
    expect(result.stdout).toContain('name="doubles" classname="DemoTest"');
    const coverage = JSON.parse(readFileSync(path.join(output, 'test-result-codecoverage.json'), 'utf8')) as {
      name: string;
      coveredPercent: number;
    }[];
    expect(coverage).toEqual([expect.objectContaining({ name: 'Demo', coveredPercent: expect.any(Number) })]);
    expect(coverage[0]?.coveredPercent).toBeGreaterThan(0);
    expect(coverage[0]?.coveredPercent).toBeLessThan(100);
  });

  it('run as a suite', async () => {
    mkdirSync(path.join(project, 'force-app/main/default/testSuites'));
    writeFileSync(
      path.join(project, 'force-app/main/default/testSuites/Fast.testSuite-meta.xml'),
      '<ApexTestSuite xmlns="http://soap.sforce.com/2006/04/metadata"><testClassName>DemoTest</testClassName></ApexTestSuite>',
    );
    const source = ['--source-dir', 'force-app/main/default/testSuites'];
    expect((await cli.run(['project', 'deploy', 'start', ...source], { cwd: project })).exitCode).toBe(0);
    const run = ['apex', 'run', 'test', '--suite-names', 'Fast', '--wait', '1', '--json'];
    const result = (await cli.run(run)).json() as { result: { summary: object; tests: { FullName: string }[] } };
    expect(result.result.summary).toMatchObject({ outcome: 'Passed', failing: 0 });
    expect(result.result.tests.map(({ FullName }) => FullName.split('.')[0])).toContain('DemoTest');
  });

  it('run asynchronously and end with exit code 100 when one fails, saying where', async () => {
    const result = await cli.run([
      'apex',
      'run',
      'test',
      '--test-level',
      'RunLocalTests',
      '--wait',
      '2',
      '--code-coverage',
      '--json',
    ]);
    expect(result.exitCode).toBe(100);
    const { summary, tests } = result.json<{
      result: { summary: Record<string, unknown>; tests: Record<string, unknown>[] };
    }>().result;
    expect(summary).toMatchObject({ outcome: 'Failed', testsRan: 4, passing: 3, failing: 1 });
    expect(tests.find((test) => test.MethodName === 'fails')).toMatchObject({
      Outcome: 'Fail',
      Message: expect.stringContaining('One is not two'),
      StackTrace: expect.stringMatching(/^Class\.FailingTest\.fails: line 5, column 1/),
    });
  });

  it('can be named one by one; an unknown class is refused by name', async () => {
    const [one, unknown] = await inPairs([
      () => cli.run(['apex', 'run', 'test', '--tests', 'DemoTest.doubles', '--synchronous', '--json']),
      () => cli.run(['apex', 'run', 'test', '--tests', 'NoSuchTest', '--synchronous', '--json']),
    ]);
    expect(one?.json()).toMatchObject({ status: 0, result: { summary: { testsRan: 1, passing: 1 } } });
    expect(unknown?.exitCode).toBe(1);
    expect(unknown?.json()).toMatchObject({ message: expect.stringContaining('NoSuchTest') });
  });
});

describe('anonymous Apex', () => {
  const run = async (code: string) => {
    const file = path.join(cli.home, `${Buffer.from(code).toString('hex').slice(0, 40)}.apex`);
    writeFileSync(file, code);
    return cli.run(['apex', 'run', '-f', file, '--json']);
  };

  it('runs, logs and keeps what it wrote', async () => {
    const result = await run(
      "insert new Account(Name = 'Anonymous & Co');\nSystem.debug('accounts: ' + [SELECT COUNT() FROM Account WHERE Name = 'Anonymous & Co']);\n",
    );
    expect(result.json()).toMatchObject({
      status: 0,
      result: { success: true, compiled: true, logs: expect.stringContaining('accounts: 1') },
    });
  });

  it('says what does not compile and what was thrown, with line and column', async () => {
    const [compile, runtime] = await inPairs([
      () => run('Integer i = missing;\n'),
      () => run("Integer i = 1;\nthrow new IllegalArgumentException('boom');\n"),
    ]);
    expect(compile?.exitCode).toBe(1);
    expect(compile?.stdout).toContain('Variable does not exist: missing');
    expect(runtime?.exitCode).toBe(1);
    expect(runtime?.stdout).toContain('System.IllegalArgumentException: boom');
    expect(runtime?.stdout).toContain('AnonymousBlock: line 2, column 1');
  });
});
