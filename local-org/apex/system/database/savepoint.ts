/** `Savepoint`, as Database.setSavepoint gives it. */
import type { SystemType } from '../../runtime/contract.ts';

export class Savepoint {
  readonly typeName = 'Savepoint';
  readonly id: string;
  released = false;
  constructor(id: string) {
    this.id = id;
  }
}

export const savepointType: SystemType = { name: 'Savepoint', is: (value) => value instanceof Savepoint };
