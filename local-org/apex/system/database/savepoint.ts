/** `Savepoint`, as Database.setSavepoint gives it. */
import type { SystemType } from '../../runtime/contract.ts';
import type { UncommittedWork } from '../uncommitted.ts';

export class Savepoint {
  readonly typeName = 'Savepoint';
  readonly id: string;
  released = false;
  private readonly work: UncommittedWork;
  private readonly writes: number;

  constructor(id: string, work: UncommittedWork) {
    this.id = id;
    this.work = work;
    this.writes = work.writes;
    work.savepoints++;
  }

  /** What was written since is gone. */
  undo(): void {
    this.work.writes = this.writes;
  }

  release(): void {
    if (!this.released) this.work.savepoints--;
    this.released = true;
  }
}

export const savepointType: SystemType = { name: 'Savepoint', is: (value) => value instanceof Savepoint };
