/** Approval processes and what runs of them (Object Reference, pages of the same names). Only the platform writes them. */
import type { FieldOverlay, Overlay } from '../overlay.ts';

const actor: FieldOverlay = { referenceTo: ['Group', 'User'] };
/** Standard objects whose records go through approvals here; custom ones do too. */
const TARGETS = [
  'Account',
  'Asset',
  'Campaign',
  'Case',
  'Contact',
  'Contract',
  'Lead',
  'Opportunity',
  'Order',
  'Product2',
];
const STATUSES = ['Approved', 'Fault', 'Held', 'NoResponse', 'Pending', 'Reassigned', 'Rejected', 'Removed', 'Started'];
const status: FieldOverlay = { picklist: STATUSES, length: 40 };

export const APPROVALS: Overlay = {
  ProcessDefinition: {
    prefix: '04a',
    access: '',
    setup: true,
    fields: {
      Name: { length: 80 },
      DeveloperName: { length: 80 },
      Description: { length: 1000, type: 'textarea' },
      TableEnumOrId: { length: 40 },
      Type: { picklist: ['Approval', 'State-based Process'], length: 40 },
      State: { picklist: ['Active', 'Inactive', 'Obsolete'], length: 40 },
      LockType: { picklist: ['Admin', 'Node', 'none', 'Owner', 'Total', 'Workitem'], length: 40 },
    },
  },
  ProcessNode: { prefix: '04b', access: '', setup: true, fields: { DeveloperName: { length: 80 } } },
  ProcessInstance: {
    prefix: '04g',
    access: '',
    fields: {
      Status: status,
      // Any record that can be submitted.
      TargetObjectId: {
        type: 'reference',
        referenceTo: TARGETS,
        customTargets: true,
        relationshipName: 'TargetObject',
      },
    },
  },
  ProcessInstanceStep: {
    prefix: '04h',
    access: '',
    fields: {
      StepStatus: status,
      ActorId: actor,
      OriginalActorId: actor,
      Comments: { length: 4000 },
      ProcessInstanceId: { referenceTo: ['ProcessInstance'], cascade: true },
    },
  },
  ProcessInstanceWorkitem: {
    prefix: '04i',
    access: '',
    fields: {
      ActorId: actor,
      OriginalActorId: actor,
      ProcessInstanceId: { referenceTo: ['ProcessInstance'], cascade: true },
    },
  },
  ProcessInstanceNode: {
    // Which prefix the platform has is not documented.
    prefix: '04j',
    access: '',
    fields: { NodeStatus: status, ProcessInstanceId: { referenceTo: ['ProcessInstance'], cascade: true } },
  },
};
