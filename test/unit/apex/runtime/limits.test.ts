/** Governor limits end a transaction with the platform's words, and nothing in Apex can catch them. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { HeapGuard } from '../../../../local-org/apex/runtime/heap.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg({
  classes: [
    'public class Deep { public static Integer down(Integer n) { return 1 + down(n + 1); } }',
    'public class Kept { public static List<Object> values = new List<Object>(); public Object inside; }',
  ],
});
afterAll(() => org.data.close());

const outcome = (code: string): string | null => org.apex.executeAnonymous(org.admin, code).exceptionMessage;

describe('Governor limits', () => {
  it.each([
    [
      'for (Integer i = 0; i < 101; i++) { List<Account> a = [SELECT Id FROM Account LIMIT 1]; }',
      'System.LimitException: Too many SOQL queries: 101',
    ],
    [
      "for (Integer i = 0; i < 151; i++) { insert new Account(Name = 'x'); }",
      'System.LimitException: Too many DML statements: 151',
    ],
    [
      "List<Account> l = new List<Account>(); for (Integer i = 0; i < 10001; i++) { l.add(new Account(Name = 'x')); } insert l;",
      'System.LimitException: Too many DML rows: 10001',
    ],
    ['System.debug(Deep.down(0));', 'System.LimitException: Maximum stack depth reached: 1001'],
  ])('%s', (code, message) => {
    expect(outcome(code)).toBe(message);
  });

  it('stop an endless loop', () => {
    expect(outcome('Integer i = 0; while (true) { i++; }')).toBe('System.LimitException: Apex CPU time limit exceeded');
  }, 60_000);

  it('cannot be caught', () => {
    expect(
      outcome(
        'try { for (Integer i = 0; i < 101; i++) { Integer n = [SELECT COUNT() FROM Account]; } } catch (Exception e) { System.debug(e); }',
      ),
    ).toBe('System.LimitException: Too many SOQL queries: 101');
    expect(outcome("try { System.assert(false, 'no'); } catch (Exception e) { System.debug('caught'); }")).toMatch(
      /^System.AssertException: Assertion Failed/,
    );
  });

  it('count what static variables hold', () => {
    const [empty, text, shared, nested] = org
      .debugged(
        `System.debug(Kept.values.size() * 0 + Limits.getHeapSize());
         Kept.values.add('x'.repeat(5000)); System.debug(Limits.getHeapSize());
         Account a = new Account(Name = 'y'.repeat(500)); Kept.values.add(a); Kept.values.add(a); System.debug(Limits.getHeapSize());
         Kept k = new Kept(); k.inside = new Map<String, Blob>{ 'b' => Blob.valueOf('z'.repeat(3000)) }; Kept.values.add(new Set<Object>{ k }); k.inside = k.inside; System.debug(Limits.getHeapSize());`,
      )
      .map(Number) as [number, number, number, number];
    expect(empty).toBeGreaterThanOrEqual(1000);
    expect(text - empty).toBe(5004);
    expect(shared - text).toBeGreaterThan(500);
    expect(shared - text).toBeLessThan(600);
    expect(nested - shared).toBeGreaterThan(3000);
    expect(nested - shared).toBeLessThan(3200);
  });

  it('let memory grow only so far, looked at now and then', () => {
    const guard = new HeapGuard(-1e12);
    guard.reset();
    expect(guard.excess(1)).toBe(0);
    expect(guard.excess(100)).not.toBe(0);
    expect(guard.excess(101)).toBe(0);
    expect(new HeapGuard(1e12).excess(100)).toBe(0);
  });

  it('show what was used', () => {
    expect(
      org.debugged(
        "Integer n = [SELECT COUNT() FROM Account]; System.debug(Limits.getQueries() + '/' + Limits.getLimitQueries());",
      ),
    ).toEqual(['1/100']);
  });

  it('run five million simple statements a second', () => {
    const started = process.cpuUsage();
    org.run(
      'Integer total = 0; for (Integer i = 0; i < 1000000; i++) { total += i; if (total > 1000) { total = 0; } }',
    );
    const { user, system } = process.cpuUsage(started);
    // Three statements a round; a tenth of the goal leaves room for a busy machine under coverage.
    expect((user + system) / 1e6).toBeLessThan(6);
  });
});
