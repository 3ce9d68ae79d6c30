import type { LocalOrg } from '../../../local-org/org.ts';
import type { Actor } from '../../../local-org/data/types.ts';
import { openPackageOrg } from '../../support/package-org.ts';
import { median, seconds, timed } from '../measure.ts';
import { fillUsers } from '../users.ts';
import type { Row } from '../run.ts';

const USERS = 50_000;
const GOAL = '< 300 ms';
/** As the console's columns ask for them. */
const SORTS = [
  'name',
  'email',
  'username',
  'federationId',
  'source',
  'matchedBy',
  'profile',
  'role',
  'department',
  'title',
  'status',
  'missing',
  'unexpected',
  'deadline',
  'created',
  'lastLogin',
  'evaluated',
];
const DIRECTIONS = ['asc', 'desc'];
const SHOWN = ['all', 'missing', 'unexpected', 'privileged', 'overdue', 'resolved'];
/** Each filter alone, and all that a person would join. */
const FILTERS: Record<string, string>[] = [
  { source: 'Employees' },
  { status: 'Inactive' },
  { department: 'Department 7' },
  { reason: 'NOT_ASSIGNED' },
  { entitlement: 'permissionset:entitlement_7' },
  { severity: 'Critical' },
  { reason: 'NOT_ASSIGNED', severity: 'High', entitlement: 'permissionset:entitlement_4', source: 'Employees' },
  { severity: 'High', department: 'Department 7', status: 'Active', search: 'example user' },
];
/** One user, a tenth of them, all of them, and none. */
const SEARCHES = ['49999', 'user 0000', 'example', 'nobody of that name'];

type Query = Record<string, unknown>;
interface Timed {
  of: string;
  time: number;
}
interface Page {
  nextCursor?: string;
}
interface Part extends Page {
  rows: unknown[];
}

/** The list's pages, filters and exports, through the shipped controllers, over a snapshot of 50,000 users. */
export async function consolePage(): Promise<Row[]> {
  const { org, admin } = openPackageOrg();
  fillUsers(org, USERS);
  const page = (query: Query): Page =>
    org.apex.invokeAura(admin, 'ProvisioningConsoleController', 'getUsers', { query: asked(query) }) as Page;
  const time = async (of: string, query: Query): Promise<Timed> => ({ of, time: await timed(() => page(query)) });

  const first = await timed(() => page({}));
  const again = await median(() => timed(() => page({})));
  const sorted: Timed[] = [];
  const second: Timed[] = [];
  for (const sortField of SORTS) {
    for (const sortDirection of DIRECTIONS) {
      for (const show of SHOWN) {
        const query = { sortField, sortDirection, show };
        const of = `${sortField} ${sortDirection}, ${show}`;
        sorted.push(await time(of, query));
        const { nextCursor } = page(query);
        if (nextCursor) second.push(await time(of, { ...query, cursor: nextCursor }));
      }
    }
  }
  const filtered: Timed[] = [];
  for (const filter of FILTERS) {
    for (const show of SHOWN) {
      const query = { sortField: 'missing', sortDirection: 'desc', show, ...filter };
      filtered.push(await time(`${show}, ${Object.values(filter).join(' + ')}`, query));
    }
  }
  const searched: Timed[] = [];
  for (const search of SEARCHES) searched.push(await time(`"${search}"`, { search }));
  const options = await median(() =>
    timed(() => org.apex.invokeAura(admin, 'RollcallListController', 'getFilterOptions', {})),
  );
  const exported = await timeExport(org, admin);
  org.close();

  const at = `at ${USERS.toLocaleString('en-US')} users, in the org`;
  const row = (name: string, what: string, measured: string, goal = GOAL, instead = '–'): Row => ({
    name,
    what: `${what} ${at}`,
    goal,
    measured,
    instead,
    ratio: '–',
  });
  return [
    row(
      'console',
      'first console page',
      `${seconds(again)}; the first call of all ${seconds(first)}`,
      GOAL,
      'User Access and Permissions Assistant slows past 5,000 users',
    ),
    row('console-sorts', `slowest first page of ${sorted.length} sorts and figures`, slowest(sorted)),
    row('console-next', `slowest next page of ${second.length} sorts and figures`, slowest(second)),
    row('console-filters', `slowest first page of ${filtered.length} filters`, slowest(filtered)),
    row('console-search', `slowest of ${searched.length} searches`, slowest(searched)),
    row('console-options', 'choices of the filters', seconds(options)),
    row(
      'console-export',
      `export of everybody in ${exported.parts} calls`,
      `${seconds(exported.all)} in all, the slowest call ${seconds(exported.slowest)}`,
      `all ${USERS.toLocaleString('en-US')} rows`,
    ),
  ];
}

function asked(query: Query): Query {
  return { show: 'all', pageSize: 50, sortField: 'name', sortDirection: 'asc', ...query };
}

/** Reads every part of an export of everybody, as the console does. Raises when a user is missing. */
async function timeExport(org: LocalOrg, admin: Actor): Promise<{ parts: number; all: number; slowest: number }> {
  const times: number[] = [];
  let rows = 0;
  let cursor: string | null | undefined = null;
  do {
    let part: Part | undefined;
    times.push(
      await timed(() => {
        part = org.apex.invokeAura(admin, 'RollcallListController', 'exportPage', {
          query: asked({ sortField: 'missing', sortDirection: 'desc' }),
          cursor,
        }) as Part;
      }),
    );
    rows += part!.rows.length;
    cursor = part!.nextCursor;
  } while (cursor);
  if (rows !== USERS) throw new Error(`The export has ${rows} rows instead of ${USERS}.`);
  return { parts: times.length, all: times.reduce((sum, one) => sum + one, 0), slowest: Math.max(...times) };
}

function slowest(times: Timed[]): string {
  const { of, time } = times.reduce((worst, one) => (one.time > worst.time ? one : worst));
  return `${seconds(time)} (${of})`;
}
