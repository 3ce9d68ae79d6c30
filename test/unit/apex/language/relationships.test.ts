/** Reading sObject fields by dot: through relationships that lead nowhere, of parents of several kinds, and checkboxes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
afterAll(() => org.data.close());

const printed = (code: string): string[] => org.debugged(code);

describe('a field read through a relationship', () => {
  it('is null where the relationship leads nowhere', () => {
    const lines = printed(`Contact lone = new Contact(LastName = 'Lone'); insert lone;
      lone = [SELECT Account.Name, Account.Owner.Name, Account.IsDeleted FROM Contact WHERE Id = :lone.Id];
      System.debug(lone.Account.Name); System.debug(lone.Account.Owner.Name); System.debug(lone.Account.IsDeleted);
      System.debug(new Contact().Account.Name);`);
    expect(lines).toEqual(['null', 'null', 'false', 'null']);
  });

  it('raises where it is written, where a method is called, and where a variable holds the record', () => {
    const lines = printed(`Account none = null; Contact lone = new Contact();
      try { lone.Account.Name = 'x'; } catch (NullPointerException e) { System.debug('written'); }
      try { lone.Account.get('Name'); } catch (NullPointerException e) { System.debug('called'); }
      try { System.debug(none.Name); } catch (NullPointerException e) { System.debug('held'); }`);
    expect(lines).toEqual(['written', 'called', 'held']);
  });
});

describe('a checkbox', () => {
  it('is false by dot and null by get() where it was never set', () => {
    const lines = printed(`Contact c = new Contact(); System.debug(c.DoNotCall); System.debug(c.get('DoNotCall'));
      c.DoNotCall = null; System.debug(c.DoNotCall); System.debug(c); if (!c.DoNotCall) System.debug('may call');`);
    expect(lines).toEqual(['false', 'null', 'false', 'Contact:{DoNotCall=null}', 'may call']);
  });
});

describe('a parent that may be of several objects', () => {
  beforeAll(() => {
    org.run(`Account a = new Account(Name = 'Acme', Phone = '1'); insert a; insert new Task(Subject = 'call', WhatId = a.Id);
      insert new Case(Subject = 'broken');`);
  });

  it('has the fields of Name', () => {
    const lines = printed(`Task t = [SELECT What.Name, What.Type, Who.Name, Owner.Name, Owner.Email FROM Task LIMIT 1];
      System.debug(t.What.Name); System.debug(t.What.Type); System.debug(t.Who.Name); System.debug(t.Owner.Name == UserInfo.getName());
      Case c = [SELECT Owner.Name, Owner.Profile.Name FROM Case LIMIT 1]; System.debug(c.Owner.Profile.Name);`);
    expect(lines).toEqual(['Acme', 'Account', 'null', 'true', 'System Administrator']);
  });

  it('is tested, cast and assigned as the object that it is', () => {
    const lines = printed(`Task t = [SELECT TYPEOF What WHEN Account THEN Phone END, Owner.Name FROM Task LIMIT 1];
      System.debug(t.What instanceof Account); Account a = (Account) t.What; System.debug(a.Phone);
      User owner = t.Owner; System.debug(owner.Name == UserInfo.getName());
      System.debug(new Task(What = new Account(Name = 'made')).What.Name);`);
    expect(lines).toEqual(['true', '1', 'true', 'made']);
  });

  it('has no field of one object alone', () => {
    expect(() => org.run('System.debug([SELECT What.Name FROM Task LIMIT 1].What.AnnualRevenue);')).toThrow(
      'Variable does not exist: AnnualRevenue',
    );
  });
});

it('lists of ids of a record compile, and are refused by name when they would be written', () => {
  const made = "EmailMessage mail = new EmailMessage(Subject = 'x', toIds = new List<String>{ UserInfo.getUserId() });";
  expect(org.debugged(`${made} System.debug(mail.ToIds.size());`)).toEqual(['1']);
  expect(() => org.debugged(`${made} insert mail;`)).toThrow('the list of ids EmailMessage.ToIds is not implemented');
  expect(() => org.debugged('System.debug(new EmailMessage(NopeIds = null));')).toThrow(
    'Field does not exist: NopeIds',
  );
});

const problemsOf = (statement: string): string[] =>
  org.apex
    .check([{ kind: 'class', name: 'P', body: `public class P { void run() { ${statement} } }`, apiVersion: 67 }])
    .map(({ problem }) => problem);

describe('a field that only a feature brings', () => {
  const away = (field: string): string[] => [`${field} is not available in the embedded org`];

  it.each([
    ["Account a = new Account(PersonEmail = 'a@example.com');", away('Account.PersonEmail')],
    ["Account a = new Account(); a.CurrencyIsoCode = 'EUR';", away('Account.CurrencyIsoCode')],
    ['Account a = new Account(); System.debug(a.Size__pc);', away('Account.Size__pc')],
    ['List<Contact> c = [SELECT Account.BillingCountryCode FROM Contact];', away('Account.BillingCountryCode')],
    ['SObjectField f = Account.PersonEmail;', away('Account.PersonEmail')],
    ['Object d = Schema.SObjectType.Account.fields.PersonEmail;', away('Account.PersonEmail')],
    ["Account a = new Account(PersonEmial = 'a@example.com');", ['Field does not exist: PersonEmial on Account']],
    ["Account a = new Account(); a.CurrencyIso = 'EUR';", ['Variable does not exist: CurrencyIso']],
    ['SObjectField f = Account.PersonEmial;', ['Variable does not exist: PersonEmial']],
  ])('%s', (statement, problems) => {
    expect(problemsOf(statement)).toEqual(problems);
  });

  it('is unknown to a query that runs', () => {
    expect(() =>
      org.data.query('SELECT PersonEmail FROM Account', { mode: 'system', sharing: false, actor: org.admin }),
    ).toThrow("No such column 'PersonEmail' on entity 'Account'");
  });
});

describe('a list of children that the embedded org keeps no rows of', () => {
  it('may be queried, and is refused by name where it is read', () => {
    expect(problemsOf('List<Account> a = [SELECT Id, (SELECT Id FROM Histories) FROM Account];')).toEqual([]);
    expect(problemsOf('Account a = new Account(); Integer n = a.NotesAndAttachments.size();')).toEqual([
      'Account.NotesAndAttachments is not available in the embedded org',
    ]);
    expect(() => org.run('List<Account> a = [SELECT Id, (SELECT Id FROM Histories) FROM Account];')).toThrow(
      'The relationship Histories of Account is not implemented in the embedded org.',
    );
  });

  it('is not one whose name no org knows', () => {
    expect(problemsOf('List<Account> a = [SELECT Id, (SELECT Id FROM Historie) FROM Account];')[0]).toMatch(
      /^Didn't understand relationship 'Historie' in FROM part/,
    );
    expect(problemsOf('Account a = new Account(); Object n = a.Historie;')).toEqual([
      'Variable does not exist: Historie',
    ]);
  });
});
