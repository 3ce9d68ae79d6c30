import { describe, expect, it } from '@jest/globals';
import { ApexBlob } from '../../../../local-org/apex/values/blob.ts';
import type { ApexList } from '../../../../local-org/apex/values/collections.ts';
import { exceptionClass, systemException, toApexException } from '../../../../local-org/apex/values/exceptions.ts';
import { fromStored, toFieldValue, toStored } from '../../../../local-org/apex/values/fields.ts';
import { id18, idFromText } from '../../../../local-org/apex/values/id.ts';
import { ApexDouble } from '../../../../local-org/apex/values/number.ts';
import { ApexException, shownMessage } from '../../../../local-org/apex/values/object.ts';
import { fromValues, toList, toValues } from '../../../../local-org/apex/values/records.ts';
import { newSObject } from '../../../../local-org/apex/values/sobject.ts';
import type { ApexSObject } from '../../../../local-org/apex/values/sobject.ts';
import { concatText } from '../../../../local-org/apex/values/text.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../../../local-org/apex/values/time.ts';
import { typeRef } from '../../../../local-org/apex/values/type.ts';
import { plainField } from '../../../../local-org/data/index.ts';
import { NotImplementedError, PlatformError, SYSTEM } from '../../../../local-org/data/types.ts';
import { decimal, makeRuntime, method, thrown } from '../../../support/apex-runtime.ts';

const rt = makeRuntime();

function insertAccount(name: string): string {
  const [result] = rt.data.insert('Account', [{ Name: name }], { ...SYSTEM, actor: rt.actor, allOrNone: true });
  return result!.id!;
}

function query(soql: string): ApexSObject[] {
  return toList(rt, rt.data.query(soql, { ...SYSTEM, actor: rt.actor })).items as ApexSObject[];
}

describe('a record that code made', () => {
  it('has null in every field, and an empty list of children', () => {
    const row = newSObject(rt, 'account');
    expect([row.describe.name, row.getField(rt, 'Name'), row.id]).toEqual(['Account', null, null]);
    expect((row.getField(rt, 'Contacts') as ApexList).type).toBe(typeRef('List<Contact>'));
  });

  it('finds fields in any case', () => {
    const row = newSObject(rt, 'Account');
    expect(row.put(rt, 'NAME', 'Acme')).toBeNull();
    expect([row.get(rt, 'name'), row.put(rt, 'Name', 'B')]).toEqual(['Acme', 'Acme']);
  });

  it.each<[string, unknown, string]>([
    ['Nope', 1, 'System.SObjectException: Invalid field Nope for Account'],
    ['Name', 1, 'System.SObjectException: Illegal assignment from Integer to String'],
    ['AnnualRevenue', 'much', 'System.SObjectException: Illegal assignment from String to Decimal'],
    ['OwnerId', 'x', 'System.SObjectException: Illegal assignment from String to Id'],
    ['Id', '005Rc0000000002IAA', 'System.SObjectException: Invalid id value for this SObject type: 005Rc0000000002IAA'],
  ])('refuses put(%s, %p)', (field, value, text) => {
    expect(thrown(() => newSObject(rt, 'Account').put(rt, field, value))).toBe(text);
  });

  it('sends all it has to the database', () => {
    const row = newSObject(rt, 'Account');
    row.setField(rt, 'Name', 'Acme');
    row.setField(rt, 'AnnualRevenue', decimal('1.5'));
    row.setField(rt, 'Description', '');
    expect(toValues(row)).toEqual({ Name: 'Acme', AnnualRevenue: 1.5, Description: null });
  });

  it('names its parent by a related record', () => {
    const parent = newSObject(rt, 'Account');
    parent.setField(rt, 'Id', '001Rc0000000001IAA');
    const row = newSObject(rt, 'Contact');
    row.setField(rt, 'Account', parent);
    expect(toValues(row)).toEqual({ AccountId: '001Rc0000000001IAA' });
  });
});

