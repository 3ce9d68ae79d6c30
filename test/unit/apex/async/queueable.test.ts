import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const JOB = `public class Job implements Queueable {
  private String name; private Integer chain; private Boolean fails; private List<Account> made = new List<Account>(); public transient String forgotten = 'x';
  public Job(String name, Integer chain, Boolean fails) { this.name = name; this.chain = chain; this.fails = fails; made.add(new Account(Name = name)); }
  public void execute(QueueableContext context) {
    insert made;
    System.debug(context.getJobId() == null);
    if (chain > 0) System.enqueueJob(new Job(name + chain, chain - 1, false));
    if (fails) { Integer zero = 0; Integer x = 1 / zero; }
  }
}`;
const FINAL = `public class WithFinalizer implements Queueable, Finalizer {
  private Boolean fails; private String word;
  public WithFinalizer(Boolean fails) { this.fails = fails; }
  public void execute(QueueableContext context) {
    this.word = 'kept';
    System.attachFinalizer(this);
    insert new Account(Name = 'from job');
    if (fails) throw new IllegalArgumentException('broken');
  }
  public void execute(FinalizerContext context) {
    insert new Account(Name = 'finalizer', Description = context.getResult().name() + ' ' + word + ' ' + (context.getException() == null ? 'none' : context.getException().getMessage()));
  }
}`;
const FUTURE = `public class Later {
  @future public static void make(String name, List<Integer> counts, Date day) { insert new Account(Name = name, Description = counts + ' ' + day); }
  @future public static void again() { make('x', null, null); }
}`;

