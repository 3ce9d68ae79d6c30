/** Opens an embedded org: data, flows, Apex and metadata over one SQLite file (or memory), put together in the order they need. */
import { createApexEngine } from './apex/engine.ts';
import { openOrgData } from './data/index.ts';
import { createFlows } from './flow/engine.ts';
import { ensureTokenTables } from './identity/tables.ts';
import { apexComponents, approvalCatalog, createMetadataEngine, openComponentStore } from './metadata/index.ts';
import type { LocalOrg, LocalOrgOptions } from './org.ts';

/** Seeds a new file like a fresh org. Raises SQLite's own error for a file that is none of ours. */
export function openLocalOrg(options: LocalOrgOptions): LocalOrg {
  const data = openOrgData(options);
  // Here, not when Apex first revokes a token: a table that a test makes slows down all the rollbacks after it.
  ensureTokenTables(data);
  const store = openComponentStore(data);
  data.labelOf = (name) => store.label(name, 'en_US') ?? null;
  data.approvals.catalog = approvalCatalog(store);
  const apex = createApexEngine({
    data,
    sources: () => store.apexSources(),
    labels: (language) => store.labels(language),
    components: apexComponents(store),
    flows: createFlows(data, store),
  });
  const metadata = createMetadataEngine({ data, apex, store });
  return { data, apex, metadata, close: () => data.close() };
}
