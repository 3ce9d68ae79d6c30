/** Runs work in a transaction that its own result may roll back. */
import type { OrgData } from '../../data/contract.ts';

class RolledBack extends Error {}

/** Commits when `keep` says so of the result; the result comes back either way. */
export function transactional<T>(data: OrgData, work: () => T, keep: (result: T) => boolean): T {
  let outcome: { value: T } | undefined;
  try {
    data.transaction(() => {
      outcome = { value: work() };
      if (!keep(outcome.value)) throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack) || !outcome) throw error;
  }
  if (!outcome) throw new Error('The transaction ended without a result.');
  return outcome.value;
}
