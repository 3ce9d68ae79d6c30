/** Approvals and record locks (Apex Reference, "Approval Class", "Approval Namespace"; Help, "Approval Processes"). */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openLocalOrg } from '../../../../local-org/open.ts';
import type { LocalOrg } from '../../../../local-org/org.ts';
import { readMdapiPackage } from '../../../../local-org/metadata/package/mdapi.ts';
import { OPTIONS, bytes, manifest, problemTexts, xml } from '../../metadata/support/package.ts';

let org: LocalOrg;
let admin: { userId: string };
let seller: string;
let manager: string;
let account: string;

const update = (name: string, value: string): string =>
  `<fieldUpdates><fullName>${name}</fullName><field>Site</field><literalValue>${value}</literalValue><name>${name}</name><notifyAssignee>false</notifyAssignee><operation>Literal</operation><protected>false</protected></fieldUpdates>`;
const actions = (element: string, name: string): string =>
  `<${element}><action><name>${name}</name><type>FieldUpdate</type></action></${element}>`;
const step = (name: string, approver: string, more = ''): string =>
  `<approvalStep><allowDelegate>false</allowDelegate><assignedApprover>${approver}<whenMultipleApprovers>Unanimous</whenMultipleApprovers></assignedApprover>${more}<label>${name}</label><name>${name}</name></approvalStep>`;
const MANAGER = '<approver><name>Manager</name><type>userHierarchyField</type></approver>';
const PERSON = '<approver><name>admin@rollcall.example.com</name><type>user</type></approver>';
const CRITERIA =
  '<entryCriteria><criteriaItems><field>Account.Type</field><operation>equals</operation><value>Prospect</value></criteriaItems></entryCriteria>';

function deploy(steps: string, more = ''): string[] {
  const outcome = org.metadata.deployPackage(
    admin,
    readMdapiPackage(
      bytes({
        'package.xml': manifest({ Workflow: ['Account'], ApprovalProcess: ['Account.Check'] }),
        'workflows/Account.workflow': xml(
          'Workflow',
          update('Sent', 'sent') + update('Yes', 'approved') + update('No', 'rejected') + update('Back', 'recalled'),
        ),
        'approvalProcesses/Account.Check.approvalProcess': xml(
          'ApprovalProcess',
          `<active>true</active><allowRecall>true</allowRecall><allowedSubmitters><type>owner</type></allowedSubmitters><approvalPageFields><field>Name</field></approvalPageFields>${steps}<enableMobileDeviceAccess>false</enableMobileDeviceAccess>${CRITERIA}${actions('finalApprovalActions', 'Yes')}<finalApprovalRecordLock>true</finalApprovalRecordLock>${actions('finalRejectionActions', 'No')}<finalRejectionRecordLock>false</finalRejectionRecordLock>${actions('initialSubmissionActions', 'Sent')}<label>Check</label>${more}${actions('recallActions', 'Back')}<recordEditability>AdminOnly</recordEditability><showApprovalHistory>false</showApprovalHistory>`,
        ),
      }),
      true,
    ),
    OPTIONS,
  );
  return problemTexts(outcome);
}

function run(code: string, userId = seller): string[] {
  const result = org.apex.executeAnonymous({ userId }, code);
  if (!result.success) throw new Error(result.compileProblem ?? result.exceptionMessage ?? '');
  return result.debugLog
    .split('\n')
    .flatMap((line) => (line.includes('|DEBUG|') ? [line.split('|').slice(4).join('|')] : []));
}
const submit = (more = ''): string =>
  `Approval.ProcessSubmitRequest request = new Approval.ProcessSubmitRequest();
   request.setObjectId('${account}'); request.setComments('please'); ${more}
   Approval.ProcessResult result = Approval.process(request);
   System.debug(result.isSuccess() + ' ' + result.getInstanceStatus() + ' ' + result.getNewWorkitemIds().size());`;
const respond = (action: string): string =>
  `Approval.ProcessWorkitemRequest request = new Approval.ProcessWorkitemRequest();
   request.setWorkitemId([SELECT Id FROM ProcessInstanceWorkitem LIMIT 1].Id); request.setAction('${action}');
   System.debug(Approval.process(request).getInstanceStatus());`;
