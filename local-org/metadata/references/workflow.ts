/** References of workflow rules, their actions and approval processes (Workflow and ApprovalProcess reference). */
import { textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { elementsAt, fieldOn, objectOf, referencesByRows } from './reference.ts';
import type { Reference, Row, Subject } from './reference.ts';

/** Types of actions and the components that they are. */
const ACTIONS: Record<string, string> = {
  Alert: 'WorkflowAlert',
  FieldUpdate: 'WorkflowFieldUpdate',
  OutboundMessage: 'WorkflowOutboundMessage',
  Task: 'WorkflowTask',
  Send: 'WorkflowSend',
  KnowledgePublish: 'WorkflowKnowledgePublish',
  FlowAction: 'WorkflowFlowAction',
};

/** `name` and `type` of each action at the paths. */
function actionReferences(subject: Subject, paths: string[]): Reference[] {
  const { document, fullName } = subject;
  if (!document) return [];
  return paths
    .flatMap((path) => elementsAt(document, path))
    .flatMap((action) => {
      const type = ACTIONS[textOf(action, 'type') ?? ''];
      const name = textOf(action, 'name');
      if (!type || name === undefined) return [];
      const at = action.children.find((child) => child.name === 'name')?.at ?? action.at;
      return [{ field: 'action', type, fullName: `${objectOf(fullName)}.${name}`, at }];
    });
}

function fieldReferences({ document, fullName }: Subject, paths: string[]): Reference[] {
  if (!document) return [];
  return paths
    .flatMap((path) => elementsAt(document, path))
    .flatMap((element: XmlElement) => {
      const field = fieldOn(objectOf(fullName), element.text.trim());
      return field === undefined ? [] : [{ field: element.name, type: 'CustomField', fullName: field, at: element.at }];
    });
}

export function workflowRuleReferences(subject: Subject): Reference[] {
  return [
    ...fieldReferences(subject, ['criteriaItems/field', 'workflowTimeTriggers/offsetFromField']),
    ...actionReferences(subject, ['actions', 'workflowTimeTriggers/actions']),
  ];
}

/** Where the text of a child names a component whose type another child tells, e.g. `assignedTo` and `assignedToType`. */
function typedReferences(
  parents: XmlElement[],
  [named, kind]: readonly [named: string, kind: string],
  types: Readonly<Record<string, string>>,
  nameOf: (text: string) => string | undefined = (text) => text,
): Reference[] {
  return parents.flatMap((parent) => {
    const type = types[textOf(parent, kind) ?? ''];
    const at = parent.children.find(({ name }) => name === named);
    const fullName = type === undefined || !at ? undefined : nameOf(at.text.trim());
    return type === undefined || !at || fullName === undefined ? [] : [{ field: named, type, fullName, at: at.at }];
  });
}

/**
 * The field and the record type belong to the object of the rule, or to `targetObject`, a lookup of it
 * (WorkflowFieldUpdate reference, "lookupValueType").
 */
export function fieldUpdateReferences(subject: Subject): Reference[] {
  const { document, fullName } = subject;
  if (!document) return [];
  const lookup = ['lookupValue', 'lookupValueType'] as const;
  const queue = typedReferences([document], lookup, { Queue: 'Queue' });
  if (textOf(document, 'targetObject') !== undefined) return [...queue, ...fieldReferences(subject, ['targetObject'])];
  const recordType = typedReferences(
    [document],
    lookup,
    { RecordType: 'RecordType' },
    (text) => `${objectOf(fullName)}.${text}`,
  );
  return [...fieldReferences(subject, ['field']), ...recordType, ...queue];
}

/** Who gets the task, and the date that it counts from (WorkflowTask reference, "assignedTo", "offsetFromField"). */
export function taskReferences(subject: Subject): Reference[] {
  const { document } = subject;
  return document
    ? [
        ...typedReferences([document], ['assignedTo', 'assignedToType'], { role: 'Role' }),
        ...fieldReferences(subject, ['offsetFromField']),
      ]
    : [];
}

/** Who gets the mail: a group, a role, or whom a field of the record names (WorkflowAlert reference, "WorkflowEmailRecipient"). */
export function alertReferences(subject: Subject): Reference[] {
  const { document, fullName } = subject;
  if (!document) return [];
  const recipients = elementsAt(document, 'recipients');
  const byField = { contactLookup: 'CustomField', email: 'CustomField', userLookup: 'CustomField' };
  return [
    ...typedReferences(recipients, ['recipient', 'type'], { group: 'Group', role: 'Role', roleSubordinates: 'Role' }),
    ...typedReferences(recipients, ['field', 'type'], byField, (text) => fieldOn(objectOf(fullName), text)),
  ];
}

/** The queue that gets the record (AssignmentRules and EscalationRules reference, "assignedTo"). */
export function assignmentReferences({ document }: Subject): Reference[] {
  const entries = document ? elementsAt(document, 'ruleEntry') : [];
  const escalations = entries.flatMap((entry) => elementsAt(entry, 'escalationAction'));
  return typedReferences([...entries, ...escalations], ['assignedTo', 'assignedToType'], { Queue: 'Queue' });
}

const TEMPLATES: Row[] = [
  { path: 'emailTemplate', type: 'EmailTemplate' },
  { path: 'postTemplate', type: 'PostTemplate' },
];
const ACTION_LISTS = [
  'approvalStep/approvalActions',
  'approvalStep/rejectionActions',
  'finalApprovalActions',
  'finalRejectionActions',
  'initialSubmissionActions',
  'recallActions',
];

const SUBMITTERS = {
  group: 'Group',
  role: 'Role',
  roleSubordinates: 'Role',
  roleSubordinatesInternal: 'Role',
};

/** Who may submit, and who approves (ApprovalProcess reference, "ApprovalSubmitter", "Approver"). */
function approvers({ document, fullName }: Subject): Reference[] {
  if (!document) return [];
  const names = elementsAt(document, 'approvalStep/assignedApprover/approver');
  return [
    ...typedReferences(elementsAt(document, 'allowedSubmitters'), ['submitter', 'type'], SUBMITTERS),
    ...typedReferences(names, ['name', 'type'], { queue: 'Queue' }),
    ...typedReferences(names, ['name', 'type'], { relatedUserField: 'CustomField' }, (text) =>
      fieldOn(objectOf(fullName), text),
    ),
    ...elementsAt(document, 'nextAutomatedApprover/userHierarchyField').map(({ name, text, at }) => ({
      ...{ field: name, type: 'CustomField', fullName: `User.${text.trim()}`, at },
    })),
  ];
}

/** Milestones of an entitlement process, and what happens when they are met or missed. */
export function entitlementReferences(subject: Subject): Reference[] {
  const object = textOf(subject.document, 'SObjectType') ?? 'Case';
  const own = { ...subject, fullName: object };
  return [
    ...referencesByRows(subject, [{ path: 'milestones/milestoneName', type: 'MilestoneType' }]),
    ...fieldReferences(own, [
      'entryStartDateField',
      'exitCriteriaFilterItems/field',
      'milestones/milestoneCriteriaFilterItems/field',
    ]),
    ...actionReferences(own, ['milestones/successActions', 'milestones/timeTriggers/actions']),
  ];
}

export function approvalReferences(subject: Subject): Reference[] {
  return [
    ...approvers(subject),
    ...referencesByRows(subject, TEMPLATES),
    ...fieldReferences(subject, [
      'approvalPageFields/field',
      'entryCriteria/criteriaItems/field',
      'approvalStep/entryCriteria/criteriaItems/field',
    ]),
    ...actionReferences(
      subject,
      ACTION_LISTS.map((list) => `${list}/action`),
    ),
  ];
}
