/**
 * An org with the package, the demo's rules and a snapshot of as many users as the first argument says, in a process of its
 * own, as an org is for a browser. Prints the address of its console; SIGTERM ends it.
 */
import { DEFAULT_ADMIN } from '../../local-org/data/index.ts';
import { prebuildBaseComponents } from '../../local-org/lightning/plugin.ts';
import { startServer } from '../../local-org/server/index.ts';
import { openPackageOrg } from '../support/package-org.ts';
import { fillUsers } from './users.ts';

await prebuildBaseComponents();
const { org } = openPackageOrg(['force-app', 'config/demo']);
fillUsers(org, Number(process.argv[2]));
const server = await startServer({ org, port: 0 });
const query = new URLSearchParams({ sid: server.issueToken(DEFAULT_ADMIN), retURL: '/lightning/n/SCIM_Rollcall' });
process.stdout.write(`${server.url}/secur/frontdoor.jsp?${query.toString()}\n`);
process.once('SIGTERM', () => {
  void server.close().then(() => {
    org.close();
    process.exit(0);
  });
});