const SITE = (): unknown => org.data.rows('Account', { Id: account })[0]!.Site;
const STEPS = (): unknown[] =>
  org.data.rows('ProcessInstanceStep').map(({ StepStatus, ActorId }) => [StepStatus, ActorId]);

beforeEach(() => {
  org = openLocalOrg({ file: ':memory:' });
  admin = { userId: String(org.data.rows('User', { Username: 'admin@rollcall.example.com' })[0]!.Id) };
  const options = { actor: admin, mode: 'system', sharing: false, allOrNone: true } as const;
  const person = (name: string, ManagerId: string | null): string =>
    String(
      org.data.insert(
        'User',
        [
          {
            ...{
              Username: `${name}@example.com`,
              LastName: name,
              Alias: name,
              Email: `${name}@example.com`,
              ManagerId,
            },
            ProfileId: org.data.rows('Profile', { Name: 'Standard User' })[0]!.Id!,
            ...{ TimeZoneSidKey: 'GMT', LocaleSidKey: 'en_US', LanguageLocaleKey: 'en_US', EmailEncodingKey: 'UTF-8' },
          },
        ],
        options,
      )[0]!.id,
    );
  manager = person('manager', null);
  seller = person('seller', manager);
  account = String(org.data.insert('Account', [{ Name: 'Acme', Type: 'Prospect', OwnerId: seller }], options)[0]!.id);
});

describe('a lock', () => {
  it('keeps a record from being changed by all but administrators', () => {
    const locked = run(`
      System.debug(Approval.lock('${account}').isSuccess() + ' ' + Approval.isLocked('${account}'));
      try { update new Account(Id = '${account}', Name = 'x'); } catch (DmlException e) { System.debug(e.getDmlStatusCode(0)); }
      System.debug(Approval.unlock(new Account(Id = '${account}')).getId() == '${account}');
      update new Account(Id = '${account}', Name = 'x');
      System.debug(Approval.isLocked(new List<Id>{ '${account}' }));`);
    expect(locked).toEqual(['true true', 'ENTITY_IS_LOCKED', 'true', `{${account}=false}`]);
    run(`Approval.lock('${account}'); update new Account(Id = '${account}', Name = 'y');`, admin.userId);
  });

  it('on nothing fails, as a result or as an exception', () => {
    expect(
      run(`
        System.debug(Approval.lock('001000000000000AAA', false).getErrors()[0].getStatusCode());
        try { Approval.lock('001000000000000AAA'); } catch (DmlException e) { System.debug(e.getMessage()); }`),
    ).toEqual([
      'INVALID_CROSS_REFERENCE_KEY',
      'Lock failed. First exception on row 0 with id 001000000000000AAA; first error: INVALID_CROSS_REFERENCE_KEY, invalid cross reference id: []',
    ]);
  });
});

