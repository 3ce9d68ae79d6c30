/** What the platform does by itself with the standard objects of ordinary projects (Object Reference pages of the same names). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AutoNumbers } from '../../../local-org/data/dml/autoNumber.ts';
import { defineObject, openFixture, plainField } from './fixture.ts';
import type { Fixture } from './fixture.ts';
import type { QueryResult } from '../../../local-org/data/types.ts';

let org: Fixture;
let account: string;
let opportunity: string;
beforeAll(() => {
  org = openFixture();
  defineObject(org.data, 'Bike__c', []);
  account = org.insert('Account', { Name: 'Acme' });
  opportunity = org.insert('Opportunity', {
    Name: 'Deal',
    StageName: 'Prospecting',
    CloseDate: '2026-12-01',
    AccountId: account,
  });
});
afterAll(() => org.data.close());

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('files', () => {
  it('become a document, linked to its owner and to where they were published', () => {
    const version = org.insert('ContentVersion', {
      PathOnClient: 'notes/plan.txt',
      VersionData: base64('hello'),
      FirstPublishLocationId: account,
    });
    expect(
      org.values('SELECT Title, FileExtension, FileType, ContentSize, IsLatest, VersionNumber FROM ContentVersion'),
    ).toEqual([
      { Title: 'plan', FileExtension: 'txt', FileType: 'TEXT', ContentSize: 5, IsLatest: true, VersionNumber: '1' },
    ]);
    expect(org.values('SELECT Title, LatestPublishedVersionId FROM ContentDocument')).toEqual([
      { Title: 'plan', LatestPublishedVersionId: version },
    ]);
    expect(
      org.values(
        `SELECT LinkedEntityId, ShareType FROM ContentDocumentLink WHERE LinkedEntityId IN ('${account}', '${org.adminId}') ORDER BY ShareType`,
      ),
    ).toEqual([
      { LinkedEntityId: org.adminId, ShareType: 'I' },
      { LinkedEntityId: account, ShareType: 'V' },
    ]);
  });

  it('get new versions, links to any record, and go with their document', () => {
    const [document] = org.data.rows('ContentDocument');
    const id = String(document?.Id);
    org.insert('ContentVersion', {
      Title: 'Plan B',
      PathOnClient: 'b.pdf',
      VersionData: base64('b'),
      ContentDocumentId: id,
    });
    expect(org.values('SELECT Title, IsLatest, VersionNumber FROM ContentVersion ORDER BY VersionNumber')).toEqual([
      { Title: 'plan', IsLatest: false, VersionNumber: '1' },
      { Title: 'Plan B', IsLatest: true, VersionNumber: '2' },
    ]);
    const bike = org.insert('Bike__c', { Name: 'b' });
    org.insert('ContentDocumentLink', { ContentDocumentId: id, LinkedEntityId: bike });
    expect(org.attempt('ContentDocumentLink', { ContentDocumentId: id, LinkedEntityId: bike })?.statusCode).toBe(
      'DUPLICATE_VALUE',
    );
    expect(() => org.query('SELECT Id FROM ContentDocumentLink')).toThrow('requires a filter by a single Id');
    expect(org.attempt('ContentDocument', { Title: 'x' })?.statusCode).toBe('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
    org.data.delete('ContentDocument', [id], org.system);
    expect(org.query('SELECT Id FROM ContentVersion').totalSize).toBe(0);
  });

  it('as attachments know their size and go with their record', () => {
    const bike = org.insert('Bike__c', { Name: 'b' });
    org.insert('Attachment', { Name: 'a.txt', Body: base64('abc'), ParentId: bike });
    expect(org.values('SELECT BodyLength, Parent.Name FROM Attachment')).toMatchObject([
      { BodyLength: 3, Parent: { values: { Name: 'b' } } },
    ]);
    org.data.delete('Bike__c', [bike], org.system);
    expect(org.query('SELECT Id FROM Attachment').totalSize).toBe(0);
  });

  it('need a path', () => {
    expect(org.attempt('ContentVersion', { Title: 'x', VersionData: base64('x') })?.message).toBe(
      'Required fields are missing: [PathOnClient]',
    );
  });
});

describe('prices', () => {
  let product: string;
  let entry: string;
  beforeAll(() => {
    product = org.insert('Product2', { Name: 'Bike', ProductCode: 'B1', IsActive: true });
  });

  it('begin with the standard price book, which every org has', () => {
    expect(org.values('SELECT Id, Name, IsStandard FROM Pricebook2')).toEqual([
      { Id: org.data.standardPricebookId(), Name: 'Standard Price Book', IsStandard: true },
    ]);
    const custom = org.insert('Pricebook2', { Name: 'Shop', IsActive: true });
    const price = { Product2Id: product, UnitPrice: 100, IsActive: true };
    expect(org.attempt('PricebookEntry', { ...price, Pricebook2Id: custom })?.message).toBe(
      'Before creating a custom price, create a standard price.',
    );
    entry = org.insert('PricebookEntry', { ...price, Pricebook2Id: org.data.standardPricebookId() });
    expect(org.attempt('PricebookEntry', { ...price, Pricebook2Id: org.data.standardPricebookId() })?.message).toBe(
      'This price definition already exists in this price book',
    );
    org.insert('PricebookEntry', { ...price, Pricebook2Id: custom, UnitPrice: 1, UseStandardPrice: true });
    expect(
      org.values(`SELECT Name, ProductCode, UnitPrice FROM PricebookEntry WHERE Pricebook2Id = '${custom}'`),
    ).toEqual([{ Name: 'Bike', ProductCode: 'B1', UnitPrice: 100 }]);
  });

  it('make the amount of an opportunity', () => {
    const line = org.insert('OpportunityLineItem', {
      OpportunityId: opportunity,
      PricebookEntryId: entry,
      Quantity: 2,
      UnitPrice: 90,
      Discount: 10,
    });
    expect(org.values('SELECT Name, ListPrice, TotalPrice, Product2.Name FROM OpportunityLineItem')).toMatchObject([
      { Name: 'Deal Bike', ListPrice: 100, TotalPrice: 162, Product2: { values: { Name: 'Bike' } } },
    ]);
    const deal = () => org.values('SELECT Amount, HasOpportunityLineItem, Pricebook2Id FROM Opportunity')[0];
    expect(deal()).toEqual({ Amount: 162, HasOpportunityLineItem: true, Pricebook2Id: org.data.standardPricebookId() });
    org.data.update('OpportunityLineItem', [{ Id: line, Quantity: 1 }], org.system);
    expect(deal()?.Amount).toBe(81);
    org.data.delete('OpportunityLineItem', [line], org.system);
    expect(deal()?.HasOpportunityLineItem).toBe(false);
  });
});

describe('campaigns', () => {
  it('have two statuses for their members, and count them', () => {
    const campaign = org.insert('Campaign', { Name: 'Fair' });
    const contact = org.insert('Contact', { LastName: 'Example', FirstName: 'Ada' });
    const lead = org.insert('Lead', { LastName: 'Sample', Company: 'Acme' });
    org.insert('CampaignMember', { CampaignId: campaign, ContactId: contact });
    org.insert('CampaignMember', { CampaignId: campaign, LeadId: lead, Status: 'Responded' });
    expect(org.values('SELECT Name, Status, HasResponded, Type FROM CampaignMember ORDER BY Name')).toEqual([
      { Name: 'Ada Example', Status: 'Sent', HasResponded: false, Type: 'Contact' },
      { Name: 'Sample', Status: 'Responded', HasResponded: true, Type: 'Lead' },
    ]);
    expect(org.values('SELECT NumberOfLeads, NumberOfContacts, NumberOfResponses FROM Campaign')).toEqual([
      { NumberOfLeads: 1, NumberOfContacts: 1, NumberOfResponses: 1 },
    ]);
    expect(org.attempt('CampaignMember', { CampaignId: campaign, LeadId: lead })?.message).toBe(
      'Already a campaign member.',
    );
  });
});

describe('activities', () => {
  it('know the account of what they are about, also where that is a custom record', () => {
    const bike = org.insert('Bike__c', { Name: 'b' });
    org.insert('Task', { Subject: '1', WhatId: opportunity, Status: 'Completed', Priority: 'High' });
    org.insert('Task', { Subject: '2', WhatId: bike });
    expect(
      org.values('SELECT AccountId, IsClosed, IsHighPriority, CompletedDateTime, What.Type FROM Task ORDER BY Subject'),
    ).toMatchObject([
      {
        AccountId: account,
        IsClosed: true,
        IsHighPriority: true,
        CompletedDateTime: '2026-11-23T12:00:00.000+0000',
        What: { values: { Type: 'Opportunity' } },
      },
      {
        AccountId: null,
        IsClosed: false,
        IsHighPriority: false,
        CompletedDateTime: null,
        What: { values: { Type: 'Bike__c' } },
      },
    ]);
  });

  it('are found below their records, standard and custom', () => {
    const [row] = org.values('SELECT (SELECT Subject FROM Tasks) FROM Bike__c WHERE Id IN (SELECT WhatId FROM Task)');
    expect((row?.Tasks as QueryResult).records.map((one) => one.values.Subject)).toEqual(['2']);
    const id = org.insert('Case', { Subject: 'mail' });
    org.insert('EmailMessage', { ParentId: id, Subject: 'Hello', TextBody: 'x' });
    const [mail] = org.values("SELECT (SELECT Subject FROM EmailMessages) FROM Case WHERE Subject = 'mail'");
    expect((mail?.EmailMessages as QueryResult).totalSize).toBe(1);
    org.data.delete('Case', [id], org.system);
    expect(org.query('SELECT Id FROM EmailMessage').totalSize).toBe(0);
  });

  it('work start, end and duration of events out of each other', () => {
    const at = '2026-12-01T09:00:00.000+0000';
    org.insert('Event', { Subject: '1', StartDateTime: at, DurationInMinutes: 30 });
    org.insert('Event', { Subject: '2', ActivityDateTime: at, EndDateTime: '2026-12-01T10:30:00.000+0000' });
    expect(
      org.values('SELECT ActivityDate, EndDateTime, DurationInMinutes, StartDateTime FROM Event ORDER BY Subject'),
    ).toEqual([
      {
        ActivityDate: '2026-12-01',
        EndDateTime: '2026-12-01T09:30:00.000+0000',
        DurationInMinutes: 30,
        StartDateTime: at,
      },
      {
        ActivityDate: '2026-12-01',
        EndDateTime: '2026-12-01T10:30:00.000+0000',
        DurationInMinutes: 90,
        StartDateTime: at,
      },
    ]);
    expect(org.attempt('Event', { Subject: '3' })?.message).toBe(
      'Required fields are missing: [DurationInMinutes, ActivityDateTime]',
    );
  });
});

describe('numbers that the platform gives', () => {
  it('are not given twice', () => {
    const first = org.insert('Case', { Subject: 'a' });
    org.data.remove('Case', { Id: first });
    org.insert('Case', { Subject: 'b' });
    expect(org.values('SELECT CaseNumber FROM Case')).toEqual([{ CaseNumber: '00001003' }]);
    // As in a file of an earlier release, whose cases were numbered by counting.
    expect(new AutoNumbers(org.data.sql).next('Lead', { ...plainField('N__c', 'string'), startingNumber: 5 }, '')).toBe(
      '6',
    );
    org.insert('Contract', { AccountId: account });
    org.insert('Order', { AccountId: account, EffectiveDate: '2026-12-01', Status: 'Draft' });
    expect(org.values('SELECT ContractNumber, Status, StatusCode FROM Contract')).toEqual([
      { ContractNumber: '00000100', Status: 'Draft', StatusCode: 'Draft' },
    ]);
    expect(org.values('SELECT OrderNumber FROM Order')).toEqual([{ OrderNumber: '00000100' }]);
  });
});
