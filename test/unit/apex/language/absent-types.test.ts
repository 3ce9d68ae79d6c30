/** Types that the platform has and the embedded org has not, or that depend on what is deployed (Apex Reference). */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const compile = (body: string, flows: string[] = []): void => {
  openApexOrg({
    classes: [body],
    components: { has: (type, name) => type === 'Flow' && flows.includes(name.toLowerCase()) },
  });
};

describe('an interview of a flow', () => {
  const start = `public class Starter { public static void go() {
    Flow.Interview.Renewal renewal = new Flow.Interview.Renewal(new Map<String, Object>());
    Flow.Interview either = renewal;
    either.start();
    Object result = renewal.getVariableValue('result');
  } }`;

  it('is a type for each deployed flow, and an interview', () => {
    expect(() => compile(start, ['renewal'])).not.toThrow();
  });

  it('is not available where there is no such flow: the org may have it', () => {
    expect(() => compile(start)).toThrow('Flow.Interview.Renewal is not available in the embedded org');
  });

  it('of an installed package is taken for granted', () => {
    expect(() => compile(start.replaceAll('Interview.Renewal', 'Interview.billing.Renewal'))).not.toThrow();
  });

  it('of an installed package is refused by name when it is made', () => {
    const org = openApexOrg({ components: { has: (type) => type === 'Flow' } });
    expect(() => org.run('new Flow.Interview.billing.Renewal(new Map<String, Object>());')).toThrow(
      'Flow.Interview.billing.Renewal(Map<String,Object>) is not implemented in the embedded org',
    );
  });
});

it.each([
  'CartExtension.PricingCartCalculator calculator;',
  'Object found = LxScheduler.SchedulerResources.getAppointmentSlots(null);',
])('of namespaces that nothing is known of is named as not available: %s', (statement) => {
  expect(() => compile(`public class User1 { public static void go() { ${statement} } }`)).toThrow(
    /(CartExtension\.PricingCartCalculator|LxScheduler) is not available in the embedded org/,
  );
});

it.each([
  'public class Stub extends SoqlStubProvider { public override List<SObject> handleSoqlQuery(SObjectType type, String soql, Map<String, Object> binds) { return null; } }',
  'global class Condition implements TxnSecurity.EventCondition { public Boolean evaluate(SObject event) { return true; } }',
])('lets classes extend what the reference tells to extend: %s', (body) => {
  expect(() => compile(body)).not.toThrow();
});
