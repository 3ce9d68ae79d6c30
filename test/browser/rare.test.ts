/**
 * What shows only in an org that is larger, busier or stricter than the demo: an org with much other work, with a trigger
 * that refuses, with hundreds of leavers, broken rules and more entitlements than one page, and one without any scan.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from './console-page.ts';
import { READY_MILLISECONDS, startDemoOrg } from './demo-org.ts';
import type { DemoOrg } from './demo-org.ts';
import { orgApex } from './org-apex.ts';
import type { OrgApex } from './org-apex.ts';
import { orgData } from './org-data.ts';
import type { OrgData } from './org-data.ts';
import {
  TEST_MILLISECONDS,
  closeWindow,
  focusedText,
  openUser,
  openView,
  timelineEntries,
  windowShows,
} from './user-page.ts';
import type { UserPage } from './user-page.ts';

let org: DemoOrg;
let data: OrgData;
let apex: OrgApex;
let browser: Browser;
let console: UserPage;

beforeAll(async () => {
  [org, browser] = await Promise.all([startDemoOrg(), launchBrowser()]);
  data = orgData(org);
  apex = orgApex(org);
}, READY_MILLISECONDS);
afterAll(async () => {
  await browser?.close();
  await org?.stop();
});
afterEach(async () => console?.close());

jest.setTimeout(TEST_MILLISECONDS);

const PHONE = { viewport: { width: 390, height: 844 } };
const open = async (state: Record<string, string>, options: Parameters<typeof openView>[3] = {}) => {
  console = await openView(browser, org, state, options);
  return console.page;
};
const scanControl = (): Locator => console.page.locator('c-rollcall-scan-control');
const missingOf = async (userId: string): Promise<number> =>
  (
    await data.query(
      `SELECT Id FROM Entitlement_Finding__c
       WHERE Kind__c = 'Missing' AND Resolved_At__c = NULL AND Provisioned_User__r.User_Id__c = '${userId}'`,
    )
  ).length;
/** Active users with at most one gap that anybody may fill. */
const fixable = async (): Promise<string> => {
  const rows = await data.query<{ Provisioned_User__r: { User_Id__c: string } }>(
    `SELECT Provisioned_User__r.User_Id__c FROM Entitlement_Finding__c
     WHERE Kind__c = 'Missing' AND Resolved_At__c = NULL AND Reason__c = 'NOT_ASSIGNED'
       AND Provisioned_User__r.Status__c = 'Active' AND Provisioned_User__r.Missing_Count__c = 1`,
  );
  if (!rows[0]) throw new Error('The demo org has nobody with one gap that can be filled.');
  return rows[0].Provisioned_User__r.User_Id__c;
};

