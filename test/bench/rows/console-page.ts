import { openPackageOrg } from '../../support/package-org.ts';
import { median, seconds, timed } from '../measure.ts';
import { fillUsers } from '../users.ts';
import type { Row } from '../run.ts';

const USERS = 50_000;

/** The list's first page, through the shipped controller, over a snapshot of 50,000 users. */
export async function consolePage(): Promise<Row[]> {
  const { org, admin } = openPackageOrg();
  fillUsers(org, USERS);
  const page = (query: Record<string, unknown>) => (): Promise<number> =>
    timed(() =>
      org.apex.invokeAura(admin, 'ProvisioningConsoleController', 'getUsers', {
        query: { show: 'all', pageSize: 50, sortField: 'name', sortDirection: 'asc', ...query },
      }),
    );
  await page({})();
  const first = await median(page({}));
  const missing = await median(page({ show: 'missing', sortField: 'missing', sortDirection: 'desc' }));
  const search = await median(page({ search: '49999' }));
  org.close();
  const what = `first console page at ${USERS.toLocaleString('en-US')} users, in the org`;
  return [
    {
      name: 'console',
      what,
      goal: '< 300 ms',
      measured: seconds(first),
      instead: 'User Access and Permissions Assistant slows past 5,000 users',
      ratio: '–',
    },
    {
      name: 'console-missing',
      what: `${what}: missing only, most missing first`,
      goal: '< 300 ms',
      measured: seconds(missing),
      instead: '–',
      ratio: '–',
    },
    {
      name: 'console-search',
      what: `${what}: search`,
      goal: '< 300 ms',
      measured: seconds(search),
      instead: '–',
      ratio: '–',
    },
  ];
}
