/** Code that names what only other orgs have: told by name, and not blamed for what follows from it. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg({ classes: ['public class Slack { public class Own {} }'] });
afterAll(() => org.data.close());

function problems(body: string): string[] {
  const name = /\bclass\s+(\w+)/i.exec(body)![1]!;
  return org.apex.check([{ kind: 'class', name, body, apiVersion: 67 }]).map(({ problem }) => problem);
}
const inMethod = (code: string): string[] => problems(`public class Probe { void run() { ${code} } }`);
const notHere = (name: string): string => `${name} is not available in the embedded org`;

describe('a name that the platform may know', () => {
  it.each([
    ['a flow as a class', 'Flow.Interview.Ask_All i;', 'Flow.Interview.Ask_All'],
    ['an external service', 'ExternalService.Bank b;', 'ExternalService.Bank'],
    ['a script of DataWeave', 'Object o = new DataWeaveScriptResource.toCsv();', 'DataWeaveScriptResource.toCsv'],
    ['a namespace of a feature', 'LxScheduler.getIt();', 'LxScheduler'],
    ['a type of such a namespace', 'CartExtension.Cart c;', 'CartExtension.Cart'],
    ['a newer type of a known namespace', 'Metadata.SomethingQuiteNew n;', 'Metadata.SomethingQuiteNew'],
    ['an object of a feature', 'LiveChatTranscript t;', 'LiveChatTranscript'],
    ['its history', 'LiveChatTranscriptHistory h;', 'LiveChatTranscriptHistory'],
  ])('is not called unknown: %s', (_, code, name) => {
    expect(inMethod(code)).toEqual([notHere(name)]);
  });

  it.each([
    ['a slip of a known type', 'Messaging.SingleEmailMesage m;', 'Invalid type: Messaging.SingleEmailMesage'],
    ['a type of System', 'System.SomethingQuiteNew n;', 'Invalid type: System.SomethingQuiteNew'],
    ['an inner class that is not there', 'Slack.Other o;', 'Invalid type: Slack.Other'],
    ['a class that is not there', 'Gone.Inner i;', 'Invalid type: Gone.Inner'],
  ])('is told from %s', (_, code, problem) => {
    expect(inMethod(code)).toEqual([problem]);
  });

  it('may be the name of a class of the org', () => {
    expect(inMethod('Slack.Own o = new Slack.Own();')).toEqual([]);
  });
});

describe('a class whose superclass is unknown', () => {
  it('is blamed for that alone', () => {
    const body = `public class Heir extends Gone {
      public Heir() { super('x', 1); }
      public override void run() { super.run(); inherited(); String s = name; this.count = 1; Exception e = this; }
      static void use() { new Heir().inherited(); Heir.make(); Object o = new Heir(1, 2).total; throw new Heir('x'); }
    }`;
    expect(problems(body)).toEqual(['Invalid type: Gone']);
  });

  it('does not stand for an unknown interface', () => {
    expect(problems('public class Heir implements Gone { void run() { missing(); } }')).toEqual([
      'Invalid type: Gone',
      'Method does not exist or incorrect signature: void missing() from the type Heir',
    ]);
  });

  it('overrides what takes an unknown type without being blamed twice', () => {
    expect(problems('public virtual class Heir { public override void run(Gone gone) {} }')).toEqual([
      'Invalid type: Gone',
    ]);
  });
});

describe('a class of the platform that is there to be extended', () => {
  const picks = (body: string): string[] =>
    problems(`public class Picks extends VisualEditor.DynamicPickList { ${body} }`);
  const value = (modifier: string): string =>
    `public ${modifier} VisualEditor.DataRow getDefaultValue() { return null; }`;
  const values = 'public override VisualEditor.DynamicPickListRows getValues() { return null; }';

  it('asks for its abstract methods, and for the word override', () => {
    expect(picks(value('override') + values)).toEqual([]);
    expect(picks(values)).toEqual([
      'Class Picks must implement the method: VisualEditor.DataRow VisualEditor.DynamicPickList.getDefaultValue()',
    ]);
    expect(picks(value('') + values)).toEqual([
      'Method must use the override keyword: VisualEditor.DataRow Picks.getDefaultValue()',
    ]);
  });

  it('may be one that the catalogue calls an ordinary class', () => {
    expect(
      problems(
        'global class Plug extends UserProvisioning.UserProvisioningPlugin { global override Process.PluginDescribeResult buildDescribeCall() { return null; } }',
      ),
    ).toEqual([]);
    expect(problems('public class Heir extends String {}')).toEqual([
      'Non-virtual and non-abstract type cannot be extended: String',
    ]);
  });

  it('casts inside its namespace, where lines of descent are not listed', () => {
    expect(
      inMethod('Reports.ReportFact f; Reports.ReportFactWithDetails d = (Reports.ReportFactWithDetails) f;'),
    ).toEqual([]);
  });
});
