import { median, quietEnvironment, ratio, seconds, startOrgProcess, timeProcess, withFolder } from '../measure.ts';
import type { Row } from '../run.ts';

const SF = 'node_modules/@salesforce/cli/bin/run.js';

/** The unmodified `sf` deploys both directories into an empty embedded org. */
export async function deployWithSf(): Promise<Row[]> {
  const times = await withFolder(async (home) => {
    const environment = quietEnvironment(home);
    const start = await median(() =>
      timeProcess(
        [SF, 'project', 'generate', 'manifest', '--source-dir', 'force-app', '--output-dir', home],
        environment,
      ),
    );
    const deploy = await median(async () => {
      const org = await startOrgProcess(['--no-package', '--seed', 'none']);
      const login = quietEnvironment(home, { SF_ACCESS_TOKEN: org.ready.accessToken });
      await timeProcess(
        [
          SF,
          'org',
          'login',
          'access-token',
          '--instance-url',
          org.ready.instanceUrl,
          '--alias',
          'bench',
          '--no-prompt',
        ],
        login,
      );
      const time = await timeProcess(
        [SF, 'project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', 'bench'],
        environment,
      );
      await org.stop();
      return time;
    });
    return { start, deploy };
  });
  return [
    {
      name: 'deploy',
      what: 'deploy this package with the real `sf`',
      goal: '< 5 s',
      measured: seconds(times.deploy),
      instead: `a Salesforce org: minutes; \`sf\` itself, listing the package's components: ${seconds(times.start)}`,
      ratio: ratio(times.deploy, times.start),
    },
  ];
}
