import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../../support/apex-expressions.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg({
  classes: [
    `public class Shape {
    public enum Color { RED, GREEN }
    public String name; public Integer sides; public Decimal area; public Color paint; public List<Shape> parts; public Map<String, Integer> counts; public Date made; public Datetime seen; public Boolean big; public Account owner; public transient String secret = 'hidden'; private Integer within;
    public Id ref; public Blob data; public Set<String> tags; public Object anything; public Long huge; public Double ratio; public Time clock;
  }`,
  ],
});

function table(title: string, rows: [string, string][], setup = ''): void {
  describe(`${title}`, () => {
    const printed = evaluate(
      org,
      rows.map(([expression]) => expression),
      setup,
    );
    it.each(rows.map(([expression, text], index) => [expression, text, printed[index]]))(
      '%s is %s',
      (_expression, text, actual) => {
        expect(actual).toBe(text);
      },
    );
  });
}

table(
  'JSON.serialize',
  [
    ['JSON.serialize(null)', 'null'],
    ["JSON.serialize('a\"b')", '"a\\"b"'],
    ['JSON.serialize(1.50)', '1.50'],
    ['JSON.serialize(new List<Object>{1, 2L, true, null})', '[1,2,true,null]'],
    ["JSON.serialize(new Set<String>{'a'})", '["a"]'],
    ['JSON.serialize(Date.newInstance(2024, 1, 2))', '"2024-01-02"'],
    ['JSON.serialize(Datetime.newInstanceGmt(2024, 1, 2, 3, 4, 5))', '"2024-01-02T03:04:05.000Z"'],
    [
      'JSON.serialize(new Event(StartDateTime = Datetime.newInstanceGmt(2024, 1, 2, 3, 4, 5)))',
      '{"attributes":{"type":"Event"},"StartDateTime":"2024-01-02T03:04:05.000+0000"}',
    ],
    ['JSON.serialize(Time.newInstance(1, 2, 3, 4))', '"01:02:03.004Z"'],
    ["JSON.serialize(Blob.valueOf('abc'))", '"YWJj"'],
    ["JSON.serialize(new Map<String, Object>{'a' => null, 'b' => 1})", '{"a":null,"b":1}'],
    ["JSON.serialize(new Map<String, Object>{'a' => null, 'b' => 1}, true)", '{"b":1}'],
    ["JSON.serialize(new Map<Integer, String>{1 => 'x'})", '{"1":"x"}'],
    [
      "JSON.serialize(new Map<Account, String>{new Account() => 'x'})",
      'System.JSONException: Map key type unsupported in JSON: Account',
    ],
    [
      "JSON.serialize(new Account(Name = 'A', AnnualRevenue = 1.5, Industry = null))",
      '{"attributes":{"type":"Account"},"Name":"A","AnnualRevenue":1.5,"Industry":null}',
    ],
    [
      "JSON.serialize(new Account(Id = '001000000000001AAA'))",
      '{"attributes":{"type":"Account","url":"/services/data/v67.0/sobjects/Account/001000000000001AAA"},"Id":"001000000000001AAA"}',
    ],
    // From Z to A, whatever the order of declaration.
    ['JSON.serialize(s, true)', '{"sides":3,"paint":"GREEN","name":"n"}'],
    ['JSON.serialize(new DmlException())', 'System.JSONException: Apex Type unsupported in JSON: DmlException'],
    [
      "JSON.serializePretty(new Map<String, Object>{'a' => new List<Integer>{1, 2}, 'b' => new Map<String, String>()})",
      '{',
    ],
  ],
  "Shape s = new Shape(); s.name = 'n'; s.sides = 3; s.paint = Shape.Color.GREEN;",
);

const TEXT =
  '{"NAME":"n","sides":"4","area":1.50,"paint":"red","parts":[{"name":"p"}],"counts":{"x":1},"made":"2024-01-02","seen":"2024-01-02T03:04:05Z","big":true,"owner":{"attributes":{"type":"Account"},"Name":"A","Industry":null},"unknown":{"deep":[1]},"ref":"001000000000001","data":"YWJj","tags":["a","a"],"anything":{"k":1.5},"huge":5000000000,"ratio":2,"clock":"01:02:03.000Z"}';
