/** The rows that show async work to users: AsyncApexJob, CronTrigger, CronJobDetail (Object Reference). */
import type { OrgData } from '../../data/contract.ts';
import type { RecordValues } from '../../data/types.ts';

const JOB_TYPE = { queueable: 'Queueable', future: 'Future', batch: 'BatchApex', schedule: 'ScheduledApex' } as const;

/** Object Reference, AsyncApexJob.ExtendedStatus: at most 1,000 characters. */
const EXTENDED_STATUS = 1_000;

export class JobRows {
  readonly #data: OrgData;
  constructor(data: OrgData) {
    this.#data = data;
  }

  /** A new AsyncApexJob; returns its id. */
  create(kind: keyof typeof JOB_TYPE, className: string, userId: string, values: RecordValues = {}): string {
    return this.#data.put('AsyncApexJob', {
      JobType: JOB_TYPE[kind],
      ApexClassId: this.#classId(className),
      Status: 'Queued',
      CreatedById: userId,
      JobItemsProcessed: 0,
      TotalJobItems: 0,
      NumberOfErrors: 0,
      ...values,
    });
  }

  update(id: string, values: RecordValues): void {
    this.#data.put('AsyncApexJob', { Id: id, ...values }, ['Id']);
  }

  finish(
    id: string,
    status: 'Completed' | 'Failed' | 'Aborted',
    extendedStatus: string | null,
    values: RecordValues = {},
  ): void {
    this.update(id, {
      Status: status,
      CompletedDate: this.#now(),
      ExtendedStatus: extendedStatus === null ? null : extendedStatus.slice(0, EXTENDED_STATUS),
      ...values,
    });
  }

  /** CronJobDetail and CronTrigger of a schedule; returns the trigger's id. */
  createTrigger(jobName: string, cron: string, userId: string, zone: string, next: number): string {
    const detail = this.#data.put('CronJobDetail', { Name: jobName, JobType: '7' });
    return this.#data.put('CronTrigger', {
      CronJobDetailId: detail,
      CronExpression: cron,
      State: 'WAITING',
      NextFireTime: stored(next),
      StartTime: this.#now(),
      TimesTriggered: 0,
      TimeZoneSidKey: zone,
      OwnerId: userId,
      CreatedById: userId,
    });
  }

  updateTrigger(id: string, values: RecordValues): void {
    this.#data.put('CronTrigger', { Id: id, ...values }, ['Id']);
  }

  fired(id: string, next: number | null): void {
    const row = this.#data.rows('CronTrigger', { Id: id })[0];
    this.updateTrigger(id, {
      TimesTriggered: Number(row?.TimesTriggered ?? 0) + 1,
      PreviousFireTime: this.#now(),
      NextFireTime: next === null ? null : stored(next),
      State: next === null ? 'DELETED' : 'WAITING',
    });
  }

  /** Removes a schedule's rows. */
  removeTrigger(id: string): void {
    const row = this.#data.rows('CronTrigger', { Id: id })[0];
    this.#data.remove('CronTrigger', { Id: id });
    if (row?.CronJobDetailId) this.#data.remove('CronJobDetail', { Id: row.CronJobDetailId });
  }

  triggerNamed(jobName: string): boolean {
    return this.#data.rows('CronJobDetail', { Name: jobName }).length > 0;
  }

  #classId(className: string): string | null {
    const outer = className.split('.')[0]!;
    return (this.#data.rows('ApexClass', { Name: outer })[0]?.Id as string | undefined) ?? null;
  }

  #now(): string {
    return stored(this.#data.now().getTime());
  }
}

function stored(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}.000+0000`;
}
