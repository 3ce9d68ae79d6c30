/** `Database.convertLead` (SOAP API Developer Guide, "convertLead()"; Help, "Lead Conversion Field Mapping"). */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg({
  classes: [
    `trigger Leads on Lead (after update) {
      for (Lead one : Trigger.new)
        if (one.IsConverted && !Trigger.oldMap.get(one.Id).IsConverted && one.Title == 'Triggered')
          insert new Contact(LastName = 'Converted', AccountId = one.ConvertedAccountId);
    }`,
  ],
});
const convert = `
  Lead person = [SELECT Id, Status FROM Lead WHERE LastName = 'Example'];
  Database.LeadConvert request = new Database.LeadConvert();
  request.setLeadId(person.Id);
  request.setConvertedStatus([SELECT ApiName FROM LeadStatus WHERE IsConverted = true LIMIT 1].ApiName);`;
const printed = (code: string): string[] => org.debugged(`${convert}${code}`);

beforeEach(() => {
  org.run(`delete [SELECT Id FROM Opportunity]; delete [SELECT Id FROM Account]; delete [SELECT Id FROM Lead];
    insert new Lead(FirstName = 'Ada', LastName = 'Example', Company = 'Example Ltd', Email = 'ada@example.com',
      Phone = '1', Title = 'Engineer', City = 'Berlin', LeadSource = 'Web', AnnualRevenue = 5);`);
});

it('makes an account, a contact and an opportunity of the lead', () => {
  const lines = printed(`
    Database.LeadConvertResult result = Database.convertLead(request);
    System.debug(result.isSuccess() + ' ' + (result.getLeadId() == person.Id) + ' ' + result.getErrors().size());
    Account company = [SELECT Name, Phone, BillingCity, AnnualRevenue, AccountSource FROM Account];
    System.debug(company.Id == result.getAccountId());
    System.debug(company.Name + ' ' + company.Phone + ' ' + company.BillingCity + ' ' + company.AccountSource);
    Contact made = [SELECT Name, Email, Title, MailingCity, AccountId FROM Contact];
    System.debug(made.Name + ' ' + made.Email + ' ' + made.Title + ' ' + made.MailingCity + ' ' + (made.AccountId == company.Id && made.Id == result.contactId));
    Opportunity chance = [SELECT Name, StageName, CloseDate, AccountId, (SELECT ContactId, IsPrimary FROM OpportunityContactRoles) FROM Opportunity];
    System.debug(chance.Name + ' ' + chance.StageName + ' ' + (chance.CloseDate >= Date.today()) + ' ' + (chance.Id == result.getOpportunityId() && chance.AccountId == company.Id));
    System.debug(chance.OpportunityContactRoles[0].ContactId == made.Id && chance.OpportunityContactRoles[0].IsPrimary);
    Lead after = [SELECT IsConverted, Status, ConvertedDate, ConvertedAccountId, ConvertedContactId, ConvertedOpportunityId FROM Lead];
    System.debug(after.IsConverted + ' ' + after.Status + ' ' + (after.ConvertedDate == Date.today() && after.ConvertedAccountId == company.Id && after.ConvertedContactId == made.Id && after.ConvertedOpportunityId == chance.Id));`);
  expect(lines).toEqual([
    'true true 0',
    'true',
    'Example Ltd 1 Berlin Web',
    'Ada Example ada@example.com Engineer Berlin true',
    'Example Ltd Prospecting true true',
    'true',
    'true Closed - Converted true',
  ]);
});

it('merges into records that exist: empty fields are filled, others kept', () => {
  const lines = printed(`
    Account company = new Account(Name = 'Known', Phone = '9'); insert company;
    Contact known = new Contact(LastName = 'Known', AccountId = company.Id, LeadSource = 'Other'); insert known;
    request.accountId = company.Id; request.contactId = known.Id;
    request.setDoNotCreateOpportunity(true); request.setOverwriteLeadSource(true);
    Database.LeadConvertResult result = Database.convertLead(request, AccessLevel.SYSTEM_MODE);
    System.debug(result.success + ' ' + result.opportunityId + ' ' + (result.accountId == company.Id));
    company = [SELECT Name, Phone, BillingCity FROM Account];
    System.debug(company.Name + ' ' + company.Phone + ' ' + company.BillingCity);
    known = [SELECT LastName, FirstName, Email, LeadSource FROM Contact];
    System.debug(known.LastName + ' ' + known.FirstName + ' ' + known.Email + ' ' + known.LeadSource);
    System.debug([SELECT COUNT() FROM Opportunity]);`);
  expect(lines).toEqual(['true null true', 'Known 9 Berlin', 'Known Ada ada@example.com Web', '0']);
});

