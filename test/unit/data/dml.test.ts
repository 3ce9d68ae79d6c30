import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DmlEvent } from '../../../local-org/data/contract.ts';
import type { RecordValues } from '../../../local-org/data/types.ts';
import { defineObject, openFixture, plainField, user } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let org: Fixture;
beforeAll(() => {
  org = openFixture();
  defineObject(org.data, 'Thing__c', [
    plainField('Key__c', 'string', { label: 'Key', length: 10, unique: true, externalId: true }),
    plainField('Kind__c', 'picklist', {
      label: 'Kind',
      restrictedPicklist: true,
      picklistValues: [
        { value: 'Big', label: 'Big', active: true, defaultValue: true },
        { value: 'Old', label: 'Old', active: false, defaultValue: false },
      ],
    }),
    plainField('Tags__c', 'multipicklist', {
      label: 'Tags',
      restrictedPicklist: true,
      length: 4099,
      picklistValues: ['A', 'B', 'C'].map((value) => ({ value, label: value, active: true, defaultValue: false })),
    }),
    plainField('Flag__c', 'boolean', { label: 'Flag', defaultValue: true }),
    plainField('Amount__c', 'double', { label: 'Amount', precision: 5, scale: 2 }),
    plainField('Count__c', 'int', { label: 'Count' }),
    plainField('Day__c', 'date', { label: 'Day' }),
    plainField('Moment__c', 'datetime', { label: 'Moment' }),
    plainField('Hour__c', 'time', { label: 'Hour' }),
    plainField('Mail__c', 'email', { label: 'Mail', length: 80 }),
    plainField('User__c', 'reference', { label: 'User', referenceTo: ['User'], length: 18 }),
  ]);
});
afterAll(() => org.data.close());

