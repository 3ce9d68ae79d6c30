/** Shares in Apex (Apex Developer Guide, "Creating User Managed Sharing Using Apex"). */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

describe('a share', () => {
  it('is written with its cause by name, and found below its record', () => {
    const org = openApexOrg();
    org.data.schema.setSharingModel('Account', 'Private');
    expect(
      org.debugged(`
        Account a = new Account(Name = 'Acme');
        insert a;
        Group g = [SELECT Id FROM Group WHERE Type = 'Organization'];
        insert new AccountShare(
          AccountId = a.Id, UserOrGroupId = g.Id, AccountAccessLevel = 'Edit', OpportunityAccessLevel = 'None',
          RowCause = Schema.AccountShare.RowCause.Manual);
        for (Account one : [SELECT (SELECT RowCause, AccountAccessLevel FROM Shares ORDER BY RowCause) FROM Account])
          for (AccountShare share : one.Shares) System.debug(share.RowCause + ' ' + share.AccountAccessLevel);`),
    ).toEqual(['Manual Edit', 'Owner All']);
  });

  it('has no cause that nobody knows', () => {
    const org = openApexOrg();
    org.data.schema.setSharingModel('Account', 'Private');
    expect(() => org.run('String s = Schema.AccountShare.RowCause.Nope;')).toThrow('Variable does not exist: Nope');
  });
});
