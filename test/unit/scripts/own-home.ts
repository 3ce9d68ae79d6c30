/**
 * A home directory of its own for what @salesforce/core reads and writes there (`~/.sf`, `~/.sfdx`). Call it before the
 * first import of core, which remembers the directory: load what imports core with `await import(…)` behind it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface OwnHome {
  path: string;
  remove(): void;
}

export function useOwnHome(): OwnHome {
  const home = mkdtempSync(path.join(os.tmpdir(), 'rollcall-home-'));
  // By hand: a spy would be gone after the first `restoreAllMocks` of a suite.
  const { homedir } = os;
  os.homedir = () => home;
  // Core makes this file where it is missing, but does not know Jest's errors for those of its own realm.
  mkdirSync(path.join(home, '.sfdx'));
  writeFileSync(path.join(home, '.sfdx', 'alias.json'), '{"orgs":{}}');
  // Only where the variable is read by JavaScript: keys go into a file of this home instead of a keychain.
  process.env['SF_USE_GENERIC_UNIX_KEYCHAIN'] = 'true';
  process.env['SF_DISABLE_LOG_FILE'] = 'true';
  return {
    path: home,
    remove: () => {
      os.homedir = homedir;
      rmSync(home, { recursive: true, force: true });
    },
  };
}
