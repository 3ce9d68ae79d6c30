/** A Dev Hub over real data and real scratch orgs, with listeners that are counted instead of opened. */
import { openOrgData } from '../../../local-org/data/index.ts';
import type { OrgData } from '../../../local-org/data/contract.ts';
import { SYSTEM } from '../../../local-org/data/types.ts';
import type { RecordValues, SaveResult } from '../../../local-org/data/types.ts';
import type { AllocationLimits, DevHub } from '../../../local-org/devhub/index.ts';
import { openDevHub } from '../../../local-org/devhub/index.ts';
import type { Identity } from '../../../local-org/identity/contract.ts';
import { createIdentity } from '../../../local-org/identity/index.ts';
import type { LocalOrg } from '../../../local-org/org.ts';

export const ADMIN = 'admin@rollcall.example.com';
export const CALLBACK = 'http://localhost:1717/OauthRedirect';

export interface TestHub {
  data: OrgData;
  identity: Identity;
  hub: DevHub;
  adminId: string;
  logged: string[];
  /** Scratch orgs that listen, by port. */
  listening: Map<number, LocalOrg>;
  /** Ports that somebody else has. */
  taken: Set<number>;
  /** Asks for a scratch org as the CLI does. */
  ask(values?: RecordValues): SaveResult;
  /** Asks, waits until the hub has answered, and reads the record. */
  create(values?: RecordValues): Promise<RecordValues>;
  request(id: string): RecordValues;
  setNow(moment: string): void;
  /** Ends the hub as the end of its process does: nothing is tidied up. */
  drop(): void;
  close(): Promise<void>;
}

export interface HubOptions {
  /** Folder with `hub.sqlite` and the scratch orgs; default memory. */
  folder?: string;
  limits?: AllocationLimits;
  now?: string;
  /** Raised when an org is put on its port. */
  failure?: () => Error | undefined;
}

export async function testHub(options: HubOptions = {}): Promise<TestHub> {
  let now = new Date(options.now ?? '2026-11-30T10:00:00Z');
  const file = options.folder === undefined ? ':memory:' : `${options.folder}/hub.sqlite`;
  const data = openOrgData({ file, adminUsername: ADMIN, clock: () => now });
  data.enableFeature('DevHub');
  const identity = createIdentity(data);
  const listening = new Map<number, LocalOrg>();
  const taken = new Set<number>();
  const logged: string[] = [];
  let nextPort = 40_001;
  const hub = await openDevHub({
    data,
    identity,
    folder: options.folder === undefined ? undefined : `${options.folder}/scratch-orgs`,
    limits: options.limits,
    log: (line) => logged.push(line),
    async listen(org, asked) {
      const failure = options.failure?.();
      if (failure) throw failure;
      if (taken.has(asked)) throw Object.assign(new Error('in use'), { code: 'EADDRINUSE' });
      const port = asked === 0 ? nextPort++ : asked;
      listening.set(port, org);
      return {
        url: `http://127.0.0.1:${port}`,
        identity: createIdentity(org.data),
        close: async () => void listening.delete(port),
      };
    },
  });
  const adminId = String(data.rows('User', { Username: ADMIN })[0]?.Id);
  const request = (id: string): RecordValues => data.rows('ScratchOrgInfo', { Id: id })[0] ?? {};
  const ask = (values: RecordValues = {}): SaveResult =>
    data.insert(
      'ScratchOrgInfo',
      [
        {
          OrgName: 'Company',
          Edition: 'developer',
          ConnectedAppCallbackUrl: CALLBACK,
          ConnectedAppConsumerKey: 'PlatformCLI',
          ...values,
        },
      ],
      { ...SYSTEM, actor: { userId: adminId }, allOrNone: false },
    )[0]!;
  return {
    data,
    identity,
    hub,
    adminId,
    logged,
    listening,
    taken,
    ask,
    request,
    async create(values) {
      const result = ask(values);
      if (!result.id) throw new Error(JSON.stringify(result.errors));
      await hub.reconcile();
      return request(result.id);
    },
    setNow(moment) {
      now = new Date(moment);
    },
    drop() {
      for (const org of listening.values()) org.close();
      data.close();
    },
    async close() {
      await hub.close();
      data.close();
    },
  };
}

/** Deletes a record as its owner; its errors. */
export function remove(hub: TestHub, object: string, id: string): SaveResult {
  return hub.data.delete(object, [id], { ...SYSTEM, actor: { userId: hub.adminId }, allOrNone: false })[0]!;
}