describe('a queueable', () => {
  it('runs once its transaction has committed', () => {
    const org = openApexOrg({ classes: [JOB] });
    let told = 0;
    org.apex.onAsyncQueued = () => told++;
    org.run("System.enqueueJob(new Job('A', 0, false));");
    expect([told, org.rows('Account').length, org.rows('AsyncApexJob')[0]?.Status]).toEqual([1, 0, 'Queued']);
    expect(org.apex.drainAsync()).toBe(1);
    expect(org.rows('Account').map((row) => row.Name)).toEqual(['A']);
    expect(org.rows('AsyncApexJob')[0]).toMatchObject({ Status: 'Completed', JobType: 'Queueable', NumberOfErrors: 0 });
    expect(org.apex.drainAsync()).toBe(0);
  });

  it('is never queued by a transaction that rolls back', () => {
    const org = openApexOrg({ classes: [JOB] });
    expect(() => org.run("System.enqueueJob(new Job('A', 0, false)); Integer zero = 0; Integer x = 1 / zero;")).toThrow(
      'Divide by 0',
    );
    expect([org.apex.drainAsync(), org.rows('AsyncApexJob').length]).toEqual([0, 0]);
  });

  it('that fails keeps nothing, and says why on its job row', () => {
    const org = openApexOrg({ classes: [JOB] });
    org.run("System.enqueueJob(new Job('A', 0, true));");
    org.apex.drainAsync();
    expect(org.rows('Account')).toEqual([]);
    expect(org.rows('AsyncApexJob')[0]).toMatchObject({
      Status: 'Failed',
      ExtendedStatus: 'Divide by 0',
      NumberOfErrors: 1,
    });
  });

  it('may start others up to the default depth of five', () => {
    const org = openApexOrg({ classes: [JOB] });
    org.run("System.enqueueJob(new Job('A', 9, false));");
    expect(org.apex.drainAsync()).toBe(5);
    expect(org.rows('AsyncApexJob').map((row) => row.Status)).toEqual([
      'Completed',
      'Completed',
      'Completed',
      'Completed',
      'Failed',
    ]);
    expect(org.rows('AsyncApexJob').at(-1)?.ExtendedStatus).toBe('Maximum stack depth has been reached.');
  });

  it('may go as deep as its options say', () => {
    const org = openApexOrg({ classes: [JOB] });
    org.run(
      "AsyncOptions o = new AsyncOptions(); o.MaximumQueueableStackDepth = 2; System.enqueueJob(new Job('A', 9, false), o);",
    );
    expect(org.apex.drainAsync()).toBe(2);
  });

  it('waits for its delay', () => {
    const org = openApexOrg({ classes: [JOB] });
    org.run("System.enqueueJob(new Job('A', 0, false), 5);");
    expect(org.apex.drainAsync()).toBe(0);
    org.wait(6);
    expect(org.apex.drainAsync()).toBe(1);
    expect(() => org.run("System.enqueueJob(new Job('A', 0, false), 11);")).toThrow(
      'Delay must be between 0 and 10 minutes',
    );
  });

  it.each(['new QueueableDuplicateSignature.Builder()', 'QueueableDuplicateSignature.Builder()'])(
    'with the signature of one that waits is refused: %s',
    (builder) => {
      const org = openApexOrg({ classes: [JOB] });
      const code = `AsyncOptions o = new AsyncOptions(); o.DuplicateSignature = ${builder}.addString('scan').addInteger(1).build();
      System.enqueueJob(new Job('A', 0, false), o);`;
      org.run(code);
      expect(() => org.run(code)).toThrow('Attempt to enqueue job with duplicate queueable signature');
      org.apex.drainAsync();
      expect(() => org.run(code)).not.toThrow();
    },
  );

  it('can be aborted while it waits', () => {
    const org = openApexOrg({ classes: [JOB] });
    org.run("System.abortJob(System.enqueueJob(new Job('A', 0, false)));");
    expect([org.apex.drainAsync(), org.rows('AsyncApexJob')[0]?.Status]).toEqual([0, 'Aborted']);
    expect(() => org.run("System.abortJob('707Rc0000000999AAA');")).toThrow('Invalid id');
  });

  it('survives a restart of the process', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'apex-queue-'));
    const file = path.join(folder, 'org.db');
    try {
      const before = openApexOrg({ file, classes: [JOB] });
      before.run("System.enqueueJob(new Job('A', 0, false));");
      before.data.close();
      const after = openApexOrg({ file, classes: [JOB] });
      expect(after.apex.drainAsync()).toBe(1);
      expect(after.rows('Account').map((row) => row.Name)).toEqual(['A']);
      after.run("System.enqueueJob(new Job('B', 0, false));");
      after.data.close();
      const without = openApexOrg({ file });
      expect(without.apex.drainAsync()).toBe(1);
      expect(without.rows('AsyncApexJob').at(-1)).toMatchObject({ Status: 'Failed' });
      expect(String(without.rows('AsyncApexJob').at(-1)?.ExtendedStatus)).toContain('Job');
      without.data.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a finalizer', () => {
  it.each([
    [false, 'SUCCESS kept none', ['from job', 'finalizer']],
    [true, 'UNHANDLED_EXCEPTION kept broken', ['finalizer']],
  ])('runs after its job, failed: %p', (fails, text, names) => {
    const org = openApexOrg({ classes: [FINAL] });
    org.run(`System.enqueueJob(new WithFinalizer(${String(fails)}));`);
    expect(org.apex.drainAsync()).toBe(2);
    expect(org.rows('Account').map((row) => row.Name)).toEqual(names);
    expect(org.rows('Account').at(-1)?.Description).toBe(text);
  });

  it('cannot be attached outside a queueable', () => {
    const org = openApexOrg({ classes: [FINAL] });
    expect(() => org.run('System.attachFinalizer(new WithFinalizer(false));')).toThrow('not allowed in this context');
  });
});

describe('a future method', () => {
  it('runs with its arguments', () => {
    const org = openApexOrg({ classes: [FUTURE] });
    org.run("Later.make('A', new List<Integer>{1, 2}, Date.newInstance(2026, 1, 2));");
    expect(org.rows('AsyncApexJob')[0]).toMatchObject({ JobType: 'Future', MethodName: 'make' });
    org.apex.drainAsync();
    expect(org.rows('Account')[0]).toMatchObject({ Name: 'A', Description: '(1, 2) 2026-01-02 00:00:00' });
  });

  it('calls no other future method', () => {
    const org = openApexOrg({ classes: [FUTURE] });
    org.run('Later.again();');
    org.apex.drainAsync();
    expect(org.rows('AsyncApexJob')[0]).toMatchObject({
      Status: 'Failed',
      ExtendedStatus: 'Future method cannot be called from a future or batch method: Later.make',
    });
  });
});
