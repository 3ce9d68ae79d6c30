import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFixture, plainField } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let org: Fixture;
beforeAll(() => {
  org = openFixture();
});
afterAll(() => org.data.close());

describe('business objects', () => {
  it('compose the names of people', () => {
    org.insert('Contact', { FirstName: 'Ada', LastName: 'Example' });
    org.insert('Lead', { LastName: 'Example', Company: 'Example Inc' });
    expect(org.values('SELECT Name FROM Contact')).toEqual([{ Name: 'Ada Example' }]);
    expect(org.values('SELECT Name, Status FROM Lead')).toEqual([{ Name: 'Example', Status: 'Open - Not Contacted' }]);
    expect(org.attempt('Contact', { FirstName: 'Ada' })).toEqual({
      statusCode: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [LastName]',
      fields: ['LastName'],
    });
  });

  it("derive an opportunity's state from its stage", () => {
    const id = org.insert('Opportunity', {
      Name: 'Big',
      StageName: 'Qualification',
      CloseDate: '2026-12-01',
      Amount: 200,
    });
    expect(
      org.values('SELECT IsClosed, IsWon, Probability, ForecastCategory, ExpectedRevenue FROM Opportunity'),
    ).toEqual([{ IsClosed: false, IsWon: false, Probability: 10, ForecastCategory: 'Pipeline', ExpectedRevenue: 20 }]);
    org.data.update('Opportunity', [{ Id: id, StageName: 'Closed Won' }], org.system);
    expect(org.values('SELECT IsClosed, IsWon, Probability, ExpectedRevenue FROM Opportunity')).toEqual([
      { IsClosed: true, IsWon: true, Probability: 100, ExpectedRevenue: 200 },
    ]);
  });

  it('number cases and note when they are closed', () => {
    const id = org.insert('Case', { Subject: 'Help' });
    expect(org.values('SELECT CaseNumber, Status, IsClosed, ClosedDate FROM Case')).toEqual([
      { CaseNumber: '00001001', Status: 'New', IsClosed: false, ClosedDate: null },
    ]);
    org.data.update('Case', [{ Id: id, Status: 'Closed' }], org.system);
    expect(org.values('SELECT IsClosed, ClosedDate FROM Case')).toEqual([
      { IsClosed: true, ClosedDate: '2026-11-23T12:00:00.000+0000' },
    ]);
  });

  it('keep assets with an account or a contact while access to assets is controlled by parent', () => {
    const account = org.insert('Account', { Name: 'Buyer' });
    expect(org.attempt('Asset', { Name: 'Loose' })).toEqual({
      statusCode: 'FIELD_INTEGRITY_EXCEPTION',
      message: 'Every asset needs an account, a contact, or both.',
      fields: ['AccountId', 'ContactId'],
    });
    org.insert('Asset', { Name: 'Sold', AccountId: account });
    org.data.schema.setSharingModel('Asset', 'Private');
    org.insert('Asset', { Name: 'Loose' });
    expect(org.query('SELECT Id FROM Asset').totalSize).toBe(2);
  });

  it('close tasks that are completed', () => {
    org.insert('Task', { Subject: 'Call', Status: 'Completed' });
    expect(org.values('SELECT IsClosed, Priority FROM Task')).toEqual([{ IsClosed: true, Priority: 'Normal' }]);
  });

  it('delete contacts together with their account', () => {
    const account = org.insert('Account', { Name: 'Gone' });
    org.insert('Contact', { LastName: 'Goes', AccountId: account });
    org.data.delete('Account', [account], org.system);
    expect(org.query("SELECT Id FROM Contact WHERE LastName = 'Goes'").totalSize).toBe(0);
  });

  it('without a known key prefix cannot be made, and say so', () => {
    expect(() => org.data.newId('WorkBadge')).toThrow('Records of WorkBadge are not implemented in the embedded org');
  });
});

describe('setup entity access', () => {
  it('tells the type of what it opens', () => {
    const setId = org.insert('PermissionSet', { Name: 'Opens', Label: 'Opens' });
    const classId = org.data.put('ApexClass', { Name: 'Opened' });
    org.insert('SetupEntityAccess', { ParentId: setId, SetupEntityId: classId });
    expect(org.values('SELECT SetupEntityType FROM SetupEntityAccess')).toEqual([{ SetupEntityType: 'ApexClass' }]);
  });
});

describe('custom settings and platform events', () => {
  beforeAll(() =>
    org.data.transaction(() => {
      org.data.schema.applyObject({
        name: 'Switch__c',
        label: 'Switch',
        labelPlural: 'Switches',
        kind: 'customSetting',
        sharingModel: 'ReadWrite',
        nameField: plainField('Name', 'string', { length: 38 }),
      });
      org.data.schema.applyObject({
        name: 'Happened__e',
        label: 'Happened',
        labelPlural: 'Happened',
        kind: 'platformEvent',
        sharingModel: 'ReadWrite',
        nameField: plainField('Name', 'string'),
      });
      org.data.schema.applyField('Happened__e', plainField('What__c', 'string', { length: 50 }));
    }),
  );

  it('go with setup objects in one transaction', () => {
    expect(() =>
      org.data.transaction(() => {
        org.insert('UserRole', { Name: 'Any' });
        org.insert('Switch__c', { Name: 'org', SetupOwnerId: org.data.orgId });
        org.insert('Happened__e', { What__c: 'role made' });
      }),
    ).not.toThrow();
    expect(org.values('SELECT Name, SetupOwner.Type FROM Switch__c')).toMatchObject([
      { Name: 'org', SetupOwner: { values: { Type: 'Organization' } } },
    ]);
  });

  it('events cannot be queried', () => {
    expect(() => org.query('SELECT Id FROM Happened__e')).toThrow('is not supported');
  });
});
