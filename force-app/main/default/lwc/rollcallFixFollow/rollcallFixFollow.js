import { after } from 'c/rollcallTimer';

/** The first answer comes soon, because most jobs are short; later ones cost the org less. */
const FIRST_MILLISECONDS = 1000;
const LAST_MILLISECONDS = 5000;
const GROWTH = 1.5;

/** @typedef {import('@rollcall/apex-user').JobStatus} JobStatus */

/**
 * @param {{ status: JobStatus } | null | undefined} outcome
 * @returns {boolean} whether the job has ended, well or not
 */
export function hasEnded(outcome) {
  return outcome?.status === 'Finished' || outcome?.status === 'Failed';
}

/**
 * Asks how far a job is until it has ended. An error ends the asking; the job itself goes on in the org.
 *
 * @template {{ status: JobStatus }} Outcome
 * @param {() => Promise<Outcome>} ask
 * @param {(outcome: Outcome) => void} onOutcome
 * @param {(error: unknown) => void} onError
 * @returns {() => void} stops asking
 */
export function follow(ask, onOutcome, onError) {
  let isStopped = false;
  let wait = FIRST_MILLISECONDS;
  let cancel = () => {};
  const poll = async () => {
    let outcome;
    try {
      outcome = await ask();
    } catch (error) {
      if (!isStopped) {
        onError(error);
      }
      return;
    }
    if (isStopped) {
      return;
    }
    if (!hasEnded(outcome)) {
      cancel = after(wait, poll);
      wait = Math.min(wait * GROWTH, LAST_MILLISECONDS);
    }
    onOutcome(outcome);
  };
  poll();
  return () => {
    isStopped = true;
    cancel();
  };
}