describe('an org that is busy with other Apex', () => {
  const lastRun = async (): Promise<{ Id: string; Status__c: string; Users_Done__c: number }> =>
    (
      await data.query<{ Id: string; Status__c: string; Users_Done__c: number }>(
        'SELECT Id, Status__c, Users_Done__c FROM Scan_Run__c ORDER BY CreatedDate DESC, Id DESC LIMIT 1',
      )
    )[0]!;
  const press = (name: string): Promise<void> => scanControl().getByRole('button', { name, exact: true }).click();

  it('lets a scan be aborted, and resumed afterwards', async () => {
    const page = await open({});
    await scanControl().getByText('Last scan').waitFor();
    await apex.keepBusy();
    await scanControl().getByRole('button', { name: 'More about scans' }).click();
    await page.getByRole('menuitem', { name: 'Scan all users' }).click();
    await press('Abort scan');
    await scanControl().getByText('An administrator aborted the scan.').first().waitFor();
    const aborted = await lastRun();
    expect(aborted.Status__c).toBe('Aborted');
    const jobs = await data.query<{ Status: string }>(
      "SELECT Status FROM AsyncApexJob WHERE ApexClass.Name = 'RollcallScan' ORDER BY CreatedDate DESC LIMIT 1",
    );
    expect(jobs[0]?.Status).toBe('Aborted');

    await press('Resume scan');
    await eventually('the resumed scan has ended', async () => {
      const run = await lastRun();
      return run.Id !== aborted.Id && run.Status__c === 'Completed';
    });
    await scanControl().getByText('Last scan').waitFor();
    expect((await lastRun()).Users_Done__c).toBeGreaterThan(200);
    expect(console.errors).toEqual([]);
  });

  it('shows the progress of a fix whose window was closed, at the user', async () => {
    const userId = await fixable();
    console = await openUser(browser, org, userId);
    await console.detail.getByRole('button', { name: 'Fix what is missing…' }).click();
    await windowShows(console, 'What will be changed');
    await apex.keepBusy();
    await console.press(/^Apply/);
    await windowShows(console, 'Making the changes');
    await closeWindow(console);
    const again = console.detail.getByRole('button', { name: 'Show progress' });
    await again.click();
    await windowShows(console, 'All changes are made');
    await closeWindow(console);
    await again.waitFor({ state: 'detached' });
    expect(await missingOf(userId)).toBe(0);
    expect(console.errors).toEqual([]);
  });

  it('shows the progress of a fix of many whose window was closed, above the list', async () => {
    const page = await open({ c__tab: 'users', c__show: 'missing', c__reason: 'NOT_ASSIGNED' });
    await console.names.first().waitFor();
    await console.table.getByRole('row').nth(1).locator('label').first().click();
    await page.getByRole('button', { name: 'Fix selected…' }).click();
    await windowShows(console, 'What will be changed');
    await console.press('Cancel');
    await console.dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Fix selected…' }).click();
    await windowShows(console, 'What will be changed');
    await apex.keepBusy();
    await console.press(/^Apply/);
    await windowShows(console, 'Making the changes');
    await closeWindow(console);
    const again = page.getByRole('button', { name: 'Show progress' });
    await again.click();
    await windowShows(console, /All changes are made|Not everything was done/);
    await console.press('Close');
    await again.waitFor({ state: 'detached' });
    expect(console.errors).toEqual([]);
  });
});

describe('an org whose own trigger refuses', () => {
  it('has the leaving steps stop there with its words, and run to the end once it agrees', async () => {
    const [person] = await data.query<{ User_Id__c: string }>(
      "SELECT User_Id__c FROM Provisioned_User__c WHERE Is_Overdue__c = TRUE AND Status__c = 'Frozen' ORDER BY Name LIMIT 1",
    );
    const userId = person!.User_Id__c;
    const isActive = async (): Promise<boolean | undefined> =>
      (await data.query<{ IsActive: boolean }>(`SELECT IsActive FROM User WHERE Id = '${userId}'`))[0]?.IsActive;
    const agree = await apex.trigger(
      'KeepUsers',
      'User',
      'before update',
      "  for (User user : Trigger.new) if (!user.IsActive) user.addError('Hand over the fleet car first.');",
    );
    console = await openUser(browser, org, userId);
    await console.detail.getByRole('button', { name: 'Start leaving…' }).click();
    await windowShows(console, 'What will happen');
    await console.press('Cancel');
    await console.dialog.waitFor({ state: 'detached' });
    await console.detail.getByRole('button', { name: 'Start leaving…' }).click();
    await windowShows(console, 'What will happen');
    await console.press('Start leaving');
    await windowShows(console, 'Not every step was done');
    await console.dialog.getByText('Hand over the fleet car first.').first().waitFor();
    expect(await isActive()).toBe(true);

    await agree();
    await console.press('Run the remaining steps');
    await windowShows(console, 'All steps are done');
    expect(await isActive()).toBe(false);
    await closeWindow(console);
    expect(console.errors).toEqual([]);
  });

  it('has a fix name what was refused and keep the rest', async () => {
    const [row] = await data.query<{ Provisioned_User__r: { User_Id__c: string; Missing_Count__c: number } }>(
      `SELECT Provisioned_User__r.User_Id__c, Provisioned_User__r.Missing_Count__c FROM Entitlement_Finding__c
       WHERE Kind__c = 'Missing' AND Resolved_At__c = NULL AND Reason__c = 'NOT_ASSIGNED'
         AND Provisioned_User__r.Status__c = 'Active' AND Provisioned_User__r.Missing_Count__c > 1`,
    );
    const { User_Id__c: userId, Missing_Count__c: missing } = row!.Provisioned_User__r;
    const agree = await apex.trigger(
      'OnePerTransaction',
      'PermissionSetAssignment',
      'before insert',
      "  Trigger.new[0].addError('Ask the owner of this access.');",
    );
    try {
      console = await openUser(browser, org, userId);
      await console.detail.getByRole('button', { name: 'Fix what is missing…' }).click();
      await windowShows(console, 'What will be changed');
      await console.press(/^Apply/);
      await windowShows(console, 'Not everything was done');
      await console.dialog.getByText('Ask the owner of this access.').first().waitFor();
      await closeWindow(console);
    } finally {
      await agree();
    }
    expect(await missingOf(userId)).toBeGreaterThan(0);
    expect(await missingOf(userId)).toBeLessThanOrEqual(missing);
    expect(console.errors).toEqual([]);
  });
});