table(
  'JSON.deserialize into a class',
  [
    ['s.name', 'n'],
    ['s.sides', '4'],
    ['s.area', '1.50'],
    ['s.paint', 'RED'],
    ['s.parts[0].name', 'p'],
    ["s.counts.get('x')", '1'],
    ['s.made', '2024-01-02 00:00:00'],
    ["s.seen.formatGmt('HH:mm:ss')", '03:04:05'],
    ['s.big', 'true'],
    ['s.owner.Name', 'A'],
    ['s.secret', 'null'],
    ['s.ref', '001000000000001AAA'],
    ['s.data.toString()', 'abc'],
    ['s.tags', '{a}'],
    ["((Map<String, Object>) s.anything).get('k')", '1.5'],
    ['s.huge', '5000000000'],
    ['s.ratio', '2.0'],
    ['s.clock', '01:02:03.000Z'],
  ],
  `Shape s = (Shape) JSON.deserialize('${TEXT}', Shape.class);`,
);

table('JSON.deserialize into other types', [
  ["JSON.deserialize('[1,2]', List<Integer>.class)", '(1, 2)'],
  ['JSON.deserialize(\'{"a":["x"]}\', Map<String, List<String>>.class)', '{a=(x)}'],
  ['JSON.deserialize(\'"2024-01-02"\', Date.class)', '2024-01-02 00:00:00'],
  ["JSON.deserialize('null', Shape.class)", 'null'],
  [
    '((List<Account>) JSON.deserialize(\'[{"Name":"A","AnnualRevenue":5}]\', List<Account>.class))[0].AnnualRevenue',
    '5',
  ],
  [
    '((SObject) JSON.deserialize(\'{"attributes":{"type":"Contact"},"LastName":"E"}\', SObject.class)).getSObjectType()',
    'Contact',
  ],
  ['((Contact) JSON.deserialize(\'{"Account":{"Name":"P"}}\', Contact.class)).Account.Name', 'P'],
  [
    '((Account) JSON.deserialize(\'{"Contacts":{"records":[{"LastName":"C"}]}}\', Account.class)).Contacts[0].LastName',
    'C',
  ],
  ['((Contact) JSON.deserialize(\'{"DoNotCall":"false"}\', Contact.class)).DoNotCall', 'false'],
  ['((Account) JSON.deserialize(\'{"NumberOfEmployees":"7"}\', Account.class)).NumberOfEmployees', '7'],
  [
    'JSON.deserialize(\'{"NumberOfEmployees":"many"}\', Account.class)',
    "System.JSONException: Can not construct instance of Decimal from String value 'many': not a valid Decimal value",
  ],
  [
    "JSON.deserialize('[1', List<Integer>.class)",
    'System.JSONException: Unexpected end-of-input at [line:1, column:3]',
  ],
  [
    'JSON.deserialize(\'{"sides":"four"}\', Shape.class)',
    "System.JSONException: Can not construct instance of Integer from String value 'four': not a valid Integer value",
  ],
  [
    "JSON.deserialize('[]', Shape.class)",
    "System.JSONException: Malformed JSON: Expected '{' at the beginning of object of type Shape",
  ],
  [
    "JSON.deserialize('{}', List<String>.class)",
    "System.JSONException: Malformed JSON: Expected '[' at the beginning of List<String>",
  ],
  [
    'JSON.deserialize(\'{"paint":"BLUE"}\', Shape.class)',
    'System.JSONException: Invalid enum value: BLUE for Shape.Color',
  ],
  [
    'JSON.deserialize(\'{"Nope":1}\', Account.class)',
    "System.JSONException: No such column 'Nope' on sobject of type Account",
  ],
  [
    'JSON.deserializeStrict(\'{"nope":1}\', Shape.class)',
    'System.JSONException: Unrecognized field "nope" (Class Shape), not marked as ignorable',
  ],
  ['JSON.deserialize(null, Shape.class)', 'System.NullPointerException: Argument cannot be null.'],
  [
    'JSON.deserialize(\'{"big":"x"}\', Shape.class)',
    'System.JSONException: Can not construct instance of Boolean from string value',
  ],
  [
    "JSON.deserialize('{}', SObject.class)",
    'System.JSONException: Cannot deserialize an SObject without attributes.type',
  ],
]);

