import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeployJobs } from '../../../local-org/server/deploy/jobs.ts';
import type { Session } from '../../../local-org/identity/contract.ts';
import type { Harness } from './harness.ts';
import { startHarness } from './harness.ts';

let org: Harness;
let session: Session;
const OPTIONS = {
  checkOnly: false,
  rollbackOnError: true,
  ignoreWarnings: false,
  purgeOnDelete: false,
  singlePackage: true,
  runTests: [],
};

beforeAll(async () => {
  org = await startHarness();
  const found = org.server.identity.session(org.token);
  if (!found) throw new Error('The token has no session.');
  session = found;
});

afterAll(() => org.close());

describe('a deploy job that waits', () => {
  it('is canceled and then never runs', () => {
    const jobs = new DeployJobs(org.org, () => undefined);
    let ran = false;
    org.script.deploy = () => {
      ran = true;
      throw new Error('not reached');
    };
    const { id } = jobs.start(session, new Uint8Array(), OPTIONS);
    expect(jobs.get(id).status).toBe('Pending');
    expect(jobs.cancel(id, session)).toMatchObject({ status: 'Canceled', canceledById: org.adminId });
    jobs.run(id);
    expect(ran).toBe(false);
    expect(jobs.get(id).status).toBe('Canceled');
  });

  it('fails when the process that took it is gone', () => {
    const { id } = new DeployJobs(org.org, () => undefined).start(session, new Uint8Array(), OPTIONS);
    expect(new DeployJobs(org.org, () => undefined).get(id)).toMatchObject({
      status: 'Failed',
      errorMessage: expect.stringContaining('deploy again'),
    });
  });
});
