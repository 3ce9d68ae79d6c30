/** Seats in use, counted once and kept up to date while users are written: a count per insert would make loading users quadratic. */
import type { Store } from './store.ts';

type Counted = 'UserLicense' | 'PermissionSetLicense';

export class Seats {
  private readonly store: Store;
  private readonly used = new Map<string, number>();

  constructor(store: Store) {
    this.store = store;
  }

  /** Seats of a license that active users take. */
  usedOf(object: Counted, licenseId: string): number {
    let count = this.used.get(licenseId);
    if (count === undefined) {
      count = (this.store.byId(object, licenseId)?.UsedLicenses as number | undefined) ?? 0;
      this.used.set(licenseId, count);
    }
    return count;
  }

  /** A user began or ceased to take a seat. */
  add(licenseId: string, difference: number): void {
    const count = this.used.get(licenseId);
    if (count !== undefined) this.used.set(licenseId, count + difference);
  }

  /** Counts again when next asked: after rollbacks and writes that bypass the rules. */
  forget(): void {
    this.used.clear();
  }
}