describe('a record of a query', () => {
  it('refuses fields that were not selected', () => {
    insertAccount('Queried');
    const row = query("SELECT Name FROM Account WHERE Name = 'Queried'")[0]!;
    expect(row.getField(rt, 'Name')).toBe('Queried');
    expect(row.id).toMatch(/^001/);
    expect(thrown(() => row.getField(rt, 'Industry'))).toBe(
      'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Account.Industry',
    );
    row.setField(rt, 'Industry', 'Energy');
    expect(row.getField(rt, 'Industry')).toBe('Energy');
  });

  it('keeps nulls out of what is populated', () => {
    const row = query('SELECT Name, Industry FROM Account LIMIT 1')[0]!;
    expect(row.getField(rt, 'Industry')).toBeNull();
    expect(row.values.has('Industry')).toBe(false);
  });

  it('sends only what code changed', () => {
    const row = query('SELECT Name FROM Account LIMIT 1')[0]!;
    row.setField(rt, 'Industry', 'Energy');
    expect(toValues(row)).toEqual({ Id: row.id, Industry: 'Energy' });
  });

  it('reads parents and children', () => {
    const account = insertAccount('Parent');
    rt.data.insert('Contact', [{ LastName: 'Example', AccountId: account }], {
      ...SYSTEM,
      actor: rt.actor,
      allOrNone: true,
    });
    const contact = query(
      "SELECT LastName, Account.Name, Account.Owner.Username FROM Contact WHERE LastName = 'Example'",
    )[0]!;
    const parent = contact.getField(rt, 'Account') as ApexSObject;
    expect(parent.getField(rt, 'Name')).toBe('Parent');
    expect(thrown(() => parent.getField(rt, 'Industry'))).toContain('Account.Industry');
    const row = query("SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Name = 'Parent'")[0]!;
    expect(
      (row.getField(rt, 'Contacts') as ApexList).items.map((child) => (child as ApexSObject).getField(rt, 'LastName')),
    ).toEqual(['Example']);
    expect(row.relationship('contacts')).toEqual({ name: 'Contacts', target: 'Contact', children: true });
    expect(contact.relationship('account')).toEqual({ name: 'Account', target: 'Account', children: false });
    expect(contact.relationship('nothing')).toBeUndefined();
  });

  it('reads aggregates', () => {
    const row = query('SELECT COUNT(Id) n, MAX(CreatedDate) latest FROM Account')[0]!;
    expect(row.describe.name).toBe('AggregateResult');
    expect(row.values.get('n')).toBeGreaterThan(0);
    expect(row.values.get('latest')).toBeInstanceOf(ApexDatetime);
  });
});

describe('copies', () => {
  it('leave the id and the system fields behind unless they are asked for', () => {
    const row = fromValues(rt.data.schema.get('Account'), {
      Id: '001Rc0000000001IAA',
      Name: 'A',
      CreatedDate: '2024-01-01T00:00:00.000+0000',
    });
    expect([...row.copy().values.keys()]).toEqual(['Name']);
    expect([...row.copy(true, false, true).values.keys()]).toEqual(['Id', 'Name', 'CreatedDate']);
    expect([row.copy().cloneSourceId, row.copy().isClone]).toEqual(['001Rc0000000001IAA', true]);
  });

  it('go down to related records when deep', () => {
    const parent = newSObject(rt, 'Account');
    const row = newSObject(rt, 'Contact');
    row.setField(rt, 'Account', parent);
    expect(row.copy().values.get('Account')).toBe(parent);
    expect(row.copy(false, true).values.get('Account')).not.toBe(parent);
  });
});

it('prints as type and fields', () => {
  const row = newSObject(rt, 'Account');
  row.setField(rt, 'Name', 'Acme');
  expect(concatText(rt, row)).toBe('Account:{Name=Acme}');
});