describe('a fix of many users', () => {
  it('shows the first twenty and, when asked, all; the same for what became of each change', async () => {
    await apex.run(`
      delete [SELECT Id FROM PermissionSetAssignment
        WHERE PermissionSet.Name = 'Baseline_Access' AND Assignee.IsActive = TRUE LIMIT 30];`);
    await apex.run("ProvisioningConsoleController.startScan('Full');");
    const gaps = async (): Promise<number> =>
      (
        await data.query(
          `SELECT Id FROM Entitlement_Finding__c WHERE Kind__c = 'Missing' AND Resolved_At__c = NULL
             AND Entitlement_Name__c = 'Baseline_Access'`,
        )
      ).length;
    await eventually('the new gaps are known', async () => (await gaps()) >= 30);
    const page = await open({ c__tab: 'users', c__show: 'missing' });
    await console.names.first().waitFor();
    await console.table.getByRole('row').nth(1).locator('label').first().click();
    await page.getByRole('button', { name: /Select (all|the first) \d+ that match/ }).click();
    await page.getByText(/^\d{2,} users selected/).waitFor();
    await page.getByRole('button', { name: 'Fix selected…' }).click();
    await windowShows(console, 'What will be changed');
    const users = console.dialog.getByRole('heading', { level: 3 });
    expect(await users.count()).toBe(20);
    await console.dialog
      .locator('c-rollcall-fix-items')
      .getByRole('button', { name: /^Show all/ })
      .click();
    expect(await users.count()).toBeGreaterThan(20);
    await console.press('Check only');
    await windowShows(console, 'Check finished');
    const items = console.dialog.locator('c-rollcall-fix-outcome .items').getByRole('listitem');
    expect(await items.count()).toBe(50);
    await console.dialog
      .locator('c-rollcall-fix-outcome')
      .getByRole('button', { name: /^Show all/ })
      .click();
    expect(await items.count()).toBeGreaterThan(50);
    await closeWindow(console);
    expect(console.errors).toEqual([]);
  });
});

