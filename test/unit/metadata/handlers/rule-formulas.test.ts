/** Names and brackets in formulas of rules, their actions and processes (Metadata API Developer Guide, "formula"). */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { manifest, problemTexts, testOrg, WIDGET, xml } from '../support/package.ts';
import type { TestOrg } from '../support/package.ts';

let org: TestOrg;
beforeAll(() => {
  org = testOrg();
  org.deploy({ 'package.xml': manifest({ CustomObject: ['Widget__c'] }), ...WIDGET });
});

const rule = (formula: string) =>
  `<rules><fullName>Judge it</fullName><active>false</active><formula>${formula}</formula><triggerType>onAllChanges</triggerType></rules>`;
const update = (formula: string) =>
  `<fieldUpdates><fullName>Set_It</fullName><field>Name</field><formula>${formula}</formula><name>Set it</name><notifyAssignee>false</notifyAssignee><operation>Formula</operation><protected>false</protected></fieldUpdates>`;

function errors(body: string): string[] {
  const outcome = org.deploy({
    'package.xml': manifest({ Workflow: ['Widget__c'] }),
    'workflows/Widget__c.workflow': xml('Workflow', body),
  });
  return problemTexts(outcome).filter((text) => !text.startsWith('Kept, and not acted on'));
}

describe('a workflow formula', () => {
  it.each([
    ['a rule', rule],
    ['a field update', update],
  ])('of %s names fields and functions that are there', (_, of) => {
    expect(errors(of('ISCHANGED(Owner_Name__c)'))).toEqual([]);
    expect(errors(of('ISCHANGED(Owner_Nam__c)'))).toEqual(['Field Owner_Nam__c does not exist. Check spelling.']);
    expect(errors(of('ISCHANGD(Owner_Name__c)'))).toEqual(['Unknown function ISCHANGD. Check spelling.']);
  });

  it('closes its brackets', () => {
    expect(errors(rule('ISBLANK(Owner_Name__c'))).toEqual(["Syntax error.  Missing ')'"]);
  });

  it('is not judged by the types that it joins', () => {
    expect(errors(update('Name &amp; BR() &amp; CreatedBy.FirstName'))).toEqual([]);
  });
});

describe('a formula of a rule or process', () => {
  const parts: [string, string, (formula: string) => [type: string, name: string, file: string, body: string]][] = [
    [
      'an approval process',
      'Owner_Nam__c',
      (formula) => [
        ...(['ApprovalProcess', 'Widget__c.Approve', 'approvalProcesses/Widget__c.Approve.approvalProcess'] as const),
        `<active>false</active><allowRecall>true</allowRecall><allowedSubmitters><type>owner</type></allowedSubmitters><enableMobileDeviceAccess>false</enableMobileDeviceAccess><entryCriteria><formula>${formula}</formula></entryCriteria><finalApprovalRecordLock>true</finalApprovalRecordLock><finalRejectionRecordLock>false</finalRejectionRecordLock><label>Approve</label><recordEditability>AdminOnly</recordEditability><showApprovalHistory>true</showApprovalHistory>`,
      ],
    ],
    [
      'an assignment rule',
      'Subjec',
      (formula) => [
        ...(['AssignmentRules', 'Case', 'assignmentRules/Case.assignmentRules'] as const),
        `<assignmentRule><fullName>R</fullName><active>false</active><ruleEntry><formula>${formula}</formula></ruleEntry></assignmentRule>`,
      ],
    ],
  ];

  it.each(parts)('of %s names fields that are there', (_, field, part) => {
    const [type, name, file, body] = part(`ISBLANK(${field})`);
    const outcome = org.deploy(
      { 'package.xml': manifest({ [type]: [name] }), [file]: xml(type, body) },
      { checkOnly: true },
    );
    expect(problemTexts(outcome)).toEqual([`Field ${field} does not exist. Check spelling.`]);
  });
});
