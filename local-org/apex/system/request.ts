/** `Request` and `Version`: what the running code is part of. */
import type { SystemType } from '../runtime/contract.ts';
import { required } from './arguments.ts';
import { enumValue } from './enums.ts';

class CurrentRequest {
  readonly typeName = 'Request';
}

export class PlatformVersion {
  readonly typeName = 'Version';
  readonly parts: [number, number, number | null];
  constructor(major: number, minor: number, patch: number | null) {
    this.parts = [major, minor, patch];
  }
}

export const requestTypes: SystemType[] = [
  {
    name: 'Request',
    is: (value) => value instanceof CurrentRequest,
    statics: { getCurrent: () => new CurrentRequest() },
    methods: {
      getRequestId: (rt) => rt.requestId,
      getQuiddity: (rt) => {
        if (rt.test) return enumValue('Quiddity', 'RUNTEST_SYNC') ?? null;
        const kind =
          { queueable: 'QUEUEABLE', future: 'FUTURE', batch: 'BATCH_APEX', schedule: 'SCHEDULED' }[
            rt.job?.kind as string
          ] ?? 'SYNCHRONOUS';
        return enumValue('Quiddity', kind) ?? null;
      },
    },
  },
  {
    name: 'Version',
    is: (value) => value instanceof PlatformVersion,
    constructors: {
      '(Integer,Integer)': (_rt, major: number, minor: number) => new PlatformVersion(major, minor, null),
      '(Integer,Integer,Integer)': (_rt, major: number, minor: number, patch: number) =>
        new PlatformVersion(major, minor, patch),
    },
    methods: {
      major: (_rt, self: PlatformVersion) => self.parts[0],
      minor: (_rt, self: PlatformVersion) => self.parts[1],
      patch: (_rt, self: PlatformVersion) => self.parts[2],
      compareTo: (rt, self: PlatformVersion, other: PlatformVersion | null) => {
        const wanted = required(rt, other).parts;
        const at = [0, 1, 2].find((index) => (self.parts[index] ?? 0) !== (wanted[index] ?? 0));
        return at === undefined ? 0 : Math.sign((self.parts[at] ?? 0) - (wanted[at] ?? 0));
      },
    },
  },
];
