/** Classes and enums that anonymous Apex declares for itself (Apex Developer Guide, "Anonymous Blocks"). */
import { expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();

it('its classes are what they say: comparable, printable, equal, and read from JSON', () => {
  const printed = org.debugged(`
    class Shape implements Comparable {
      public String name;
      public Shape(String name) { this.name = name; }
      public Integer compareTo(Object other) { return name.compareTo(((Shape) other).name); }
      public override String toString() { return 'a ' + name; }
      public Boolean equals(Object other) { return name == ((Shape) other).name; }
      public override Integer hashCode() { return 1; }
    }
    List<Shape> shapes = new List<Shape>{ new Shape('square'), new Shape('circle') };
    shapes.sort();
    System.debug(shapes);
    Object first = shapes[0];
    System.debug(first instanceof Comparable && first instanceof Shape);
    System.debug(JSON.serialize(shapes));
    System.debug(((Shape) JSON.deserialize('{"name":"line"}', Shape.class)).name);
    System.debug(new Set<Shape>{ new Shape('a'), new Shape('a') }.size());
  `);
  expect(printed).toEqual(['(a circle, a square)', 'true', '[{"name":"circle"},{"name":"square"}]', 'line', '1']);
});

it('the next code declares classes and enums of the same names anew', () => {
  const printed = (code: string): string => org.debugged(code).join();
  expect(printed('class One { Integer a = 1; } enum Kind { A } System.debug(new One().a + Kind.A.name());')).toBe('1A');
  expect(printed("class One { String b = 'x'; } enum Kind { B } System.debug(new One().b + Kind.values());")).toBe(
    'x(B)',
  );
});

it('a class that only has a compareTo method is not Comparable', () => {
  const printed = org.debugged(`
    class Plain { public Integer compareTo(Object other) { return 0; } }
    try { new List<Plain>{ new Plain(), new Plain() }.sort(); } catch (ListException problem) { System.debug(problem.getMessage()); }
  `);
  expect(printed).toEqual(['One or more of the items in this list is not Comparable.']);
});
