/** The embedded org: one object that holds its layers. The server puts it on HTTP; the validator uses it in memory. */
import type { ApexEngine } from './apex/contract.ts';
import type { OrgData } from './data/contract.ts';
import type { MetadataEngine } from './metadata/contract.ts';

export interface LocalOrg {
  readonly data: OrgData;
  readonly apex: ApexEngine;
  readonly metadata: MetadataEngine;
  close(): void;
}

export interface LocalOrgOptions {
  /** SQLite file, or `:memory:`. */
  file: string;
  /** For a new file: the org's id, `00D…`. Default: a random one. */
  orgId?: string;
  /** For a new file: the user name of its administrator. */
  adminUsername?: string;
  /** The org's clock. Default: the machine's. */
  clock?: () => Date;
}
