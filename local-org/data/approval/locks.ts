/**
 * Locked records: only who may modify all rows of the object changes them, and the current approver where the process says
 * so (Metadata API, "ApprovalProcess", recordEditability; Apex Reference, "Approval Class", lock).
 */
import type { DatabaseSync } from 'node:sqlite';
import type { AccessEngine } from '../access/access.ts';
import type { Store } from '../storage/store.ts';
import { rowError } from '../dml/errors.ts';
import type { DmlError, DmlOptions, SObjectDescribe } from '../types.ts';

export class Locks {
  private readonly store: Store;
  private readonly access: AccessEngine;

  constructor(sql: DatabaseSync, store: Store, access: AccessEngine) {
    this.store = store;
    this.access = access;
    sql.exec('CREATE TABLE IF NOT EXISTS _record_lock (id TEXT PRIMARY KEY, approver INTEGER NOT NULL) WITHOUT ROWID');
  }

  /** @param approverEdits whether who has to approve the record now may change it */
  lock(id: string, approverEdits = false): void {
    this.store.tables
      .prepare('INSERT INTO _record_lock VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET approver = excluded.approver')
      .run(id, Number(approverEdits));
  }

  unlock(id: string): void {
    this.store.tables.prepare('DELETE FROM _record_lock WHERE id = ?').run(id);
  }

  isLocked(id: string): boolean {
    return this.found(id) !== undefined;
  }

  /** Why the record cannot be changed now. */
  refusal(object: SObjectDescribe, id: string, options: DmlOptions): DmlError | undefined {
    const lock = this.found(id);
    if (!lock || options.overLocks || this.mayEdit(object, id, lock.approver === 1, options.actor.userId))
      return undefined;
    return rowError('ENTITY_IS_LOCKED', 'the entity is locked for editing');
  }

  private found(id: string): { approver: number } | undefined {
    return this.store.tables.prepare('SELECT approver FROM _record_lock WHERE id = ?').get(id) as
      { approver: number } | undefined;
  }

  private mayEdit(object: SObjectDescribe, id: string, approverEdits: boolean, userId: string): boolean {
    if (this.access.object(userId, object.name).modifyAll) return true;
    if (!approverEdits) return false;
    const instances = this.store.ids('ProcessInstance', { TargetObjectId: id, Status: 'Pending' });
    return instances.some(
      (instance) =>
        this.store.ids('ProcessInstanceWorkitem', { ProcessInstanceId: instance, ActorId: userId }).length > 0,
    );
  }
}
