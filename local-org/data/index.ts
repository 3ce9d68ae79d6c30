/**
 * The org's data: objects, records, access, seeded like a fresh org.
 * `openOrgData` is the one place where the data layer and the query language meet.
 */
import { runQuery, runSearch } from '../soql/index.ts';
import { OrgDatabase } from './database.ts';
import { seedOrg } from './seed/index.ts';
import type { SeedOptions } from './seed/index.ts';

export { OrgDatabase } from './database.ts';
export { toId18, isId, formatId } from './ids.ts';
export {
  DEFAULT_ADMIN,
  PERMISSION_SET_LICENSES,
  PROFILES,
  USER_LICENSES,
  seedProfile,
  setSeats,
} from './seed/index.ts';
export type { ProfileSeed } from './seed/index.ts';
export { plainField } from './schema/custom.ts';
export { fieldOf, unsupportedType } from './schema/orgSchema.ts';
export { datetime } from './storage/store.ts';

export interface OpenOptions extends SeedOptions {
  /** SQLite file, or `:memory:`. */
  file: string;
  /** The org's clock; default the machine's. */
  clock?: () => Date;
}

/** Opens an org, and seeds it when the file is new. */
export function openOrgData(options: OpenOptions): OrgDatabase {
  const data = new OrgDatabase({
    file: options.file,
    ...(options.clock ? { clock: options.clock } : {}),
    runQuery,
    runSearch,
  });
  seedOrg(data, options);
  return data;
}
