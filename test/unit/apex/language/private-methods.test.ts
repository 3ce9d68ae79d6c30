/** Private methods and subclasses: Apex Reference, "Apex Versioned Behavior Changes" (API 61 and 65). */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import type { ApexOrg } from '../../../support/apex-org.ts';

const NESTED = `public class Nest {
  public virtual class Parent {
    private virtual String written() { return 'parent'; }
    private String silent() { return 'parent'; }
    public String both() { return written() + ' ' + silent(); }
  }
  public virtual class Child extends Parent {
    private override String written() { return 'child'; }
    private String silent() { return 'child'; }
    public String own() { return written() + ' ' + silent(); }
  }
}`;
const HELPER = `public virtual class Helper { private String label() { return 'helper'; } public String show() { return label(); } }`;
const NAMESAKE = `public virtual class Namesake extends Helper { public virtual String label() { return 'namesake'; } }`;
const HEIR = `public class Heir extends Namesake { public override String label() { return 'heir'; } }`;
const SEAM = `public virtual class Seam { @TestVisible private virtual Integer rows() { return 1; } public Integer twice() { return rows() * 2; } }`;
const SEAM_TEST = `@IsTest private class SeamTest {
  class Faked extends Seam { private override Integer rows() { return 20; } }
  @IsTest static void asks() { System.assertEquals(40, new Faked().twice()); }
}`;
const CLASSES = [NESTED, HELPER, NAMESAKE, HEIR, SEAM, SEAM_TEST];

const opened: ApexOrg[] = [];
function org(apiVersion: number): ApexOrg {
  const made = openApexOrg({ classes: CLASSES, apiVersion });
  opened.push(made);
  return made;
}
afterAll(() => opened.forEach((each) => each.data.close()));

describe('a private method up to API 60', () => {
  const sixty = org(60);

  it('is overridden by a method of the same signature', () => {
    expect(sixty.debugged('System.debug(new Nest.Child().both());')).toEqual(['child child']);
  });

  it('is overridden in another file, whatever the words', () => {
    expect(sixty.debugged('System.debug(new Heir().show());')).toEqual(['heir']);
  });

  it('lets a test replace what is visible to tests', () => {
    expect(sixty.test('SeamTest').methods.map((each) => each.outcome)).toEqual(['Pass']);
  });
});

describe('a private method since API 61', () => {
  const later = org(61);

  it('is its own class’s alone', () => {
    expect(later.debugged('System.debug(new Nest.Child().both()); System.debug(new Nest.Child().own());')).toEqual([
      'parent parent',
      'child child',
    ]);
  });

  it('leaves its name to subclasses, which override each other', () => {
    expect(later.debugged('Namesake n = new Heir(); System.debug(n.label()); System.debug(n.show());')).toEqual([
      'heir',
      'helper',
    ]);
  });
});

describe('since API 65', () => {
  it.each([
    ['public abstract class Probe { private abstract void run(); }', 'abstract'],
    ['public class Probe extends Seam { private override Integer rows() { return 2; } }', 'override'],
  ])('%s does not compile', (body, kind) => {
    const problems = org(61).apex.check([{ kind: 'class', name: 'Probe', body, apiVersion: 65 }]);
    expect(problems.map((each) => each.problem)).toEqual([
      `${kind} methods require at least one of the following global, public, protected`,
    ]);
  });

  it('lets a virtual method be private', () => {
    const body = 'public virtual class Probe { private virtual void run() {} }';
    expect(org(61).apex.check([{ kind: 'class', name: 'Probe', body, apiVersion: 65 }])).toEqual([]);
  });
});
