/** What a start says when its org is ready. */
import type { Messages } from '../messages.ts';
import type { RunningOrg } from './options.ts';

/** What `--json` prints when the org is ready. It ends in the log of whoever started the org: the tokens are of an org on this machine. */
export type ReadyLine = Pick<
  RunningOrg,
  'instanceUrl' | 'username' | 'accessToken' | 'orgId' | 'consoleUrl' | 'scimUrl' | 'sources' | 'isDevHub'
> & { jwtClientId?: string };

/** The one line of `--json`: scripts read up to the first newline while the org keeps running. */
export function readyLine(running: RunningOrg): string {
  const { instanceUrl, username, accessToken, orgId, consoleUrl, scimUrl, sources, isDevHub, jwtClientId } = running;
  const line: ReadyLine = {
    ...{ instanceUrl, username, accessToken, orgId, consoleUrl, scimUrl, sources, isDevHub },
    ...(jwtClientId === undefined ? {} : { jwtClientId }),
  };
  return `${JSON.stringify(line)}\n`;
}

/** The same for a person: where to go, how to sign in, what to click first. */
export function readyText(running: RunningOrg, messages: Messages): string {
  const { instanceUrl, username, accessToken, consoleUrl, scimUrl, sources } = running;
  return [
    '',
    ...(running.restored ? [messages.text('restored', instanceUrl)] : []),
    messages.text(running.hasPackage ? 'ready' : 'ready.no-package', consoleUrl),
    messages.text('ready.details', username, scimUrl, instanceUrl, accessToken),
    ...(running.isDevHub ? [messages.text('ready.dev-hub', instanceUrl)] : []),
    ...(running.jwtClientId ? [messages.text('ready.jwt', running.jwtClientId, username, instanceUrl)] : []),
    ...(sources.length > 0 ? [messages.text('ready.sources')] : []),
    ...sources.map((source) => `  ${source.name.padEnd(14)} ${source.accessToken}`),
    '',
    ...(running.hasPackage ? [messages.text('ready.first')] : []),
    messages.text('ready.stop'),
  ].join('\n');
}

/** What a person may not expect of the folder that was asked for; `seed` as `--seed` was given. */
export function readyWarnings(running: RunningOrg, seed: string, messages: Messages): string[] {
  const { restored, wasCutOff } = running;
  return [
    ...(restored && seed !== 'none' && restored !== seed ? [messages.text('restored.other-seed', restored, seed)] : []),
    ...(wasCutOff ? [messages.text('cut-off')] : []),
  ];
}
