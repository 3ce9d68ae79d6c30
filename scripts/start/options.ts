/** What `scim org start` and `npm start` can be asked for. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { publicKeyOf } from '../../local-org/identity/connected-apps.ts';
import { parseFault, type Fault } from '../../local-org/server/index.ts';
import { applySwitch, defaultSwitches, type Switches } from '../../local-org/scim/switches.ts';
import { ScimError } from '../command.ts';
import type { Messages } from '../messages.ts';
import { findProject } from '../project.ts';

export type Seed = { kind: 'none' } | { kind: 'demo' } | { kind: 'count'; users: number };

/** The largest number of users one start provisions over SCIM. */
const MAX_SEED_USERS = 100_000;

/** Reads `--seed`. Raises `InvalidSeed` (exit 2). */
export function readSeed(text: string, messages: Messages): Seed {
  if (text === 'none') return { kind: 'none' };
  if (text === 'demo') return { kind: 'demo' };
  const users = Number(text);
  if (/^\d+$/.test(text) && users >= 1 && users <= MAX_SEED_USERS) return { kind: 'count', users };
  throw new ScimError('InvalidSeed', messages.text('error.seed', text), { exitCode: 2 });
}

/** The seed as `--seed` writes it. */
export function seedText(seed: Seed): string {
  return seed.kind === 'count' ? String(seed.users) : seed.kind;
}

/** Reads the file of `--jwt-certificate`. Raises `InvalidCertificate` (exit 2). */
export function readCertificate(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    const pem = readFileSync(file, 'utf8');
    publicKeyOf(pem);
    return pem;
  } catch (error) {
    throw new ScimError('InvalidCertificate', `--jwt-certificate ${file}: ${(error as Error).message}`, {
      actions: [
        'Make a key pair with: openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=ci',
      ],
      exitCode: 2,
      cause: error,
    });
  }
}

/** Reads the values of `--scim-switch`. Raises `InvalidScimSwitch` (exit 2), which names the known ones. */
export function readScimSwitches(assignments: string[]): Switches {
  try {
    return assignments.reduce(applySwitch, defaultSwitches());
  } catch (error) {
    throw new ScimError('InvalidScimSwitch', `--scim-switch: ${(error as Error).message}`, {
      exitCode: 2,
      cause: error,
    });
  }
}

/** Reads the values of `--fault`. Raises `InvalidFault` (exit 2), which says how one is written. */
export function readFaults(texts: string[]): Fault[] {
  try {
    return texts.map(parseFault);
  } catch (error) {
    throw new ScimError('InvalidFault', `--fault: ${(error as Error).message}`, { exitCode: 2, cause: error });
  }
}

/** Reads the values of `--watch`: folders of one project. Raises `InvalidWatch` (exit 2). */
export function readWatched(folders: string[]): string[] {
  const refuse = (why: string): never => {
    throw new ScimError('InvalidWatch', `--watch: ${why}`, {
      actions: ['Name folders of one Salesforce DX project, such as force-app.'],
      exitCode: 2,
    });
  };
  const found = folders.map((folder) => path.resolve(folder));
  for (const folder of found)
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) refuse(`${folder} is no folder.`);
  const roots = new Set(found.map((folder) => findProject(folder).root));
  if (roots.size > 1) refuse(`the folders belong to ${roots.size} projects: ${[...roots].join(', ')}.`);
  return found;
}

export interface StartOptions {
  projectRoot: string;
  /** 0 picks a free port. */
  port: number;
  /** Absolute folder, or undefined for an org in memory. */
  data: string | undefined;
  fresh: boolean;
  seed: Seed;
  withPackage: boolean;
  validate: boolean;
  scimSwitches: Switches;
  /** What goes wrong on purpose. */
  faults: Fault[];
  /** Absolute path of a file that gets every request with its answer, secrets masked. */
  requestLog: string | undefined;
  /** Absolute folders of one project that are deployed, now and whenever a file of them changes. */
  watch: string[];
  /** Gets what is said of such deployments after the start. */
  tell(text: string): void;
  /** Switches SOAP `login()` on. */
  soapLogin: boolean;
  /** Makes the org a Dev Hub. */
  devHub: boolean;
  /** PEM text of a certificate whose owner may sign in as the administrator by JWT. */
  jwtCertificate: string | undefined;
}

/** An identity provider's way in, for trying requests by hand. */
export interface SourceAccess {
  name: string;
  username: string;
  clientId: string;
  clientSecret: string;
  accessToken: string;
}

export interface RunningOrg {
  instanceUrl: string;
  username: string;
  accessToken: string;
  orgId: string;
  consoleUrl: string;
  scimUrl: string;
  sources: SourceAccess[];
  /** Whether SCIM Rollcall was deployed, so that there is a console. */
  hasPackage: boolean;
  isDevHub: boolean;
  /** Consumer key of the client with the certificate that the start was given. */
  jwtClientId: string | undefined;
  /** The seed of an earlier start, when the folder holds its users already. */
  restored: string | undefined;
  /** True when an earlier seeding was cut off, and this start took the org back to before it. */
  wasCutOff: boolean;
  close(): Promise<void>;
}