describe('field values', () => {
  it.each([
    ['date', '2024-01-02'],
    ['datetime', '2024-01-02T03:04:05.000+0000'],
    ['time', '03:04:05.000Z'],
    ['base64', 'YWJj'],
    ['double', 1.25],
    ['int', 3],
    ['boolean', true],
    ['string', 'x'],
    ['reference', '005Rc0000000002IAA'],
    ['currency', 12],
    ['percent', 0.5],
  ] as const)('of type %s come back as %p', (type, stored) => {
    expect(toStored(fromStored(plainField('F', type, { scale: 2 }), stored))).toBe(stored);
  });

  it('of type long are Longs', () => {
    expect(fromStored(plainField('F', 'long'), 5)).toBe(5n);
    expect(toStored(5n)).toBe(5);
  });

  it.each<[Parameters<typeof plainField>[1], unknown, string]>([
    ['double', 1, '1'],
    ['double', new ApexDouble(1.5), '1.5'],
    ['datetime', ApexDate.of(2024, 1, 2), '2024-01-02T00:00:00.000+0000'],
    ['date', new ApexDatetime(Date.UTC(2024, 0, 2, 5)), '2024-01-02'],
    ['int', decimal('4.0'), '4'],
    ['long', 4, '4'],
    ['id', '005Rc0000000002', '005Rc0000000002IAA'],
    ['time', new ApexTime(0), '00:00:00.000Z'],
    ['base64', ApexBlob.fromText('abc'), 'YWJj'],
    ['boolean', true, 'true'],
    ['anyType', 'x', 'x'],
  ])('of type %s take %p', (type, value, stored) => {
    expect(String(toStored(toFieldValue(plainField('F', type), value)))).toBe(stored);
  });

  it.each([
    ['boolean', 1],
    ['int', decimal('1.5')],
    ['date', 'x'],
    ['datetime', 1],
    ['time', 1],
    ['base64', 'x'],
    ['long', 'x'],
  ] as const)('of type %s refuse %p', (type, value) => {
    expect(toFieldValue(plainField('F', type), value)).toBeUndefined();
  });

  it('refuses what no field can hold', () => {
    expect(() => toStored({})).toThrow(TypeError);
  });
});

describe('ids', () => {
  it('gain their checksum', () => {
    expect(id18('001D000000IqhSL')).toBe('001D000000IqhSLIAZ');
    expect(id18('001D000000IqhSLIAZ')).toBe('001D000000IqhSLIAZ');
  });

  it('regain their case from the checksum', () => {
    expect(id18('001d000000iqhsliaz')).toBe('001D000000IqhSLIAZ');
  });

  it.each(['', 'short', '001D000000IqhS!', '001D000000IqhSLIA'])('refuse %p', (text) => {
    expect(thrown(() => idFromText(rt, text))).toBe(`System.StringException: Invalid id: ${text}`);
  });

  it('stay null', () => {
    expect(idFromText(rt, null)).toBeNull();
  });
});

describe('exceptions', () => {
  it('print system types with their namespace, user types without', () => {
    class Custom extends exceptionClass('Exception') {}
    Object.defineProperty(Custom.prototype, 'apexType', { value: typeRef('Rollcall.FailedException') });
    expect(systemException('System.DmlException', 'x').typeName).toBe('System.DmlException');
    expect(new Custom('x').typeName).toBe('Rollcall.FailedException');
    expect(new Custom('x')).toBeInstanceOf(ApexException);
    expect(systemException('Auth.VerificationException', 'x').typeName).toBe('Auth.VerificationException');
    expect(exceptionClass('dmlexception')).toBe(exceptionClass('System.DmlException'));
  });

  it('turn query errors into QueryException without the position', () => {
    const error = toApexException(
      new PlatformError(
        'INVALID_FIELD',
        "\nSELECT Foo FROM X\n       ^\nERROR at Row:1:Column:8\nNo such column 'Foo'",
      ),
    );
    expect((error as ApexException).typeName).toBe('System.QueryException');
    expect((error as ApexException).state.message).toBe("No such column 'Foo'");
  });

  it('turn other platform errors into DmlException', () => {
    const error = toApexException(new PlatformError('MIXED_DML_OPERATION', 'no', { fields: ['A'] })) as ApexException;
    expect([error.typeName, error.state.message]).toEqual(['System.DmlException', 'MIXED_DML_OPERATION, no: [A]']);
  });

  it('let what is missing here pass through uncaught', () => {
    const missing = new NotImplementedError('This');
    expect(toApexException(missing)).toBe(missing);
    const bug = new TypeError('bug');
    expect(toApexException(bug)).toBe(bug);
  });

  it('for the client keep their text from Apex until it is set', () => {
    const refusal = systemException('AuraHandledException', 'Ask your administrator.');
    expect(shownMessage(refusal)).toBe('Script-thrown exception');
    method('Exception', 'setMessage(String)')(rt, refusal, 'Ask again.');
    expect(method('Exception', 'getMessage()')(rt, refusal)).toBe('Ask again.');
  });

  it('print as type and message', () => {
    expect(concatText(rt, systemException('ListException', 'List index out of bounds: 3'))).toBe(
      'System.ListException: List index out of bounds: 3',
    );
    expect(concatText(rt, systemException('ListException', null))).toBe(
      'System.ListException: Script-thrown exception',
    );
  });
});
