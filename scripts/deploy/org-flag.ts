/**
 * `--target-org` is read as text and resolved to an authorized org only when the command runs: @salesforce/core costs half
 * a second to load, and the parser would wrap what it says of an unknown org.
 */
import { Flags } from '@oclif/core';
import type { Org } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { requireReachable } from '../requests/reachable.ts';

/** Of a connection that is only asked whether anybody is there. */
const ANY_VERSION = '67.0';

/** A username or alias; without it, the configured `target-org`. */
export function orgFlag(options: { summary: string }) {
  return Flags.string({ char: 'o', summary: options.summary });
}

/**
 * The authorized org that the flag names, or the configured one.
 * Raises `NoTargetOrg`, or `OrgNotAuthorized` with what core says of the org, which exit with 2, or `OrgUnreachable`.
 */
export async function targetOrg(aliasOrUsername: string | undefined): Promise<Org> {
  const { AuthInfo, ConfigAggregator, Connection, Org, StateAggregator } = await import('@salesforce/core');
  const configured =
    aliasOrUsername ?? (await ConfigAggregator.create()).getPropertyValue<string>('target-org') ?? undefined;
  if (!configured) {
    throw new ScimError('NoTargetOrg', 'No org was named and none is set as default.', {
      actions: ['Name one with --target-org, or set one: sf config set target-org <alias>'],
      exitCode: 2,
    });
  }
  try {
    // Before core asks for the newest API version, which it repeats for a quarter of a minute where nobody is there.
    const username = (await StateAggregator.getInstance()).aliases.resolveUsername(configured);
    const authInfo = await AuthInfo.create({ username });
    await requireReachable(await Connection.create({ authInfo, connectionOptions: { version: ANY_VERSION } }));
    return await Org.create({ aliasOrUsername: configured });
  } catch (error) {
    if (error instanceof ScimError) throw error;
    throw new ScimError('OrgNotAuthorized', `The org "${configured}" cannot be used: ${(error as Error).message}`, {
      actions: ['Log in first: sf org login web --alias <alias>, or sf org login access-token for the embedded org.'],
      exitCode: 2,
      cause: error,
    });
  }
}

/** The Dev Hub that the flag names, or the configured `target-dev-hub`. Raises like `targetOrg`, and `NotADevHub`. */
export async function devHub(aliasOrUsername: string | undefined): Promise<Org> {
  const { ConfigAggregator } = await import('@salesforce/core');
  const configured =
    aliasOrUsername ?? (await ConfigAggregator.create()).getPropertyValue<string>('target-dev-hub') ?? undefined;
  if (!configured) {
    throw new ScimError('NoDevHub', 'No Dev Hub was named and none is set as default.', {
      actions: ['Name one with --target-dev-hub, or set one: sf config set target-dev-hub <alias>'],
      exitCode: 2,
    });
  }
  const hub = await targetOrg(configured);
  if (await hub.determineIfDevHubOrg()) return hub;
  throw new ScimError('NotADevHub', `The org "${configured}" is no Dev Hub.`, {
    actions: ['Enable Dev Hub in its Setup, or name another org with --target-dev-hub.'],
    exitCode: 2,
  });
}