describe('a submitted record', () => {
  it('is locked, updated, and waits for the approver of the first step', () => {
    expect(deploy(step('One', MANAGER))).toEqual([]);
    expect(run(submit())).toEqual(['true Pending 1']);
    expect(SITE()).toBe('sent');
    expect(org.data.locks.isLocked(account)).toBe(true);
    expect(org.data.rows('ProcessInstanceWorkitem')).toMatchObject([{ ActorId: manager, OriginalActorId: manager }]);
    expect(
      run(`ProcessInstance one = [SELECT Status, TargetObjectId, ProcessDefinition.DeveloperName, SubmittedById,
             (SELECT StepStatus, Comments FROM Steps), (SELECT ActorId FROM Workitems) FROM ProcessInstance];
           System.debug(one.Status + ' ' + one.ProcessDefinition.DeveloperName + ' ' + one.Steps[0].StepStatus + ' ' + one.Steps[0].Comments + ' ' + one.Workitems.size());`),
    ).toEqual(['Pending Check Started please 1']);
  });

  it('goes from step to step, and is approved after the last one', () => {
    deploy(step('One', MANAGER) + step('Two', PERSON));
    run(submit());
    expect(run(respond('Approve'), manager)).toEqual(['Pending']);
    expect(run(respond('Approve'), admin.userId)).toEqual(['Approved']);
    expect([SITE(), org.data.locks.isLocked(account), org.data.rows('ProcessInstanceWorkitem')]).toEqual([
      'approved',
      true,
      [],
    ]);
    expect(STEPS()).toEqual([
      ['Started', seller],
      ['Approved', manager],
      ['Approved', admin.userId],
    ]);
  });

  it('is rejected, and unlocked where the process says so', () => {
    deploy(step('One', MANAGER));
    run(submit());
    expect(run(respond('Reject'), manager)).toEqual(['Rejected']);
    expect([SITE(), org.data.locks.isLocked(account)]).toEqual(['rejected', false]);
  });

  it('goes back to the step before where the step says so', () => {
    deploy(step('One', MANAGER) + step('Two', PERSON, '<rejectBehavior><type>BackToPrevious</type></rejectBehavior>'));
    run(submit());
    run(respond('Approve'), manager);
    expect(run(respond('Reject'), admin.userId)).toEqual(['Pending']);
    expect(org.data.rows('ProcessInstanceWorkitem')).toMatchObject([{ ActorId: manager }]);
  });

  it('is recalled by its submitter', () => {
    deploy(step('One', MANAGER));
    run(submit());
    expect(run(respond('Removed'))).toEqual(['Removed']);
    expect([SITE(), org.data.locks.isLocked(account)]).toEqual(['recalled', false]);
  });

  it('passes steps whose criteria it does not meet', () => {
    const never =
      '<entryCriteria><formula>ISPICKVAL(Type, "Other")</formula></entryCriteria><ifCriteriaNotMet>GotoNextStep</ifCriteriaNotMet>';
    deploy(step('One', MANAGER, never) + step('Two', PERSON));
    run(submit());
    expect(org.data.rows('ProcessInstanceWorkitem')).toMatchObject([{ ActorId: admin.userId }]);
  });

  it('waits for all approvers of a unanimous step', () => {
    deploy(step('One', MANAGER + PERSON));
    run(submit());
    expect(
      run(
        `ProcessInstanceWorkitem mine = [SELECT Id FROM ProcessInstanceWorkitem WHERE ActorId = :UserInfo.getUserId()];
      Approval.ProcessWorkitemRequest request = new Approval.ProcessWorkitemRequest();
      request.setWorkitemId(mine.Id); request.setAction('Approve');
      System.debug(Approval.process(request).getInstanceStatus());`,
        manager,
      ),
    ).toEqual(['Pending']);
    expect(run(respond('Approve'), admin.userId)).toEqual(['Approved']);
  });
});

describe('what cannot be submitted', () => {
  const failing = (code: string, userId = seller): string =>
    run(`try { ${code} } catch (DmlException e) { System.debug(e.getMessage()); }`, userId)[0]!;
  it('has no process that fits', () => {
    const none =
      'Process failed. First exception on row 0; first error: NO_APPLICABLE_PROCESS, No applicable approval process was found.: []';
    expect(failing(submit())).toBe(none);
    deploy(step('One', MANAGER));
    expect(failing(submit(), admin.userId)).toBe(none);
    run(`update new Account(Id = '${account}', Type = 'Other');`);
    expect(failing(submit())).toBe(none);
    expect(run(submit("request.setProcessDefinitionNameOrId('Check'); request.setSkipEntryCriteria(true);"))).toEqual([
      'true Pending 1',
    ]);
  });

  it('waits for an answer already, or has nobody to ask', () => {
    deploy(step('One', MANAGER));
    org.data.put('User', { Id: seller, ManagerId: null });
    expect(failing(submit())).toContain('MANAGER_NOT_DEFINED, Manager undefined.');
    expect([SITE(), org.data.locks.isLocked(account), org.data.rows('ProcessInstance')]).toEqual([null, false, []]);
    org.data.put('User', { Id: seller, ManagerId: manager });
    run(submit());
    expect(failing(submit())).toContain('ALREADY_IN_PROCESS, Cannot submit object already in process.');
  });

  it('is answered by the approver only', () => {
    deploy(step('One', MANAGER));
    run(submit());
    expect(failing(respond('Approve'))).toContain('INVALID_CROSS_REFERENCE_KEY');
  });
});

it('a deploy names the actions that an approval does not do', () => {
  expect(
    deploy(
      step(
        'One',
        MANAGER,
        '<approvalActions><action><name>Mail</name><type>Alert</type></action></approvalActions>',
      ).replace(/(<approvalStep>.*?<\/allowDelegate>)(.*?)(<approvalActions>.*<\/approvalActions>)/, '$1$3$2'),
    ).join(),
  ).toMatch(/Alert/);
});
