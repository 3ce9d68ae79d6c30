/** Starts a scan of the package and follows it to its end. */
import { ScimError } from '../command.ts';
import type { Patience } from '../requests/retry.ts';
import type { RollcallApi, ScanStatus } from './rest.ts';

const POLL = 2000;
const RUNNING = ['Queued', 'Running', 'Holding', 'Preparing', 'Processing'];
const DONE = ['Completed', 'Completed With Errors'];

/** Raises `ScanUnfinished` (exit 69) when it takes longer than `until` (milliseconds since 1970), `ScanFailed` when it ended badly. */
export async function scanned(
  api: RollcallApi,
  kind: 'Full' | 'Delta',
  until: number,
  note: (text: string) => void,
  patience: Patience,
): Promise<void> {
  let now: ScanStatus | null = await api.startScan(kind);
  while (now && RUNNING.includes(now.status)) {
    note(`scan: ${now.usersDone ?? 0} of ${now.usersTotal ?? '?'} users`);
    if (Date.now() > until) {
      throw new ScimError('ScanUnfinished', 'The scan is still running after the minutes of --wait.', {
        actions: ['It goes on in the org. Run the audit again later without --scan.'],
        exitCode: 69,
      });
    }
    await patience.pause(POLL);
    now = await api.scan();
  }
  if (now && !DONE.includes(now.status)) {
    throw new ScimError('ScanFailed', `The scan ended as ${now.status}: ${now.message ?? 'no reason was given'}.`);
  }
}
