/** One-time passwords of `/secur/frontdoor.jsp?otp=…`: kept in memory, because a minute does not outlive a restart. */
import { hashSecret, randomSecret } from './tokens.ts';

/** Front-door URLs of the single-access endpoint are good once and for 60 seconds ("Generate a Frontdoor URL to Bridge into UI Sessions"). */
const LIFETIME_MS = 60_000;
/** More open links than any person clicks; the oldest goes first. */
const MOST = 1000;

export class OneTimePasswords {
  readonly #clock: () => number;
  readonly #open = new Map<string, { userId: string; until: number }>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  issue(userId: string): string {
    const oldest = this.#open.keys().next();
    if (this.#open.size >= MOST && !oldest.done) this.#open.delete(oldest.value);
    const otp = randomSecret(32);
    this.#open.set(hashSecret(otp), { userId, until: this.#clock() + LIFETIME_MS });
    return otp;
  }

  /** The user, once. */
  redeem(otp: string): string | undefined {
    const hash = hashSecret(otp);
    const entry = this.#open.get(hash);
    this.#open.delete(hash);
    return entry && entry.until >= this.#clock() ? entry.userId : undefined;
  }
}