it('brings campaign memberships along, and the newest campaign to the opportunity', () => {
  const lines = printed(`
    Campaign fair = new Campaign(Name = 'Fair'); insert fair;
    insert new CampaignMember(CampaignId = fair.Id, LeadId = person.Id);
    request.setOpportunityName('Big');
    Database.convertLead(new List<Database.LeadConvert>{ request });
    System.debug([SELECT ContactId FROM CampaignMember].ContactId == [SELECT Id FROM Contact].Id);
    Opportunity chance = [SELECT Name, Campaign.Name FROM Opportunity];
    System.debug(chance.Name + ' ' + chance.Campaign.Name);`);
  expect(lines).toEqual(['true', 'Big Fair']);
});

describe('a conversion that fails', () => {
  it.each([
    ['an unknown status', "request.setConvertedStatus('Open - Not Contacted');", 'INVALID_STATUS'],
    ['no lead', 'request.setLeadId(null);', 'REQUIRED_FIELD_MISSING'],
    ['a contact of another account', "request.setContactId('003000000000001AAA');", 'INVALID_CROSS_REFERENCE_KEY'],
    ['a lead that was converted', 'Database.convertLead(request);', 'CANNOT_UPDATE_CONVERTED_LEAD'],
  ])('names the reason: %s', (_case, change, code) => {
    expect(
      printed(`${change}
        Database.LeadConvertResult result = Database.convertLead(request, false);
        System.debug(result.isSuccess() + ' ' + result.getAccountId() + ' ' + result.getErrors()[0].getStatusCode());`),
    ).toEqual([`false null ${code}`]);
  });

  it('raises DmlException and leaves nothing behind', () => {
    const lines = printed(`
      Database.LeadConvert bad = new Database.LeadConvert(); bad.setLeadId(person.Id); bad.setConvertedStatus('x');
      insert new Lead(LastName = 'Second', Company = 'Second');
      request.setLeadId([SELECT Id FROM Lead WHERE LastName = 'Second'].Id);
      try { Database.convertLead(new List<Database.LeadConvert>{ request, bad }); }
      catch (DmlException problem) { System.debug(problem.getMessage().replace(person.Id, 'ID')); }
      System.debug([SELECT COUNT() FROM Account] + ' ' + [SELECT COUNT() FROM Lead WHERE IsConverted = true]);`);
    expect(lines).toEqual([
      'ConvertLead failed. First exception on row 1 with id ID; first error: INVALID_STATUS, invalid convertedStatus: x: [convertedStatus]',
      '0 0',
    ]);
  });

  it('needs an owner where a queue owns the lead', () => {
    const lines = printed(`
      Group queue = new Group(Name = 'Leads', Type = 'Queue'); insert queue;
      System.debug([SELECT COUNT() FROM Group WHERE Type = 'Queue']);`);
    expect(lines).toEqual(['1']);
    org.run(`insert new QueueSobject(QueueId = [SELECT Id FROM Group WHERE Type = 'Queue'].Id, SobjectType = 'Lead');`);
    expect(
      printed(`
        person.OwnerId = [SELECT Id FROM Group WHERE Type = 'Queue'].Id; update person;
        System.debug(Database.convertLead(request, false).getErrors()[0].getFields());
        request.setOwnerId(UserInfo.getUserId());
        System.debug(Database.convertLead(request).isSuccess());`),
    ).toEqual(['(ownerId)', 'true']);
  });
});

it('fires the triggers of all that it writes, the lead with what it became', () => {
  expect(
    printed(
      `person.Title = 'Triggered'; update person; Database.convertLead(request); System.debug([SELECT COUNT() FROM Contact WHERE Account.Name = 'Example Ltd']);`,
    ),
  ).toEqual(['2']);
});

it('leaves a converted lead as it is', () => {
  expect(
    printed(`Database.convertLead(request);
      try { update new Lead(Id = person.Id, Title = 'x'); } catch (DmlException problem) { System.debug(problem.getDmlType(0) + ' ' + problem.getDmlMessage(0)); }`),
  ).toEqual(['CANNOT_UPDATE_CONVERTED_LEAD cannot reference converted lead']);
});

it('is refused by name where the documents leave open what goes where', () => {
  expect(() => printed(`insert new Task(WhoId = person.Id, Subject = 'Call'); Database.convertLead(request);`)).toThrow(
    'Converting a lead that has rows of Task',
  );
  expect(() => printed('request.setAccountRecord(new Account()); Database.convertLead(request);')).toThrow(
    'Database.LeadConvert.setAccountRecord',
  );
});
