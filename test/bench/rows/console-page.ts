import { openPackageOrg } from '../../support/package-org.ts';
import { median, seconds, timed } from '../measure.ts';
import { fillUsers } from '../users.ts';
import type { Row } from '../run.ts';

const USERS = 50_000;
const GOAL = '< 300 ms';
/** As the console's columns ask for them. */
const SORTS = ['name', 'source', 'profile', 'status', 'missing', 'evaluated'];
const DIRECTIONS = ['asc', 'desc'];
const SHOWN = ['all', 'missing'];
/** One user, a tenth of them, all of them, and none. */
const SEARCHES = ['49999', 'user 0000', 'example', 'nobody of that name'];

interface Timed {
  of: string;
  time: number;
}

/** The list's pages, through the shipped controller, over a snapshot of 50,000 users. */
export async function consolePage(): Promise<Row[]> {
  const { org, admin } = openPackageOrg();
  fillUsers(org, USERS);
  const page = (query: Record<string, unknown>): { nextCursor?: string } =>
    org.apex.invokeAura(admin, 'ProvisioningConsoleController', 'getUsers', {
      query: { show: 'all', pageSize: 50, sortField: 'name', sortDirection: 'asc', ...query },
    }) as { nextCursor?: string };
  const time = async (of: string, query: Record<string, unknown>): Promise<Timed> => ({
    of,
    time: await median(() => timed(() => page(query))),
  });
  const first = await timed(() => page({}));
  const again = await time('by name', {});
  const sorted: Timed[] = [];
  const second: Timed[] = [];
  for (const sortField of SORTS) {
    for (const sortDirection of DIRECTIONS) {
      for (const show of SHOWN) {
        const query = { sortField, sortDirection, show };
        const of = `${sortField} ${sortDirection}, ${show}`;
        sorted.push(await time(of, query));
        second.push(await time(of, { ...query, cursor: page(query).nextCursor }));
      }
    }
  }
  const searched: Timed[] = [];
  for (const search of SEARCHES) searched.push(await time(`"${search}"`, { search }));
  org.close();
  const at = `at ${USERS.toLocaleString('en-US')} users, in the org`;
  const row = (name: string, what: string, measured: string, instead = '–'): Row => ({
    name,
    what: `${what} ${at}`,
    goal: GOAL,
    measured,
    instead,
    ratio: '–',
  });
  return [
    row(
      'console',
      'first console page',
      `${seconds(again.time)}; the first call of all ${seconds(first)}`,
      'User Access and Permissions Assistant slows past 5,000 users',
    ),
    row('console-sorts', `slowest first page of ${sorted.length} sorts and filters`, slowest(sorted)),
    row('console-next', `slowest next page of ${second.length} sorts and filters`, slowest(second)),
    row('console-search', `slowest of ${searched.length} searches`, slowest(searched)),
  ];
}

function slowest(times: Timed[]): string {
  const { of, time } = times.reduce((worst, one) => (one.time > worst.time ? one : worst));
  return `${seconds(time)} (${of})`;
}
