/** Apex test methods as tests of their own: what they assert is stated in Apex, as users of the org would. */
import { expect, it } from '@jest/globals';
import type { ApexOrg } from './apex-org.ts';

/** `createsNothing` reads `creates nothing`. */
function sentence(methodName: string): string {
  return methodName.replaceAll(/([a-z0-9])([A-Z])/g, (_match, before: string, after: string) => {
    return `${before} ${after.toLowerCase()}`;
  });
}

/** One test for each method of the class: it passes, or shows what Apex says. */
export function itPassesInApex(org: ApexOrg, className: string): void {
  const { methods } = org.test(className);
  if (methods.length === 0) throw new Error(`${className} has no test method`);
  it.each(methods.map((method) => [sentence(method.methodName), method] as const))('%s', (_name, method) => {
    expect(method.message === null ? method.outcome : `${method.message}\n${method.stackTrace ?? ''}`).toBe('Pass');
  });
}

/** What each failing method of the class says; methods that pass are not listed. */
export function failuresInApex(org: ApexOrg, className: string): Record<string, string> {
  return Object.fromEntries(
    org
      .test(className)
      .methods.filter((method) => method.outcome !== 'Pass')
      .map((method) => [method.methodName, method.message ?? method.outcome]),
  );
}
