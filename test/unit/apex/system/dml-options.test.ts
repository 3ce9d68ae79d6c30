/** `Database.DMLOptions` (Apex Reference, "DMLOptions Class"). */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
const LONG = "String name = 'x'.repeat(300); Database.DMLOptions options = new Database.DMLOptions();";

describe('DML options', () => {
  it('cut texts that are too long for their field, when they say so', () => {
    expect(
      org.debugged(`${LONG}
        options.allowFieldTruncation = true;
        Account row = new Account(Name = name);
        Database.insert(row, options);
        System.debug(row.Name.length());
        System.debug([SELECT Name FROM Account WHERE Id = :row.Id].Name.length());
        row.Site = 'y'.repeat(90);
        Database.update(new List<Account>{ row }, options);
        System.debug([SELECT Site FROM Account WHERE Id = :row.Id].Site.length());`),
    ).toEqual(['300', '255', '80']);
  });

  it('count for a record that carries them, in a statement too', () => {
    expect(
      org.debugged(`${LONG}
        options.allowFieldTruncation = true;
        Contact row = new Contact(LastName = name);
        row.setOptions(options);
        insert row;
        System.debug([SELECT LastName FROM Contact].LastName.length());`),
    ).toEqual(['80']);
  });

  it('leave a too long text an error otherwise', () => {
    expect(
      org.debugged(`${LONG}
        System.debug(Database.insert(new Account(Name = name), options).getErrors()[0].getStatusCode());`),
    ).toEqual(['STRING_TOO_LONG']);
  });

  it('can be written as JSON', () => {
    expect(
      org.debugged(`Database.DMLOptions options = new Database.DMLOptions();
        options.optAllOrNone = true;
        options.duplicateRuleHeader.allowSave = true;
        System.debug(JSON.serialize(options, true));`),
    ).toEqual([
      '{"assignmentRuleHeader":{},"duplicateRuleHeader":{"allowSave":true},"emailHeader":{},"optAllOrNone":true}',
    ]);
  });
});
