/** Triggers run inside DML from Apex and from outside, and see the documented context. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { createApexEngine } from '../../../../local-org/apex/engine.ts';
import type { ApexSource } from '../../../../local-org/apex/contract.ts';
import { openOrgData } from '../../../../local-org/data/index.ts';
import { SYSTEM } from '../../../../local-org/data/types.ts';

const source = (kind: ApexSource['kind'], name: string, body: string): ApexSource => ({
  kind,
  name,
  body,
  apiVersion: 67,
});

const SOURCES = [
  source(
    'trigger',
    'Names',
    `trigger Names on Account (before insert, before update, before delete, after insert, after update) {
    if (Trigger.isBefore && Trigger.isInsert) {
      for (Account a : Trigger.new) {
        if (a.Name == 'Bad') { a.addError('Not this name'); }
        if (a.Name == 'BadField') { a.Name.addError('Not in this field'); }
        a.Description = Trigger.operationType.name() + ' ' + Trigger.size + ' ' + (Trigger.newMap == null);
      }
    }
    if (Trigger.isBefore && Trigger.isUpdate) {
      for (Account a : Trigger.new) {
        a.Description = Trigger.oldMap.get(a.Id).Name + ' -> ' + a.Name;
      }
    }
    if (Trigger.isDelete) { for (Account a : Trigger.old) { if (a.Name == 'Keep') { a.addError('Kept'); } } }
    if (Trigger.isAfter && Trigger.isInsert) { Audit.note(Trigger.newMap.keySet()); }
  }`,
  ),
  source(
    'class',
    'Audit',
    `public class Audit {
    public static Integer noted = 0;
    public static void note(Set<Id> ids) { noted += ids.size(); }
  }`,
  ),
];

const data = openOrgData({ file: ':memory:' });
const apex = createApexEngine({ data, sources: () => SOURCES, labels: () => new Map() });
const admin = { userId: String(data.rows('User', { Username: 'admin@rollcall.example.com' })[0]?.Id) };
const options = { ...SYSTEM, actor: admin, allOrNone: true };
afterAll(() => data.close());

const insert = (Name: string): string => String(data.insert('Account', [{ Name }], options)[0]!.id);
const description = (id: string): unknown => data.rows('Account', { Id: id })[0]?.Description;

describe('Apex triggers', () => {
  it('compile with their classes', () => {
    expect(apex.check(SOURCES)).toEqual([]);
    expect(
      apex
        .check([source('trigger', 'Wrong', 'trigger Wrong on Nothing (before insert) { Integer i = x; }')])
        .map((each) => each.problem),
    ).toEqual(['Invalid type: Nothing', 'Variable does not exist: x']);
  });

  it('change rows before they are written', () => {
    const id = insert('First');
    expect(description(id)).toBe('BEFORE_INSERT 1 true');
    data.update('Account', [{ Id: id, Name: 'Second' }], options);
    expect(description(id)).toBe('First -> Second');
  });

  it('refuse rows with addError', () => {
    const [row] = data.insert('Account', [{ Name: 'Bad' }], { ...options, allOrNone: false });
    expect(row).toMatchObject({
      success: false,
      errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not this name' }],
    });
    const [field] = data.insert('Account', [{ Name: 'BadField' }], { ...options, allOrNone: false });
    expect(field).toMatchObject({ success: false, errors: [{ message: 'Not in this field', fields: ['Name'] }] });
  });

  it('refuse deletes', () => {
    const id = insert('Keep');
    expect(data.delete('Account', [id], { ...options, allOrNone: false })).toMatchObject([
      { success: false, errors: [{ message: 'Kept' }] },
    ]);
  });

  it('share static state with the Apex that wrote', () => {
    const result = apex.executeAnonymous(
      admin,
      "insert new List<Account>{ new Account(Name = 'A'), new Account(Name = 'B') }; System.debug(Audit.noted);",
    );
    expect(result.debugLog).toMatch(/\|DEBUG\|2$/m);
  });

  it('turn into a DmlException in Apex', () => {
    const result = apex.executeAnonymous(admin, "insert new Account(Name = 'Bad');");
    expect(result.exceptionMessage).toBe(
      'System.DmlException: Insert failed. First exception on row 0; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, Not this name: []',
    );
  });
});
