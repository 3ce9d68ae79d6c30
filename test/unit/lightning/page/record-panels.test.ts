/** Standard panels of a record page, and when a placed component is shown. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recordPanels } from '../../../../local-org/lightning/page/record-panels.ts';
import { isVisible } from '../../../../local-org/lightning/page/visibility.ts';
import type { LocalOrg } from '../../../../local-org/org.ts';
import type { ApexOrg } from '../../../support/apex-org.ts';
import { openApexOrg } from '../../../support/apex-org.ts';
import { SYSTEM } from '../../../../local-org/data/types.ts';
import { createUser } from '../../server/harness.ts';

let org: ApexOrg;
let local: LocalOrg;
let adaId: string;
beforeEach(() => {
  org = openApexOrg();
  local = { data: org.data, apex: org.apex } as unknown as LocalOrg;
  adaId = createUser(org.data, org.admin.userId);
});
afterEach(() => org.data.close());

describe('the panels of a record', () => {
  it('show name and fields, lookups by name, and nothing that is empty', () => {
    const panels = recordPanels(local, org.admin.userId, 'User', adaId)!;
    expect(panels.highlights.text).toContain('>Example</h1>');
    expect(panels.details.text).toMatch(/>Profile<\/dt>\s*<dd>Standard User</);
    expect(panels.details.text).toMatch(/>Active<\/dt>\s*<dd>Yes</);
    expect(panels.details.text).not.toContain('Department');
  });

  it('leave out what the user may not read', () => {
    const [profile] = org.rows('Profile', { Name: 'Minimum Access - Salesforce' });
    org.data.update('User', [{ Id: adaId, ProfileId: profile!.Id! }], { ...SYSTEM, actor: org.admin, allOrNone: true });
    const panels = recordPanels(local, adaId, 'User', org.admin.userId)!;
    expect(panels.highlights.text).toContain('Admin User');
    expect(panels.details.text).not.toContain('Profile');
  });

  it('exist for other objects, and not for records out of sight', () => {
    const [account] = org.insert('Account', { Name: 'Acme <b>', NumberOfEmployees: 3 });
    const panels = recordPanels(local, org.admin.userId, 'Account', account!)!;
    expect(panels.highlights.text).toContain('Acme &lt;b&gt;');
    expect(panels.details.text).toContain('>3<');
    expect(recordPanels(local, org.admin.userId, 'Account', '001000000000001AAA')).toBeUndefined();
    expect(recordPanels(local, adaId, 'SetupAuditTrail', '0Ym000000000001AAA')).toBeUndefined();
  });
});

describe('component visibility', () => {
  const visible = (left: string, operator = 'EQUAL', right = 'true'): boolean =>
    isVisible(local, adaId, [{ left, operator, right }]);

  it('follows the permissions of the user', () => {
    expect(visible('{!$Permission.CustomPermission.Nothing}')).toBe(false);
    expect(visible('{!$Permission.CustomPermission.Nothing}', 'NE')).toBe(true);
    expect(visible('{!$Permission.StandardPermission.ManageUsers}')).toBe(false);
    expect(
      isVisible(local, org.admin.userId, [
        { left: '{!$Permission.StandardPermission.ManageUsers}', operator: 'EQUAL', right: 'true' },
      ]),
    ).toBe(true);
  });

  it('counts as met where this page knows nothing of it', () => {
    expect(visible('{!Record.IsActive}')).toBe(true);
    expect(isVisible(local, adaId, [])).toBe(true);
  });
});
