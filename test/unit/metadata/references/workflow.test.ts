/** Whom workflow, rules, approvals, entitlements and agents name (Metadata API Developer Guide, each type). */
import { describe, expect, it } from '@jest/globals';
import { referencesOf } from '../../../../local-org/metadata/references/of.ts';
import { parseXml } from '../../../../local-org/metadata/xml/parse.ts';

function named(type: string, fullName: string, body: string): string[] {
  const document = parseXml(`<${type}>${body}</${type}>`, 'file.xml');
  return referencesOf({ type, fullName, document, files: [] }).map(
    (one) => `${one.field}: ${one.type} ${one.fullName}`,
  );
}

const recipient = (type: string, rest = '') => `<recipients>${rest}<type>${type}</type></recipients>`;

describe('an alert', () => {
  it.each([
    ['group', '<recipient>Support</recipient>', 'recipient: Group Support'],
    ['role', '<recipient>Lead</recipient>', 'recipient: Role Lead'],
    ['roleSubordinates', '<recipient>Lead</recipient>', 'recipient: Role Lead'],
    ['userLookup', '<field>Buddy__c</field>', 'field: CustomField Bike__c.Buddy__c'],
    ['email', '<field>Mail__c</field>', 'field: CustomField Bike__c.Mail__c'],
  ])('to a %s names it', (type, rest, reference) => {
    expect(named('WorkflowAlert', 'Bike__c.Tell', recipient(type, rest))).toEqual([reference]);
  });

  it('names nobody where the org finds the person', () => {
    const found = [recipient('owner'), recipient('accountTeam', '<recipient>Partner</recipient>')].join('');
    expect(named('WorkflowAlert', 'Bike__c.Tell', found)).toEqual([]);
  });
});

describe('a field update', () => {
  const toRecordType = '<lookupValue>Fast</lookupValue><lookupValueType>RecordType</lookupValueType>';

  it('names the record type that it sets', () => {
    expect(named('WorkflowFieldUpdate', 'Bike__c.Set', `<field>RecordTypeId</field>${toRecordType}`)).toEqual([
      'field: CustomField Bike__c.RecordTypeId',
      'lookupValue: RecordType Bike__c.Fast',
    ]);
  });

  it('of a parent names nothing of the rule’s own object but the way to it', () => {
    const body = `<field>RecordTypeId</field>${toRecordType}<targetObject>Maker__c</targetObject>`;
    expect(named('WorkflowFieldUpdate', 'Bike__c.Set', body)).toEqual(['targetObject: CustomField Bike__c.Maker__c']);
  });
});

describe('an assignment rule', () => {
  const entry = (type: string) =>
    `<ruleEntry><assignedTo>Support</assignedTo><assignedToType>${type}</assignedToType></ruleEntry>`;

  it('names the queue, and leaves users to the org', () => {
    expect(named('AssignmentRule', 'Case.Standard', entry('Queue') + entry('User'))).toEqual([
      'assignedTo: Queue Support',
    ]);
  });
});

describe('a queue', () => {
  it('is named by a field update and an escalation', () => {
    const update = '<field>OwnerId</field><lookupValue>Support</lookupValue><lookupValueType>Queue</lookupValueType>';
    expect(named('WorkflowFieldUpdate', 'Bike__c.Set', update)).toContain('lookupValue: Queue Support');
    const action =
      '<escalationAction><assignedTo>Support</assignedTo><assignedToType>Queue</assignedToType></escalationAction>';
    expect(named('EscalationRule', 'Case.E', `<ruleEntry>${action}</ruleEntry>`)).toContain(
      'assignedTo: Queue Support',
    );
  });
});

describe('a task', () => {
  it('names the role that gets it, and the date that it counts from', () => {
    const body =
      '<assignedTo>Lead</assignedTo><assignedToType>role</assignedToType><offsetFromField>Bike__c.Due__c</offsetFromField>';
    expect(named('WorkflowTask', 'Bike__c.Call', body)).toEqual([
      'assignedTo: Role Lead',
      'offsetFromField: CustomField Bike__c.Due__c',
    ]);
  });
});

describe('an approval process', () => {
  it('names who may submit and who approves', () => {
    const approver = (type: string, name: string) =>
      `<approvalStep><assignedApprover><approver><name>${name}</name><type>${type}</type></approver></assignedApprover></approvalStep>`;
    const body = [
      '<allowedSubmitters><type>owner</type></allowedSubmitters>',
      '<allowedSubmitters><submitter>Desk</submitter><type>group</type></allowedSubmitters>',
      approver('queue', 'Support') + approver('relatedUserField', 'Boss__c') + approver('user', 'ada@example.com'),
      '<nextAutomatedApprover><userHierarchyField>Mentor__c</userHierarchyField></nextAutomatedApprover>',
    ].join('');
    expect(named('ApprovalProcess', 'Bike__c.Approve', body).slice(1)).toEqual([
      'submitter: Group Desk',
      'name: Queue Support',
      'name: CustomField Bike__c.Boss__c',
      'userHierarchyField: CustomField User.Mentor__c',
    ]);
  });
});

describe('an entitlement process', () => {
  it('names its milestones, fields and actions', () => {
    const body =
      '<SObjectType>Case</SObjectType><exitCriteriaFilterItems><field>Case.Done__c</field></exitCriteriaFilterItems><milestones><milestoneName>First</milestoneName><successActions><name>Tell</name><type>Alert</type></successActions></milestones>';
    expect(named('EntitlementProcess', 'p', body)).toEqual([
      'milestoneName: MilestoneType First',
      'field: CustomField Case.Done__c',
      'action: WorkflowAlert Case.Tell',
    ]);
  });
});

describe('a duplicate rule', () => {
  it('names the fields that it filters by and compares, each of its own object', () => {
    const body =
      '<duplicateRuleFilter><duplicateRuleFilterItems><field>Rank__c</field><table>User</table></duplicateRuleFilterItems></duplicateRuleFilter><duplicateRuleMatchRules><objectMapping><inputObject>Contact</inputObject><mappingFields><inputField>A__c</inputField><outputField>B__c</outputField></mappingFields><outputObject>Lead</outputObject></objectMapping></duplicateRuleMatchRules>';
    expect(named('DuplicateRule', 'Contact.D', body).slice(1)).toEqual([
      'field: CustomField User.Rank__c',
      'inputObject: CustomObject Contact',
      'inputField: CustomField Contact.A__c',
      'outputObject: CustomObject Lead',
      'outputField: CustomField Lead.B__c',
    ]);
  });
});

describe('a part of an agent', () => {
  it('names functions of the org, and neither those of the platform nor copies of the builder', () => {
    const functions = ['Get_It', 'EmployeeCopilot__Answer', 'Get_It_179KS000000Gn4A']
      .map((name) => `<genAiFunctions><functionName>${name}</functionName></genAiFunctions>`)
      .join('');
    expect(named('GenAiPlugin', 'Plug', functions)).toEqual(['functionName: GenAiFunction Get_It']);
  });

  it('names the objects, classes and flows that fill a prompt', () => {
    const providers = ['apex://Fill', 'flow://Fill_It', 'invocable://getIt']
      .map((definition) => `<templateDataProviders><definition>${definition}</definition></templateDataProviders>`)
      .join('');
    const body = `<templateVersions><inputs><definition>SOBJECT://Bike__c</definition></inputs>${providers}</templateVersions>`;
    expect(named('GenAiPromptTemplate', 'P', body)).toEqual([
      'definition: CustomObject Bike__c',
      'definition: ApexClass Fill',
      'definition: Flow Fill_It',
    ]);
  });
});
