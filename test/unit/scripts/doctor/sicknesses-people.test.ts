/** The User object and leavers: what refuses a user, and what keeps one, as each cause looks there, and what the doctor makes of it. */
import { field, itIsGood, itIsTold } from './sicknesses.ts';

itIsTold([
  [
    'user-required-fields',
    'a required field',
    { fields: [field({ nillable: false })] },
    'bad',
    /Region__c \(string\); a create without them is refused/,
  ],
  ['user-field-types', 'a lookup', { fields: [field({ type: 'reference' })] }, 'warning', /Region__c \(reference\)/],
  [
    'user-validation-rules',
    'a rule',
    { rows: { 'Tooling ValidationRule': [{ ValidationName: 'Needs_Number', ErrorMessage: 'Number!' }] } },
    'warning',
    /Needs_Number \("Number!"\)/,
  ],
  [
    'user-triggers',
    'a trigger',
    { rows: { 'Tooling ApexTrigger': [{ Name: 'UserTrigger' }] } },
    'warning',
    /1 active triggers: UserTrigger/,
  ],
  [
    'user-flows',
    'a flow',
    {
      rows: {
        FlowDefinitionView: [
          {
            ApiName: 'New_User',
            TriggerType: 'RecordAfterSave',
            TriggerObjectOrEventId: 'User',
            TriggerObjectOrEventLabel: 'Benutzer',
          },
          { ApiName: 'Other', TriggerType: 'RecordAfterSave', TriggerObjectOrEventId: 'Account' },
        ],
      },
    },
    'warning',
    /^1 active flows: New_User \(RecordAfterSave\)$/,
  ],
  ['user-workflow', 'a workflow rule', { rows: { 'Tooling WorkflowRule': [{ Name: 'Mail' }] } }, 'warning', /Mail/],
  [
    'user-duplicates',
    'one address twice',
    { rows: { User: [{ Email: 'info@example.com', users: 3 }] } },
    'warning',
    /info@example\.com \(3\)/,
  ],
  ['leaving-overdue', 'leavers who wait', { rows: { Entitlement_Finding__c: [{}, {}] } }, 'bad', /^2 findings/],
  [
    'leaving-case-owner',
    'a provisioned owner of cases',
    {
      settings: { CaseSettings: { defaultCaseOwner: 'ada@example.com', defaultCaseOwnerType: 'User' } },
      rows: { User: [{ Username: 'ada@example.com' }] },
    },
    'warning',
    /ada@example\.com: provisioned, and default owner/,
  ],
  [
    'leaving-jobs',
    'a job of a leaver',
    {
      rows: {
        CronTrigger: [{ Owner: { Username: 'gone@example.com' }, CronJobDetail: { Name: 'Nightly', JobType: '7' } }],
      },
    },
    'warning',
    /Nightly \(scheduled Apex\) of gone@example\.com/,
  ],
  [
    'leaving-managers',
    'an inactive manager',
    { rows: { User: [{ Username: 'ada@example.com', Manager: { Username: 'gone@example.com' } }] } },
    'warning',
    /ada@example\.com under gone@example\.com/,
  ],
]);

itIsGood([
  [
    'leaving-case-owner',
    { settings: { CaseSettings: { defaultCaseOwner: 'Support', defaultCaseOwnerType: 'Queue' } } },
  ],
  [
    'user-required-fields',
    { fields: [field({ nillable: false, type: 'boolean' }), field({ nillable: false, defaultedOnCreate: true })] },
  ],
]);