table('JSON.deserializeUntyped', [
  ['JSON.deserializeUntyped(\'{"a":1,"b":[true,null,"x",2.5]}\')', '{a=1, b=(true, null, x, 2.5)}'],
  ["JSON.deserializeUntyped('5000000000') instanceof Long", 'true'],
  ["JSON.deserializeUntyped('1.0') instanceof Decimal", 'true'],
  ["JSON.deserializeUntyped('7') instanceof Integer", 'true'],
  [
    "JSON.deserializeUntyped('{a:1}')",
    "System.JSONException: Unexpected character ('a' (code 97)): was expecting double-quote to start field name at [line:1, column:2]",
  ],
  [
    "JSON.deserializeUntyped('')",
    'System.JSONException: No content to map to Object due to end of input at [line:1, column:1]',
  ],
  // What follows the first value is not read.
  ["JSON.deserializeUntyped('[1] x')", '(1)'],
  ['JSON.deserializeUntyped(\'{"a":{"b":2}}}\')', '{a={b=2}}'],
  [
    "JSON.deserializeUntyped('not valid')",
    "System.JSONException: Unrecognized token 'not': was expecting ('true', 'false' or 'null') at [line:1, column:4]",
  ],
  [
    "JSON.deserializeUntyped('[trueish]')",
    "System.JSONException: Unrecognized token 'trueish': was expecting ('true', 'false' or 'null') at [line:1, column:9]",
  ],
  ["JSON.deserializeUntyped('{}')", '{}'],
  ["JSON.deserializeUntyped('[]')", '()'],
  [
    'JSON.deserializeUntyped(\'{"a" 1}\')',
    "System.JSONException: Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value at [line:1, column:6]",
  ],
  [
    "JSON.deserializeUntyped('[1 2]')",
    "System.JSONException: Unexpected character ('2' (code 50)): was expecting comma to separate ARRAY entries at [line:1, column:4]",
  ],
  [
    "JSON.deserializeUntyped('@')",
    "System.JSONException: Unexpected character ('@' (code 64)): expected a valid value (number, String, array, object, 'true', 'false' or 'null') at [line:1, column:1]",
  ],
]);

table(
  'JSONGenerator',
  [
    ['g.getAsString()', '{"s":"x","n":1.5,"b":true,"o":{"k":1},"list":[1,null,"2024-01-02"],"none":null}'],
    ['g.isClosed()', 'true'],
  ],
  `JSONGenerator g = JSON.createGenerator(false); g.writeStartObject(); g.writeStringField('s', 'x'); g.writeNumberField('n', 1.5); g.writeBooleanField('b', true); g.writeObjectField('o', new Map<String, Integer>{'k' => 1});
    g.writeFieldName('list'); g.writeStartArray(); g.writeNumber(1); g.writeNull(); g.writeDate(Date.newInstance(2024, 1, 2)); g.writeEndArray(); g.writeNullField('none'); g.writeEndObject();`,
);

it('JSONGenerator refuses what JSON cannot hold', () => {
  expect(() =>
    org.run("JSONGenerator g = JSON.createGenerator(false); g.writeStartArray(); g.writeStringField('a', 'b');"),
  ).toThrow('Can not write a field name, expecting a value');
  expect(() =>
    org.run('JSONGenerator g = JSON.createGenerator(false); g.writeStartObject(); g.writeEndArray();'),
  ).toThrow('Current context not an ARRAY');
});

it('JSONGenerator and serializePretty indent', () => {
  expect(
    org.run(
      "JSONGenerator g = JSON.createGenerator(true); g.writeStartObject(); g.writeStringField('s', 'x'); g.writeFieldName('l'); g.writeStartArray(); g.writeNumber(1); g.writeEndArray(); g.writeEndObject(); System.debug(g.getAsString());",
    ).debugLog,
  ).toContain('{\n  "s" : "x",\n  "l" : [ 1 ]\n}');
  expect(
    org.run(
      "System.debug(JSON.serializePretty(new Map<String, Object>{'a' => new List<Integer>{1, 2}, 'b' => new Map<String, String>()}));",
    ).debugLog,
  ).toContain('{\n  "a" : [ 1, 2 ],\n  "b" : { }\n}');
});