describe('somebody with a long history', () => {
  it('has earlier entries on further pages; the keyboard goes on to them', async () => {
    const userId = await fixable();
    const lines = Array.from(
      { length: 30 },
      (_unused, index) =>
        `changes.add(new Entitlement_Change__c(User_Id__c = '${userId}', Action__c = 'Assign', Outcome__c = 'Done',
           Entitlement_Label__c = 'Set ${index}', Occurred_At__c = System.now().addDays(-${100 + index})));`,
    );
    await apex.run(
      `List<Entitlement_Change__c> changes = new List<Entitlement_Change__c>();\n${lines.join('\n')}\ninsert as system changes;`,
    );
    console = await openUser(browser, org, userId);
    const before = await timelineEntries(console.detail).count();
    expect(before).toBe(25);
    await console.detail.getByRole('button', { name: 'Show earlier' }).click();
    await eventually('all entries are there', async () => (await timelineEntries(console.detail).count()) > 30);
    await console.detail.getByRole('button', { name: 'Show earlier' }).waitFor({ state: 'detached' });
    expect(await focusedText(console.page)).toMatch(/Set \d/);
    expect(console.errors).toEqual([]);
  });

  it('has entitlements of which the first five are shown and, when asked, all', async () => {
    const sets = [
      'Baseline_Access',
      'Case_Console',
      'Dashboard_Viewer',
      'Project_Viewer',
      'Report_Builder',
      'SCIM_Rollcall_Viewer',
      'SCIM_Rollcall_Remediator',
    ];
    await apex.deploy(
      {
        'customMetadata/Entitlement_Rule.Wide.md': record('Wide', {
          Criteria_Logic__c: 'All',
          Effect__c: 'Require',
          Is_Active__c: true,
          Severity__c: 'Low',
          Source__c: 'Employees',
        }),
        'customMetadata/Entitlement_Criterion.Wide_1.md': record('Wide 1', { Rule__c: 'Wide', Type__c: 'Always' }),
        ...Object.fromEntries(
          sets.map((set, index) => [
            `customMetadata/Entitlement_Grant.Wide_${index}.md`,
            record(`Wide ${index}`, { Rule__c: 'Wide', Type__c: 'PermissionSet', Entitlement_Name__c: set }),
          ]),
        ),
      },
      {
        CustomMetadata: [
          'Entitlement_Rule.Wide',
          'Entitlement_Criterion.Wide_1',
          ...sets.map((_set, index) => `Entitlement_Grant.Wide_${index}`),
        ],
      },
    );
    const [row] = await data.query<{ User_Id__c: string }>(
      `SELECT User_Id__c FROM Provisioned_User__c
       WHERE Status__c = 'Active' AND Source__c = 'Employees' AND Department__c = 'Engineering' LIMIT 1`,
    );
    const userId = row!.User_Id__c;
    await apex.run(`
      Set<Id> held = new Set<Id>();
      for (PermissionSetAssignment each : [SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${userId}'])
        held.add(each.PermissionSetId);
      List<PermissionSetAssignment> more = new List<PermissionSetAssignment>();
      for (PermissionSet each : [SELECT Id FROM PermissionSet WHERE Name IN ('${sets.join("','")}')])
        if (!held.contains(each.Id)) more.add(new PermissionSetAssignment(AssigneeId = '${userId}', PermissionSetId = each.Id));
      Database.insert(more, false);`);
    console = await openUser(browser, org, userId);
    const held = console.detail.locator('[data-section="Held"]');
    await held.getByRole('button', { name: /^Show all/ }).click();
    expect(await held.getByRole('listitem').count()).toBeGreaterThan(5);
    expect(console.errors).toEqual([]);
  });
});

