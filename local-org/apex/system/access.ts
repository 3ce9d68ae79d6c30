/** `AccessLevel`, and how it turns into the access mode of an operation. */
import type { AccessMode } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { NotImplementedError } from '../../data/types.ts';

export class AccessLevel {
  readonly typeName = 'AccessLevel';
  readonly name: 'USER_MODE' | 'SYSTEM_MODE';
  constructor(name: 'USER_MODE' | 'SYSTEM_MODE') {
    this.name = name;
  }
  toString(): string {
    return this.name;
  }
}

export const USER_MODE = new AccessLevel('USER_MODE');
export const SYSTEM_MODE = new AccessLevel('SYSTEM_MODE');

/** The given level, or what the calling class implies. System mode keeps the class's sharing. */
export function accessOf(rt: Runtime, level: unknown): AccessMode {
  if (!(level instanceof AccessLevel)) return rt.access();
  if (level === USER_MODE) return { mode: 'user', sharing: true };
  const { sharing, classSharing } = rt.access();
  return { mode: 'system', sharing: classSharing ?? sharing };
}

export const accessLevelType: SystemType = {
  name: 'AccessLevel',
  is: (value) => value instanceof AccessLevel,
  staticFields: { USER_MODE: () => USER_MODE, SYSTEM_MODE: () => SYSTEM_MODE },
  methods: {
    withPermissionSetId: () => {
      throw new NotImplementedError('AccessLevel.withPermissionSetId');
    },
  },
};
