/** Sharing rules share records as long as they hold (Help, "Sharing Rules"; Metadata API, "SharingRules"). */
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DmlOptions } from '../../../../local-org/data/types.ts';
import { manifest, problemTexts, testOrg, xml } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

let org: TestOrg;
let ada: string;
let bob: string;
let team: string;

const TO_TEAM = '<sharedTo><group>Team</group></sharedTo>';
const criteria = (items: string, more = ''): string =>
  `<sharingCriteriaRules><fullName>Red</fullName><accessLevel>Read</accessLevel><label>Red</label>${TO_TEAM}${more}${items}<includeRecordsOwnedByAll>true</includeRecordsOwnedByAll></sharingCriteriaRules>`;
const item = (field: string, operation: string, value: string): string =>
  `<criteriaItems><field>${field}</field><operation>${operation}</operation><value>${value}</value></criteriaItems>`;
const RED = criteria(item('Color__c', 'equals', 'Red,Crimson'));
const OWNED = `<sharingOwnerRules><fullName>Owned</fullName><accessLevel>Edit</accessLevel><label>Owned</label>${TO_TEAM}<sharedFrom><roleAndSubordinatesInternal>Makers</roleAndSubordinatesInternal></sharedFrom></sharingOwnerRules>`;

function share(rules: string, object = 'Bike__c'): ReturnType<TestOrg['deploy']> {
  const files: Files = {
    'package.xml': manifest({ SharingRules: [object] }),
    [`sharingRules/${object}.sharingRules`]: xml('SharingRules', rules),
  };
  return org.deploy(files);
}

const as = (userId: string): DmlOptions => ({ mode: 'system', sharing: true, actor: { userId }, allOrNone: true });
const system = { ...as(''), sharing: false };
const sees = (userId: string, object = 'Bike__c'): number =>
  org.data.query(`SELECT Id FROM ${object}`, as(userId)).totalSize;
const insert = (object: string, values: Record<string, string | number | boolean | null>): string =>
  String(org.data.insert(object, [values], { ...system, actor: org.actor })[0]!.id);
const update = (userId: string, values: Record<string, string>, object = 'Bike__c'): boolean | undefined =>
  org.data.update(object, [values], as(userId))[0]?.success;
const shares = (object = 'Bike__Share', level = 'AccessLevel'): unknown[] =>
  org.data.rows(object, { RowCause: 'Rule' }).map((row) => [row.UserOrGroupId, row[level]]);

beforeEach(() => {
  org = testOrg();
  const role =
    '<caseAccessLevel>None</caseAccessLevel><contactAccessLevel>Edit</contactAccessLevel><opportunityAccessLevel>None</opportunityAccessLevel>';
  org.deploy({
    'package.xml': manifest({ CustomObject: ['Bike__c'], Group: ['Team'], Role: ['Makers'] }),
    'groups/Team.group': xml('Group', '<doesIncludeBosses>true</doesIncludeBosses><name>Team</name>'),
    'roles/Makers.role': xml(
      'Role',
      `${role}<mayForecastManagerShare>false</mayForecastManagerShare><name>Makers</name>`,
    ),
    'objects/Bike__c.object': xml(
      'CustomObject',
      '<deploymentStatus>Deployed</deploymentStatus><fields><fullName>Color__c</fullName><label>Color</label><length>20</length><type>Text</type></fields><label>Bike</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>Bikes</pluralLabel><sharingModel>Private</sharingModel>',
    ),
  });
  const profile = org.data.rows('Profile', { Name: 'Standard User' })[0]!.Id!;
  const person = (name: string, more: Record<string, string> = {}): string =>
    insert('User', {
      Username: `${name}@example.com`,
      LastName: name,
      Alias: name,
      Email: `${name}@example.com`,
      ProfileId: profile as string,
      TimeZoneSidKey: 'GMT',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
      ...more,
    });
  ada = person('ada', { UserRoleId: String(org.data.rows('UserRole', { DeveloperName: 'Makers' })[0]!.Id) });
  bob = person('bob');
  team = String(org.data.rows('Group', { DeveloperName: 'Team' })[0]!.Id);
  insert('GroupMember', { GroupId: team, UserOrGroupId: bob });
});