describe('an org with more of everything', () => {
  it('has leavers on further pages', async () => {
    await apex.run(`
      Id profileId = [SELECT Id FROM Profile WHERE Name = 'Minimum Access - Salesforce'].Id;
      List<User> leavers = new List<User>();
      for (Integer i = 0; i < 120; i++) {
        leavers.add(new User(Username = 'leaver.' + i + '@example.com', LastName = 'Leaver ' + i, Alias = 'l' + i,
          Email = 'leaver.' + i + '@example.com', IsActive = true, ProfileId = profileId, CommunityNickname = 'leaver' + i,
          TimeZoneSidKey = 'Europe/Berlin', LocaleSidKey = 'en_US', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US'));
      }
      insert leavers;
      Id setId = [SELECT Id FROM PermissionSet WHERE Name = 'Baseline_Access'].Id;
      List<PermissionSetAssignment> held = new List<PermissionSetAssignment>();
      for (User leaver : leavers) held.add(new PermissionSetAssignment(PermissionSetId = setId, AssigneeId = leaver.Id));
      insert held;
      for (User leaver : leavers) leaver.IsActive = false;
      update leavers;`);
    await apex.run("ProvisioningConsoleController.startScan('Full');");
    await eventually('the leavers are known', async () => {
      const rows = await data.query("SELECT Id FROM Provisioned_User__c WHERE Name LIKE 'Leaver %' LIMIT 200");
      return rows.length === 120;
    });
    const page = await open({ c__tab: 'leavers' });
    const leavers = page.locator('c-rollcall-leavers');
    const rows = leavers.getByRole('row').filter({ has: page.getByRole('rowheader') });
    await rows.first().waitFor();
    expect(await rows.count()).toBe(50);
    await leavers.getByRole('button', { name: 'Load more' }).click();
    await eventually('the second page is there', async () => (await rows.count()) === 100);
    await leavers.getByRole('button', { name: 'Load more' }).click();
    await eventually('the last page is there', async () => (await rows.count()) > 100);
    await leavers.getByRole('button', { name: 'Load more' }).waitFor({ state: 'detached' });
    const names = await rows.allInnerTexts();
    expect(new Set(names).size).toBe(names.length);
    expect(console.errors).toEqual([]);
  });

  it('has users on cards page by page, sorted as chosen', async () => {
    const page = await open({ c__tab: 'users' }, PHONE);
    const cards = page.locator('c-rollcall-user-cards').getByRole('listitem');
    await cards.first().waitFor();
    expect(await cards.count()).toBe(40);
    await page.getByRole('combobox', { name: 'Sort by' }).click();
    await page.getByRole('option', { name: 'User', exact: true }).click();
    await eventually('the address says so', async () => page.url().includes('c__sort=name'));
    await page.getByRole('combobox', { name: 'Order' }).click();
    await page.getByRole('option', { name: 'Descending' }).click();
    await eventually('the address says so', async () => page.url().includes('c__sort=name-desc'));
    await eventually(
      'the last names are first',
      async () => !(await cards.first().getByRole('button').first().innerText()).startsWith('Account'),
    );
    await page.getByRole('button', { name: 'Load more' }).click();
    await eventually('the second page is there', async () => (await cards.count()) === 80);
    expect(console.errors).toEqual([]);
  });

  it('has entitlements on further pages', async () => {
    await apex.run(`
      List<Entitlement_Summary__c> summaries = new List<Entitlement_Summary__c>();
      for (Integer i = 0; i < 120; i++) {
        summaries.add(new Entitlement_Summary__c(Entitlement_Ref__c = 'permissionset:extra_' + i, Entitlement_Type__c = 'PermissionSet',
          Entitlement_Name__c = 'Extra_' + i, Entitlement_Label__c = 'Extra ' + i, Expected__c = 1, Held__c = 1, Missing__c = 0));
      }
      insert as system summaries;`);
    const page = await open({ c__tab: 'entitlements' });
    const rows = console.table.getByRole('row');
    await rows.nth(1).waitFor();
    const first = await rows.count();
    expect(first).toBe(101);
    await page.getByRole('button', { name: 'Load more' }).click();
    await eventually('the second page is there', async () => (await rows.count()) > first);
    expect(console.errors).toEqual([]);
  });

  it('says of broken rules what is wrong, three at first, all when asked', async () => {
    const names = ['Broken_1', 'Broken_2', 'Broken_3', 'Broken_4'];
    await apex.deploy(
      // Without a criterion nobody can say whom the rule is about.
      Object.fromEntries(
        names.map((name) => [
          `customMetadata/Entitlement_Rule.${name}.md`,
          record(name, {
            Criteria_Logic__c: 'All',
            Effect__c: 'Require',
            Is_Active__c: true,
            Severity__c: 'High',
            Source__c: 'Employees',
          }),
        ]),
      ),
      { CustomMetadata: names.map((name) => `Entitlement_Rule.${name}`) },
    );
    const page = await open({});
    const problems = page.locator('c-rollcall-rule-problems');
    await problems.getByRole('listitem').first().waitFor();
    expect(await problems.getByRole('listitem').count()).toBe(3);
    await problems.getByRole('button', { name: /^Show all/ }).click();
    expect(await problems.getByRole('listitem').count()).toBeGreaterThan(3);
    expect(await problems.innerText()).toContain('Broken_4');
    expect(console.errors).toEqual([]);
  });
});

describe('an org that was never scanned', () => {
  it('says what to do first, with ways to the pages of Setup', async () => {
    await apex.run(
      'delete as system [SELECT Id FROM Provisioned_User__c]; delete as system [SELECT Id FROM Scan_Run__c];',
    );
    const page = await open({});
    const steps = page.locator('c-rollcall-first-run');
    await steps.getByRole('listitem').first().waitFor();
    const link = steps.getByRole('link').first();
    expect(await link.getAttribute('href')).toBe('/lightning/setup/ManageUsers/home');
    const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    expect(tab.url()).toContain('/lightning/setup/ManageUsers/home');
    await scanControl().getByRole('button', { name: 'Scan now' }).click();
    await scanControl().getByText('Last scan').waitFor();
    expect(console.errors).toEqual([]);
  });
});

/** A custom metadata record as a file. */
function record(label: string, values: Record<string, string | boolean>): string {
  const lines = Object.entries(values).map(
    ([field, value]) =>
      `<values><field>${field}</field><value xsi:type="xsd:${typeof value}">${String(value)}</value></values>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<label>${label}</label><protected>false</protected>${lines.join('')}
</CustomMetadata>
`;
}
