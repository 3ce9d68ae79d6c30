/** `System` (Apex Reference, System Class). */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { sameValue } from '../values/equality.ts';
import { hashOf } from '../values/keys.ts';
import type { ApexEnumValue, ApexObject } from '../values/object.ts';
import { concatText } from '../values/text.ts';
import { ApexDatetime } from '../values/time.ts';
import { required } from './arguments.ts';
import { systemAsserts } from './assert.ts';
import type { AsyncOptions } from './async-types.ts';
import { today } from './date.ts';
import { enumValue } from './enums.ts';
import { pageState } from './pages/apex-pages.ts';
import { PlatformVersion } from './request.ts';
import { abortJob, enqueueJob, schedule, scheduleBatch } from './jobs.ts';
import { refuse } from './refuse.ts';

export const systemType: SystemType = {
  name: 'System',
  statics: {
    ...systemAsserts,
    'debug(Object)': (rt, value: unknown) => rt.log('DEBUG', rt.currentLine(), concatText(rt, value)),
    'debug(Object,Object)': (rt, level: ApexEnumValue | null, value: unknown) =>
      rt.log(required(rt, level).name, rt.currentLine(), concatText(rt, value)),
    now: (rt) => new ApexDatetime(rt.data.now().getTime()),
    today: (rt) => today(rt),
    currentTimeMillis: (rt) => BigInt(rt.data.now().getTime()),
    equals: (rt, left: unknown, right: unknown) => sameValue(rt, left, right),
    hashCode: (rt, value: unknown) => hashOf(rt, value),
    isBatch: (rt) => rt.job?.kind === 'batch',
    isFuture: (rt) => rt.job?.kind === 'future',
    isQueueable: (rt) => rt.job?.kind === 'queueable',
    isScheduled: (rt) => rt.job?.kind === 'schedule',
    'enqueueJob(Object)': (rt, job: ApexObject | null) => enqueueJob(rt, required(rt, job), {}),
    'enqueueJob(Object,Integer)': (rt, job: ApexObject | null, delay: number) =>
      enqueueJob(rt, required(rt, job), { delay }),
    'enqueueJob(Object,AsyncOptions)': (rt, job: ApexObject | null, options: AsyncOptions | null) =>
      enqueueJob(rt, required(rt, job), required(rt, options).settings()),
    schedule: (rt, name: string | null, cron: string | null, job: ApexObject | null) =>
      schedule(rt, required(rt, name), required(rt, cron), required(rt, job)),
    scheduleBatch: (rt, batch: ApexObject | null, name: string | null, minutes: number | null, scope?: number) =>
      scheduleBatch(rt, required(rt, batch), required(rt, name), required(rt, minutes), scope),
    abortJob: (rt, id: string | null) => abortJob(rt, required(rt, id)),
    attachFinalizer: (rt, finalizer: ApexObject | null) => attachFinalizer(rt, required(rt, finalizer)),
    currentPageReference: (rt) => pageState(rt).current,
    getApplicationReadWriteMode: () => enumValue('ApplicationReadWriteMode', 'DEFAULT') ?? null,
    requestVersion: () => new PlatformVersion(0, 0, null),
    resetPassword: refuse('System.resetPassword'),
    setPassword: refuse('System.setPassword'),
    changeOwnPassword: refuse('System.changeOwnPassword'),
  },
};

function attachFinalizer(rt: Runtime, finalizer: ApexObject): void {
  if (rt.job?.kind !== 'queueable')
    rt.raise('System.HandledException', 'System.attachFinalizer(Finalizer) is not allowed in this context');
  if (rt.job!.finalizer) rt.raise('System.HandledException', 'Maximum number of finalizers per job reached: 1');
  rt.job!.finalizer = finalizer;
}