describe('a rule of criteria', () => {
  it('shares what meets them, before and after its deploy', () => {
    const bike = insert('Bike__c', { Name: 'a', OwnerId: ada, Color__c: 'crimson' });
    insert('Bike__c', { Name: 'b', OwnerId: ada, Color__c: 'Blue' });
    expect(sees(bob)).toBe(0);
    expect(problemTexts(share(RED))).toEqual([]);
    expect(sees(bob)).toBe(1);
    expect(shares()).toEqual([[team, 'Read']]);
    expect(update(bob, { Id: bike, Name: 'x' })).toBe(false);
    const given = org.data.rows('Bike__Share', { RowCause: 'Rule' })[0]!.Id as string;
    expect(org.data.delete('Bike__Share', [given], { ...system, actor: org.actor, allOrNone: false })[0]!.success).toBe(
      false,
    );
    insert('Bike__c', { Name: 'c', OwnerId: ada, Color__c: 'Red' });
    expect(sees(bob)).toBe(2);
  });

  it('ends with what meets them no more', () => {
    share(RED);
    const bike = insert('Bike__c', { Name: 'a', OwnerId: ada, Color__c: 'Red' });
    update(ada, { Id: bike, Color__c: 'Blue' });
    expect([sees(bob), shares()]).toEqual([0, []]);
  });

  it('follows its filter logic', () => {
    share(
      criteria(
        item('Color__c', 'equals', 'Red') + item('Name', 'startsWith', 'a') + item('Name', 'contains', 'z'),
        '<booleanFilter>1 AND (2 OR 3)</booleanFilter>',
      ),
    );
    for (const Name of ['a', 'b', 'bz']) insert('Bike__c', { Name, OwnerId: ada, Color__c: 'Red' });
    expect(sees(bob)).toBe(2);
  });

  it('stops with its deletion', () => {
    share(RED);
    insert('Bike__c', { Name: 'a', OwnerId: ada, Color__c: 'Red' });
    org.deploy({
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ SharingCriteriaRule: ['Bike__c.Red'] }),
    });
    expect([sees(bob), shares()]).toEqual([0, []]);
  });
});

describe('a rule of owners', () => {
  it('shares the records of those who belong to the role, and lets them be changed', () => {
    const bike = insert('Bike__c', { Name: 'a', OwnerId: ada });
    share(OWNED);
    expect([sees(bob), update(bob, { Id: bike, Name: 'x' })]).toEqual([1, true]);
    expect(
      org.data.query(
        `SELECT HasReadAccess, HasEditAccess, HasDeleteAccess FROM UserRecordAccess WHERE UserId = '${bob}' AND RecordId = '${bike}'`,
        as(bob),
      ).records,
    ).toHaveLength(1);
  });

  it('follows a new owner, and an owner who leaves the role', () => {
    share(OWNED);
    const bike = insert('Bike__c', { Name: 'a', OwnerId: ada });
    org.data.update('Bike__c', [{ Id: bike, OwnerId: org.actor.userId }], { ...system, actor: org.actor });
    expect(sees(bob)).toBe(0);
    org.data.update('Bike__c', [{ Id: bike, OwnerId: ada }], { ...system, actor: org.actor });
    expect(sees(bob)).toBe(1);
    org.data.update('User', [{ Id: ada, UserRoleId: null }], { ...system, actor: org.actor });
    expect(sees(bob)).toBe(0);
  });

  it('gives one share where two rules give two levels', () => {
    share(OWNED + RED);
    insert('Bike__c', { Name: 'a', OwnerId: ada, Color__c: 'Red' });
    expect(shares()).toEqual([[team, 'Edit']]);
  });
});

it('an account rule shares contacts, cases and opportunities as it says', () => {
  for (const object of ['Account', 'Opportunity', 'Case']) {
    org.data.schema.setSharingModel(object, 'Private');
    org.data.calculateSharing(object);
  }
  const account = insert('Account', { Name: 'Acme', OwnerId: ada });
  insert('Opportunity', {
    Name: 'Deal',
    StageName: 'Prospecting',
    CloseDate: '2026-12-01',
    AccountId: account,
    OwnerId: ada,
  });
  insert('Case', { Subject: 'Broken', AccountId: account, OwnerId: ada });
  expect(['Account', 'Opportunity', 'Case'].map((object) => sees(bob, object))).toEqual([0, 0, 0]);
  share(
    `<sharingOwnerRules><fullName>Owned</fullName><accessLevel>Read</accessLevel><accountSettings><caseAccessLevel>None</caseAccessLevel><contactAccessLevel>Read</contactAccessLevel><opportunityAccessLevel>Read</opportunityAccessLevel></accountSettings><label>Owned</label>${TO_TEAM}<sharedFrom><role>Makers</role></sharedFrom></sharingOwnerRules>`,
    'Account',
  );
  expect(['Account', 'Opportunity', 'Case'].map((object) => sees(bob, object))).toEqual([1, 1, 0]);
  expect(shares('AccountShare', 'OpportunityAccessLevel')).toEqual([[team, 'Read']]);
});

it('a rule for territories is kept, and says that it does nothing', () => {
  const outcome = share(OWNED.replace(TO_TEAM, '<sharedTo><territory>North</territory></sharedTo>'));
  expect(problemTexts(outcome).join()).toContain('sharing rules do not know territory');
  insert('Bike__c', { Name: 'a', OwnerId: ada });
  expect(shares()).toEqual([]);
});
