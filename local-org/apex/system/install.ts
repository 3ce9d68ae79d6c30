/** Contexts of `InstallHandler`, `UninstallHandler` and `SandboxPostCopy`, as `Test` gives them (Apex Reference, "Test Class"). */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import type { PlatformVersion } from './request.ts';

class InstallContext {
  readonly typeName = 'InstallContext';
  /** Null for a first installation. */
  readonly previous: PlatformVersion | null;
  readonly push: boolean;
  constructor(previous: PlatformVersion | null, push: boolean) {
    this.previous = previous;
    this.push = push;
  }
}

class UninstallContext {
  readonly typeName = 'UninstallContext';
}

class SandboxContext {
  readonly typeName = 'SandboxContext';
  readonly organizationId: string | null;
  readonly sandboxId: string | null;
  readonly sandboxName: string | null;
  constructor(organizationId: string | null, sandboxId: string | null, sandboxName: string | null) {
    this.organizationId = organizationId;
    this.sandboxId = sandboxId;
    this.sandboxName = sandboxName;
  }
}

/** Runs what a fresh sandbox would run; here as the running user (`isRunAsAutoProcUser` is not followed). */
export function testSandboxPostCopy(
  rt: Runtime,
  script: object,
  ...context: ConstructorParameters<typeof SandboxContext>
): void {
  rt.call(script, 'runApexClass', [new SandboxContext(...context)]);
}

/** Runs the handler as an installation over that version would. */
export function testInstall(rt: Runtime, handler: object, previous: PlatformVersion | null, push: boolean): void {
  rt.call(handler, 'onInstall', [new InstallContext(previous, push)]);
}

export function testUninstall(rt: Runtime, handler: object): void {
  rt.call(handler, 'onUninstall', [new UninstallContext()]);
}

export const installTypes: SystemType[] = [
  { name: 'InstallHandler' },
  { name: 'UninstallHandler' },
  { name: 'SandboxPostCopy' },
  {
    name: 'SandboxContext',
    is: (value) => value instanceof SandboxContext,
    methods: {
      organizationId: (_rt, self: SandboxContext) => self.organizationId,
      sandboxId: (_rt, self: SandboxContext) => self.sandboxId,
      sandboxName: (_rt, self: SandboxContext) => self.sandboxName,
    },
  },
  {
    name: 'InstallContext',
    is: (value) => value instanceof InstallContext,
    methods: {
      previousVersion: (_rt, self: InstallContext) => self.previous,
      isUpgrade: (_rt, self: InstallContext) => self.previous !== null,
      isPush: (_rt, self: InstallContext) => self.push,
      installerId: (rt) => rt.actor.userId,
      organizationId: (rt) => rt.data.orgId,
    },
  },
  {
    name: 'UninstallContext',
    is: (value) => value instanceof UninstallContext,
    methods: { uninstallerId: (rt) => rt.actor.userId, organizationId: (rt) => rt.data.orgId },
  },
];
