/** What published code hands over that the type names alone would not say fits. */
import { expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg({
  classes: [
    `public class Joiner {
      public static String texts(Iterable<String> parts) { return String.join(parts, '-'); }
      public static String anything(Iterable<Object> parts) { return texts(parts); }
    }`,
    `public class Counter {
      private Integer asked = 0;
      public override String toString() { return 'asked ' + ++asked; }
    }`,
  ],
});

it('an Iterable of objects is taken for one of texts', () => {
  expect(org.debugged("System.debug(Joiner.anything(new Set<String>{ 'a', 'b' }));")).toEqual(['a-b']);
});

it('String.format asks each value for its text once, shown twice or not at all', () => {
  expect(
    org.debugged(`Counter one = new Counter();
    System.debug(String.format('{0} {0}', new List<Counter>{ one, one }));
    System.debug(one);`),
  ).toEqual(['asked 1 asked 1', 'asked 3']);
});
