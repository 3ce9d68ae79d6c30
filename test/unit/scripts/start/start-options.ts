/** What the tests of the start ask for unless they say otherwise: an empty org in memory on a free port. */
import path from 'node:path';
import { defaultSwitches } from '../../../../local-org/scim/switches.ts';
import type { RunningOrg, StartOptions } from '../../../../scripts/start/options.ts';

export const PROJECT_ROOT = path.resolve(import.meta.dirname, '../../../..');

export function startOptions(options: Partial<StartOptions> = {}): StartOptions {
  return {
    projectRoot: PROJECT_ROOT,
    port: 0,
    data: undefined,
    fresh: false,
    seed: { kind: 'none' },
    withPackage: true,
    validate: false,
    scimSwitches: defaultSwitches(),
    faults: [],
    requestLog: undefined,
    watch: [],
    tell: () => undefined,
    soapLogin: false,
    devHub: false,
    jwtCertificate: undefined,
    ...options,
  };
}

/** Rows of a SOQL query over REST. Raises with the org's answer when there are none to read. */
export async function query(
  org: Pick<RunningOrg, 'instanceUrl' | 'accessToken'>,
  soql: string,
): Promise<Record<string, unknown>[]> {
  const response = await fetch(
    `${org.instanceUrl}/services/data/v67.0/query?${new URLSearchParams({ q: soql }).toString()}`,
    { headers: { authorization: `Bearer ${org.accessToken}` } },
  );
  const answer = (await response.json()) as { records?: Record<string, unknown>[] };
  if (!answer.records) throw new Error(`${soql}\n${JSON.stringify(answer)}`);
  return answer.records;
}
