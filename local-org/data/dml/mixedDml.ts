/**
 * Setup objects and ordinary objects must not be written in one transaction
 * (Apex Developer Guide, "sObjects That Can't Be Used Together in DML Operations").
 */
import { PlatformError } from '../types.ts';
import type { RecordValues, SObjectDescribe } from '../types.ts';

/** A change of these makes a user update a setup operation. */
const USER_SETUP_FIELDS = ['UserRoleId', 'IsActive', 'ForecastEnabled', 'IsPortalEnabled', 'Username', 'ProfileId'];

export interface MixedDmlState {
  setup: string | null;
  data: string | null;
}

export type DmlVerb = 'insert' | 'update' | 'delete' | 'undelete';

export class MixedDml {
  private state: MixedDmlState = { setup: null, data: null };
  private enforced = true;

  /** A new transaction begins. */
  begin(allowed: boolean): void {
    this.state = { setup: null, data: null };
    this.enforced = !allowed;
  }

  /** Starts over until the returned function is called. */
  fresh(): () => void {
    const before = this.state;
    this.state = { setup: null, data: null };
    return () => {
      this.state = before;
    };
  }

  /** Notes a write; raises `MIXED_DML_OPERATION` when it does not go with what was written before. */
  note(object: SObjectDescribe, verb: DmlVerb, rows: RecordValues[], oldRows: RecordValues[]): void {
    if (object.kind === 'customSetting' || object.kind === 'platformEvent' || object.kind === 'customMetadata') return;
    // Writes such as a user without a role go with either kind.
    if (object.setup && !isSetupWrite(object, verb, rows, oldRows)) return;
    const opposite = object.setup ? this.state.data : this.state.setup;
    if (this.enforced && opposite !== null) {
      throw new PlatformError(
        'MIXED_DML_OPERATION',
        `DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): ${object.name}, original object: ${opposite}`,
      );
    }
    if (object.setup) this.state.setup ??= object.name;
    else this.state.data ??= object.name;
  }
}

function isSetupWrite(object: SObjectDescribe, verb: DmlVerb, rows: RecordValues[], oldRows: RecordValues[]): boolean {
  if (object.name === 'Group') return verb === 'delete' || verb === 'undelete';
  if (object.name !== 'User') return true;
  if (verb === 'insert') return rows.some((row) => (row.UserRoleId ?? null) !== null);
  return rows.some((row, index) =>
    USER_SETUP_FIELDS.some((field) => field in row && (row[field] ?? null) !== (oldRows[index]?.[field] ?? null)),
  );
}
