/** Deployed approval processes and field updates, as the engine of approvals reads them (Metadata API, "ApprovalProcess"). */
import type {
  ApprovalAction,
  ApprovalCatalog,
  ApprovalCriteria,
  ApprovalProcess,
  ApprovalStep,
} from '../data/approval/definition.ts';
import { fieldUpdateOf } from './field-update.ts';
import type { ComponentStore } from './store.ts';
import { child, childrenNamed, flag, numberOf, rawTextOf, textOf } from './xml/element.ts';
import type { XmlElement } from './xml/element.ts';
import { storedDocument } from './stored-document.ts';

/** Read anew after every deploy. */
export function approvalCatalog(store: ComponentStore): ApprovalCatalog {
  let revision = -1;
  let processes: ApprovalProcess[] = [];
  const read = (): ApprovalProcess[] => {
    if (revision === store.revision) return processes;
    revision = store.revision;
    processes = store.list('ApprovalProcess').flatMap((stored) => {
      const document = storedDocument(stored);
      return document ? [processOf(stored.fullName, stored.id, document)] : [];
    });
    return processes;
  };
  return {
    processes: (object) => read().filter((process) => process.object.toLowerCase() === object.toLowerCase()),
    fieldUpdate: (object, name) => {
      // Parts of a workflow file are kept inside the smallest document of their own.
      const document = storedDocument(store.get('WorkflowFieldUpdate', `${object}.${name}`))?.children[0];
      return document && fieldUpdateOf(document);
    },
  };
}

function processOf(fullName: string, id: string, document: XmlElement): ApprovalProcess {
  const [object = '', name = ''] = fullName.split('.');
  const next = child(document, 'nextAutomatedApprover');
  const criteria = criteriaOf(document);
  return {
    ...{ fullName, id, object, name },
    active: flag(document, 'active'),
    order: numberOf(document, 'processOrder') ?? Number.MAX_SAFE_INTEGER,
    allowRecall: flag(document, 'allowRecall'),
    approverEdits: textOf(document, 'recordEditability') === 'AdminOrCurrentApprover',
    submitters: childrenNamed(document, 'allowedSubmitters').map((one) => ({
      type: textOf(one, 'type') ?? '',
      name: textOf(one, 'submitter') ?? '',
    })),
    ...(criteria ? { criteria } : {}),
    steps: childrenNamed(document, 'approvalStep').map((step) => stepOf(step)),
    ...(next
      ? {
          hierarchy: {
            field: textOf(next, 'userHierarchyField') ?? '',
            ofOwner: flag(next, 'useApproverFieldOfRecordOwner'),
          },
        }
      : {}),
    initialActions: actionsOf(document, 'initialSubmissionActions'),
    approvalActions: actionsOf(document, 'finalApprovalActions'),
    rejectionActions: actionsOf(document, 'finalRejectionActions'),
    recallActions: actionsOf(document, 'recallActions'),
    keepsLockApproved: flag(document, 'finalApprovalRecordLock'),
    keepsLockRejected: flag(document, 'finalRejectionRecordLock'),
  };
}

function stepOf(step: XmlElement): ApprovalStep {
  const assigned = child(step, 'assignedApprover');
  const criteria = criteriaOf(step);
  return {
    name: textOf(step, 'name') ?? '',
    label: textOf(step, 'label') ?? '',
    ...(criteria ? { criteria } : {}),
    ifCriteriaNotMet: textOf(step, 'ifCriteriaNotMet') ?? 'GotoNextStep',
    approvers: (assigned ? childrenNamed(assigned, 'approver') : []).map((one) => ({
      type: textOf(one, 'type') ?? '',
      name: textOf(one, 'name') ?? '',
    })),
    unanimous: textOf(assigned, 'whenMultipleApprovers') === 'Unanimous',
    backToPrevious: textOf(child(step, 'rejectBehavior'), 'type') === 'BackToPrevious',
    approvalActions: actionsOf(step, 'approvalActions'),
    rejectionActions: actionsOf(step, 'rejectionActions'),
  };
}

/** Fields are named with their object, `Account.Industry`. */
function criteriaOf(document: XmlElement): ApprovalCriteria | undefined {
  const criteria = child(document, 'entryCriteria');
  if (!criteria) return undefined;
  const formula = rawTextOf(criteria, 'formula');
  const logic = textOf(criteria, 'booleanFilter');
  return {
    items: childrenNamed(criteria, 'criteriaItems').map((item) => {
      const valueField = textOf(item, 'valueField');
      return {
        field: (textOf(item, 'field') ?? '').replace(/^[^.]+\./, ''),
        operation: textOf(item, 'operation') ?? 'equals',
        value: textOf(item, 'value') ?? '',
        ...(valueField === undefined ? {} : { valueField }),
      };
    }),
    ...(logic ? { booleanFilter: logic } : {}),
    ...(formula === undefined ? {} : { formula }),
  };
}

function actionsOf(document: XmlElement, name: string): ApprovalAction[] {
  const holder = child(document, name);
  return (holder ? childrenNamed(holder, 'action') : []).map((action) => ({
    type: textOf(action, 'type') ?? '',
    name: textOf(action, 'name') ?? '',
  }));
}