it('JSONParser goes token by token', () => {
  const printed =
    org.debugged(`JSONParser p = JSON.createParser('{"total":2,"items":[{"name":"a","sides":3},{"name":"b"}],"skip":{"x":1},"ok":true,"day":"2024-01-02"}');
    while (p.nextToken() != null) {
      if (p.getCurrentToken() == JSONToken.FIELD_NAME && p.getText() == 'total') { p.nextToken(); System.debug(p.getIntegerValue() + ' ' + p.getCurrentName()); }
      else if (p.getCurrentToken() == JSONToken.START_OBJECT && p.getCurrentName() == null && p.getText() == '{') { System.debug('object'); }
      else if (p.getText() == 'skip') { p.nextToken(); p.skipChildren(); System.debug('skipped ' + p.getCurrentToken()); }
      else if (p.getText() == 'ok') { p.nextValue(); System.debug(p.getBooleanValue()); }
      else if (p.getText() == 'day') { p.nextToken(); System.debug(p.getDateValue()); }
    }
    System.debug(p.hasCurrentToken());
    JSONParser q = JSON.createParser('{"items":[{"name":"a"},{"name":"b"}]}'); q.nextToken(); q.nextToken(); q.nextToken();
    List<Shape> shapes = new List<Shape>(); while (q.nextToken() == JSONToken.START_OBJECT) { shapes.add((Shape) q.readValueAs(Shape.class)); } System.debug(shapes.size() + shapes[1].name);`);
  expect(printed).toEqual([
    'object',
    '2 total',
    'object',
    'object',
    'skipped END_OBJECT',
    'true',
    '2024-01-02 00:00:00',
    'false',
    '2b',
  ]);
});

table('results that JSON text makes', [
  [
    `((Database.MergeResult) JSON.deserialize('{"success":true,"mergedRecordIds":["001000000000002"]}', Database.MergeResult.class)).getMergedRecordIds()`,
    '(001000000000002AAA)',
  ],
  [
    `((Database.MergeResult) JSON.deserialize('{"success":true,"updatedRelatedIds":["003000000000002AAA"]}', Database.MergeResult.class)).getUpdatedRelatedIds()`,
    '(003000000000002AAA)',
  ],
  [
    `((Database.MergeResult) JSON.deserialize('{"success":false,"errors":[{"message":"No","statusCode":"DELETE_FAILED"}]}', Database.MergeResult.class)).getErrors()[0].getStatusCode()`,
    'DELETE_FAILED',
  ],
  [
    `((Messaging.SendEmailResult) JSON.deserialize('{"success":true}', Messaging.SendEmailResult.class)).isSuccess()`,
    'true',
  ],
  [
    `((Messaging.SendEmailResult) JSON.deserialize('{"success":false,"errors":[{"message":"Full"}]}', Messaging.SendEmailResult.class)).getErrors()[0].getMessage()`,
    'Full',
  ],
]);

it('stops by its name where a class of the platform is not read from JSON', () => {
  const result = org.apex.executeAnonymous(org.admin, `JSON.deserialize('{}', HttpRequest.class);`);
  expect(result.exceptionMessage).toContain('JSON.deserialize into HttpRequest');
});

describe('what JSON cannot hold', () => {
  const thrown = (code: string): string => {
    const result = org.apex.executeAnonymous(org.admin, code);
    return result.compileProblem ?? result.exceptionMessage ?? 'nothing';
  };

  it.each([
    [
      'an interface',
      `public interface Round { Integer size(); } JSON.deserialize('{"a":1}', Round.class);`,
      'AnonymousBlock.Round',
    ],
    [
      'an abstract class',
      `public abstract class Base { public Integer a; } class Holder { public Base b; } JSON.deserialize('{"b":{"a":1}}', Holder.class);`,
      'AnonymousBlock.Base',
    ],
    [
      'an interface of the platform',
      `class Holder { public QueueableContext b; } JSON.deserialize('{"b":{}}', Holder.class);`,
      'QueueableContext',
    ],
  ])('is %s', (_what, code, name) => {
    expect(thrown(code)).toBe(`System.TypeException: Cannot deserialize JSON as abstract type: ${name}`);
  });

  it('is nothing where the text says null', () => {
    expect(thrown(`class Holder { public QueueableContext b; } JSON.deserialize('{"b":null}', Holder.class);`)).toBe(
      'nothing',
    );
  });

  it.each([
    ['an object', 'class Node { public Node next; } Node n = new Node(); n.next = n; JSON.serialize(n);'],
    ['a list', 'List<Object> all = new List<Object>(); all.add(new List<Object>{ all }); JSON.serialize(all);'],
  ])('is %s that holds itself', (_what, code) => {
    expect(thrown(code)).toBe('System.JSONException: Cycle detected');
  });

  it('is not the same value twice', () => {
    expect(
      thrown(
        `List<Integer> one = new List<Integer>{ 1 }; System.assertEquals('[[1],[1]]', JSON.serialize(new List<Object>{ one, one }));`,
      ),
    ).toBe('nothing');
  });
});
