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
  /** The org's clock. Default: the machine's. */
  clock?: () => Date;
}