describe('inserting', () => {
  it('fills in defaults, owner and system fields', () => {
    const id = org.insert('Thing__c', { Name: 'defaults' });
    expect(org.data.rows('Thing__c', { Id: id })[0]).toMatchObject({
      Kind__c: 'Big',
      Flag__c: true,
      OwnerId: org.adminId,
      CreatedById: org.adminId,
      LastModifiedById: org.adminId,
      IsDeleted: false,
      CreatedDate: '2026-11-23T12:00:00.000+0000',
      SystemModstamp: '2026-11-23T12:00:00.000+0000',
    });
  });

  it.each([
    [
      'a missing required field',
      { Key__c: 'q' },
      'REQUIRED_FIELD_MISSING',
      'Required fields are missing: [Name]',
      ['Name'],
    ],
    [
      'a long text',
      { Name: 'x', Key__c: '12345678901' },
      'STRING_TOO_LONG',
      'Key: data value too large: 12345678901 (max length=10)',
      ['Key__c'],
    ],
    [
      'an unknown value of a restricted picklist',
      { Name: 'x', Kind__c: 'Huge' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Kind: bad value for restricted picklist field: Huge',
      ['Kind__c'],
    ],
    [
      'an inactive picklist value',
      { Name: 'x', Kind__c: 'Old' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Kind: bad value for restricted picklist field: Old',
      ['Kind__c'],
    ],
    [
      'a word as a number',
      { Name: 'x', Count__c: 'many' },
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      'Count: value not of required type: many',
      ['Count__c'],
    ],
    [
      'a fraction as an integer',
      { Name: 'x', Count__c: 1.5 },
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      'Count: value not of required type: 1.5',
      ['Count__c'],
    ],
    [
      'a number too great',
      { Name: 'x', Amount__c: 1000 },
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Amount: value outside of valid range on numeric field: 1000',
      ['Amount__c'],
    ],
    [
      'a word as a checkbox',
      { Name: 'x', Flag__c: 'maybe' },
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      'Flag: value not of required type: maybe',
      ['Flag__c'],
    ],
    [
      'a day that no calendar has',
      { Name: 'x', Day__c: '2026-02-30' },
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      'Day: value not of required type: 2026-02-30',
      ['Day__c'],
    ],
    [
      'a moment that is none',
      { Name: 'x', Moment__c: 'soon' },
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      'Moment: value not of required type: soon',
      ['Moment__c'],
    ],
    [
      'an hour that is none',
      { Name: 'x', Hour__c: '25:00:00' },
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      'Hour: value not of required type: 25:00:00',
      ['Hour__c'],
    ],
    [
      'an address without @',
      { Name: 'x', Mail__c: 'ada.example.com' },
      'INVALID_EMAIL_ADDRESS',
      'Mail: invalid email address: ada.example.com',
      ['Mail__c'],
    ],
    [
      'a malformed id',
      { Name: 'x', User__c: 'abc' },
      'MALFORMED_ID',
      'User: id value of incorrect type: abc',
      ['User__c'],
    ],
    [
      'an id that nobody has',
      { Name: 'x', User__c: '005000000000000' },
      'INVALID_CROSS_REFERENCE_KEY',
      'invalid cross reference id',
      ['User__c'],
    ],
    [
      'an unknown field',
      { Name: 'x', Nope__c: 1 },
      'INVALID_FIELD',
      "No such column 'Nope__c' on sobject of type Thing__c",
      ['Nope__c'],
    ],
    [
      'a system field',
      { Name: 'x', CreatedDate: '2020-01-01' },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      'Unable to create/update fields: CreatedDate. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
      ['CreatedDate'],
    ],
    [
      'an id',
      { Name: 'x', Id: '005000000000000' },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      'cannot specify Id in an insert call',
      ['Id'],
    ],
  ])('refuses %s', (_, values, statusCode, message, fields) => {
    expect(org.attempt('Thing__c', values)).toEqual({ statusCode, message, fields });
  });

  it('refuses an id of the wrong object', () => {
    const profile = org.profileId('Standard User');
    expect(org.attempt('Thing__c', { Name: 'x', User__c: profile })).toMatchObject({
      statusCode: 'FIELD_INTEGRITY_EXCEPTION',
      message: `User: id value of incorrect type: ${profile}`,
    });
  });

  it('takes texts for every type, as SOAP clients send them, and stores what each type stores', () => {
    const id = org.insert('Thing__c', {
      Name: '  trimmed ',
      Amount__c: '12.345',
      Count__c: '7',
      Flag__c: 'false',
      Day__c: '2026-01-02T10:00:00Z',
      Moment__c: '2026-01-02T03:04:05.678+02:00',
      Hour__c: '10:20:30Z',
      Tags__c: 'c;A',
      User__c: org.adminId.slice(0, 15),
      Kind__c: 'big',
      Key__c: '',
    });
    expect(org.data.rows('Thing__c', { Id: id })[0]).toMatchObject({
      Name: 'trimmed',
      Amount__c: 12.35,
      Count__c: 7,
      Flag__c: false,
      Day__c: '2026-01-02',
      Moment__c: '2026-01-02T01:04:05.000+0000',
      Hour__c: '10:20:30.000Z',
      Tags__c: 'A;C',
      User__c: org.adminId,
      Kind__c: 'Big',
      Key__c: null,
    });
  });

  it('names the record that has a unique value already, whatever its case', () => {
    const id = org.insert('Thing__c', { Name: 'unique', Key__c: 'Straße' });
    expect(org.attempt('Thing__c', { Name: 'unique', Key__c: 'STRASSE' })).toBeUndefined();
    expect(org.attempt('Thing__c', { Name: 'unique', Key__c: 'STRAßE' })).toMatchObject({
      statusCode: 'DUPLICATE_VALUE',
      message: `duplicate value found: Key__c duplicates value on record with id: ${id.slice(0, 15)}`,
    });
  });

  it('keeps the good rows of a partial save and rolls all back otherwise', () => {
    const rows: RecordValues[] = [{ Name: 'partial one' }, { Kind__c: 'Big' }, { Name: 'partial two' }];
    expect(org.data.insert('Thing__c', rows, org.partial).map((result) => result.success)).toEqual([true, false, true]);
    const results = org.data.insert('Thing__c', rows, org.system);
    expect(results.map((result) => result.errors[0]?.statusCode)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'REQUIRED_FIELD_MISSING',
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    ]);
    expect(org.query("SELECT count() FROM Thing__c WHERE Name LIKE 'partial%'").totalSize).toBe(2);
  });

  it('is refused for objects that nobody creates', () => {
    expect(org.attempt('Profile', { Name: 'x' })).toMatchObject({
      statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      message: 'entity type cannot be inserted: Profile',
    });
  });

  it('numbers records of auto-number objects', () => {
    defineObject(
      org.data,
      'Auto__c',
      [],
      'ReadWrite',
      plainField('Name', 'string', {
        autoNumber: true,
        displayFormat: 'A-{0000}',
        length: 80,
        nillable: false,
        createable: false,
        updateable: false,
      }),
    );
    org.insert('Auto__c', {});
    org.insert('Auto__c', {});
    expect(org.values('SELECT Name FROM Auto__c')).toEqual([{ Name: 'A-0001' }, { Name: 'A-0002' }]);
    expect(org.attempt('Auto__c', { Name: 'mine' })?.statusCode).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
  });
});

describe('updating', () => {
  it('changes only what is given', () => {
    const id = org.insert('Thing__c', { Name: 'before', Key__c: 'upd', Count__c: 3 });
    expect(org.data.update('Thing__c', [{ Id: id.slice(0, 15), name: 'after' }], org.system)[0]?.success).toBe(true);
    expect(org.data.rows('Thing__c', { Id: id })[0]).toMatchObject({ Name: 'after', Key__c: 'upd', Count__c: 3 });
  });

  it('needs an id of an existing, live record', () => {
    const gone = org.insert('Thing__c', { Name: 'gone' });
    org.data.delete('Thing__c', [gone], org.system);
    const errors = org.data
      .update('Thing__c', [{ Name: 'x' }, { Id: 'a00000000000000', Name: 'x' }, { Id: gone, Name: 'x' }], org.partial)
      .map((result) => result.errors[0]?.statusCode);
    expect(errors).toEqual(['MISSING_ARGUMENT', 'INVALID_CROSS_REFERENCE_KEY', 'ENTITY_IS_DELETED']);
  });
});

describe('upserting by external id', () => {
  it('updates the match, inserts the rest', () => {
    const id = org.insert('Thing__c', { Name: 'one', Key__c: 'ups1' });
    const options = { ...org.system, externalIdField: 'key__c' };
    const results = org.data.upsert(
      'Thing__c',
      [
        { Key__c: 'UPS1', Name: 'changed' },
        { Key__c: 'ups2', Name: 'new' },
      ],
      options,
    );
    expect(results).toMatchObject([
      { id, created: false, success: true },
      { created: true, success: true },
    ]);
    expect(org.values("SELECT Name FROM Thing__c WHERE Key__c LIKE 'ups_' ORDER BY Name")).toEqual([
      { Name: 'changed' },
      { Name: 'new' },
    ]);
  });

  it('asks for a value and for a field that can identify', () => {
    expect(
      org.data.upsert('Thing__c', [{ Name: 'x' }], { ...org.partial, externalIdField: 'Key__c' })[0]?.errors[0],
    ).toMatchObject({ statusCode: 'MISSING_ARGUMENT', message: 'Key__c not specified' });
    expect(() => org.data.upsert('Thing__c', [{ Name: 'x' }], { ...org.partial, externalIdField: 'Count__c' })).toThrow(
      'Provided external ID field does not exist or is not accessible: Count__c',
    );
  });

  it('refuses the same value twice in one call', () => {
    const results = org.data.upsert(
      'Thing__c',
      [
        { Key__c: 'dup', Name: 'a' },
        { Key__c: 'DUP', Name: 'b' },
      ],
      { ...org.partial, externalIdField: 'Key__c' },
    );
    expect(results.map((result) => result.errors[0]?.message)).toEqual([
      undefined,
      'Duplicate external id specified: DUP',
    ]);
  });

  it('goes by Id when no field is named', () => {
    const id = org.insert('Thing__c', { Name: 'by id' });
    expect(
      org.data
        .upsert('Thing__c', [{ Id: id, Name: 'seen' }, { Name: 'fresh' }], org.system)
        .map((result) => result.created),
    ).toEqual([false, true]);
  });
});

describe('deleting', () => {
  it('puts records and their details into the recycle bin and takes them out together', () => {
    defineObject(
      org.data,
      'Part__c',
      [
        plainField('Thing__c', 'reference', {
          referenceTo: ['Thing__c'],
          cascadeDelete: true,
          length: 18,
          nillable: false,
        }),
      ],
      'ControlledByParent',
    );
    const thing = org.insert('Thing__c', { Name: 'whole' });
    org.insert('Part__c', { Name: 'part', Thing__c: thing });
    expect(org.data.delete('Thing__c', [thing], org.system)[0]?.success).toBe(true);
    expect(org.query('SELECT count() FROM Part__c').totalSize).toBe(0);
    expect(org.query('SELECT count() FROM Part__c ALL ROWS').totalSize).toBe(1);
    expect(org.data.undelete('Thing__c', [thing], org.system)[0]?.success).toBe(true);
    expect(org.query('SELECT count() FROM Part__c').totalSize).toBe(1);
    expect(org.data.undelete('Thing__c', [thing], org.partial)[0]?.errors[0]?.statusCode).toBe('UNDELETE_FAILED');
  });

  it('clears plain lookups and stops at restricted ones', () => {
    defineObject(org.data, 'Free__c', [plainField('Thing__c', 'reference', { referenceTo: ['Thing__c'], length: 18 })]);
    defineObject(org.data, 'Bound__c', [
      plainField('Thing__c', 'reference', { referenceTo: ['Thing__c'], length: 18, restrictedDelete: true }),
    ]);
    const free = org.insert('Thing__c', { Name: 'free' });
    const looking = org.insert('Free__c', { Name: 'looks', Thing__c: free });
    org.data.delete('Thing__c', [free], org.system);
    expect(org.data.rows('Free__c', { Id: looking })[0]?.Thing__c).toBeNull();
    const bound = org.insert('Thing__c', { Name: 'bound' });
    org.insert('Bound__c', { Name: 'holds', Thing__c: bound });
    expect(org.data.delete('Thing__c', [bound], org.partial)[0]?.errors[0]?.statusCode).toBe('DELETE_FAILED');
  });

  it('refuses ids that are none, that nobody has, or that are deleted already', () => {
    const id = org.insert('Thing__c', { Name: 'twice' });
    org.data.delete('Thing__c', [id], org.system);
    const codes = org.data
      .delete('Thing__c', ['abc', 'a00000000000000', id], org.partial)
      .map((result) => result.errors[0]?.statusCode);
    expect(codes).toEqual(['MALFORMED_ID', 'INVALID_CROSS_REFERENCE_KEY', 'ENTITY_IS_DELETED']);
  });

  it('is never possible for users', () => {
    expect(org.data.delete('User', [org.adminId], org.partial)[0]?.errors[0]).toMatchObject({
      message: 'entity type cannot be deleted: User',
    });
  });
});

describe('triggers', () => {
  const listen = (handler: (when: 'before' | 'after', event: DmlEvent) => void): void => {
    org.data.listener = { before: (event) => handler('before', event), after: (event) => handler('after', event) };
  };

  it('change rows before, see them with ids after, in portions of 200', () => {
    const sizes: string[] = [];
    const saved: RecordValues[] = [];
    listen((when, event) => {
      sizes.push(`${when} ${event.newRows?.length}`);
      if (when === 'before') for (const row of event.newRows ?? []) row.Count__c = '5';
      else saved.push(...(event.newRows ?? []));
    });
    org.data.insert(
      'Thing__c',
      Array.from({ length: 201 }, (_, index) => ({ Name: `t${index}` })),
      org.system,
    );
    org.data.listener = null;
    expect(saved.every((row) => typeof row.Id === 'string' && row.Count__c === 5)).toBe(true);
    expect(sizes).toEqual(['before 200', 'after 200', 'before 1', 'after 1']);
  });

  it('reject rows; the others are saved again without them', () => {
    listen((when, event) => {
      event.newRows?.forEach((row, index) => {
        if (when === 'after' && row.Name === 'bad') event.addError(index, 'not this one', 'Name');
      });
    });
    const results = org.data.insert('Thing__c', [{ Name: 'good' }, { Name: 'bad' }], org.partial);
    org.data.listener = null;
    expect(results[0]?.success).toBe(true);
    expect(results[1]?.errors).toEqual([
      { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'not this one', fields: ['Name'] },
    ]);
    expect(org.query("SELECT count() FROM Thing__c WHERE Name IN ('good', 'bad')").totalSize).toBe(1);
  });

  it('see old rows of updates and deletes', () => {
    const seen: unknown[] = [];
    const id = org.insert('Thing__c', { Name: 'old' });
    listen((when, event) => {
      if (when === 'after') seen.push([event.operation, event.oldRows?.[0]?.Name, event.newRows?.[0]?.Name]);
    });
    org.data.update('Thing__c', [{ Id: id, Name: 'new' }], org.system);
    org.data.delete('Thing__c', [id], org.system);
    org.data.undelete('Thing__c', [id], org.system);
    org.data.listener = null;
    expect(seen).toEqual([
      ['update', 'old', 'new'],
      ['delete', 'new', undefined],
      ['undelete', undefined, 'new'],
    ]);
  });
});

describe('setup and ordinary objects in one transaction', () => {
  const assign = (): unknown =>
    org.data.insert(
      'GroupMember',
      [{ GroupId: org.insert('Group', { Name: `g${Math.random()}` }), UserOrGroupId: org.adminId }],
      org.system,
    );

  it("are refused in either order, with the platform's text", () => {
    expect(() =>
      org.data.transaction(() => {
        org.insert('Account', { Name: 'x' });
        assign();
      }),
    ).toThrow(
      'DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): GroupMember, original object: Account',
    );
    expect(() =>
      org.data.transaction(() => {
        assign();
        org.insert('Account', { Name: 'x' });
      }),
    ).toThrow('Account, original object: GroupMember');
  });

  it('go together for users without a role, and for updates that touch no access', () => {
    expect(() =>
      org.data.transaction(() => {
        org.insert('Account', { Name: 'x' });
        const id = org.insert('User', user(org, 'mixed'));
        org.data.update('User', [{ Id: id, Title: 'Engineer' }], org.system);
      }),
    ).not.toThrow();
    expect(() =>
      org.data.transaction(() => {
        org.insert('Account', { Name: 'x' });
        org.data.update('User', [{ Id: org.adminId, IsActive: false }], org.system);
      }),
    ).toThrow(expect.objectContaining({ errorCode: 'MIXED_DML_OPERATION' }));
  });

  it('let writes that touch no access follow setup writes', () => {
    expect(() =>
      org.data.transaction(() => {
        org.insert('UserRole', { Name: 'Role' });
        org.insert('Group', { Name: 'After a role' });
        org.insert('User', user(org, 'afterrole'));
      }),
    ).not.toThrow();
  });

  it('go together in a fresh context and where the transaction allows it', () => {
    expect(() =>
      org.data.transaction(() => {
        org.insert('Account', { Name: 'x' });
        const restore = org.data.freshMixedDml();
        assign();
        restore();
        org.insert('Account', { Name: 'y' });
      }),
    ).not.toThrow();
    expect(() =>
      org.data.transaction(
        () => {
          org.insert('Account', { Name: 'x' });
          assign();
        },
        { mixedDml: true },
      ),
    ).not.toThrow();
  });
});
