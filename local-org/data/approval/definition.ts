/** An approval process as its engine reads it (Metadata API, "ApprovalProcess"). */
import type { FieldUpdate } from '../fieldUpdate.ts';
import type { LookupFilter } from '../types.ts';

export interface ApprovalCriteria {
  items: LookupFilter['items'];
  booleanFilter?: string;
  formula?: string;
}

export interface ApprovalAction {
  /** `FieldUpdate`, `Alert`, `Task` … */
  type: string;
  name: string;
}

export interface ApproverChoice {
  type: string;
  name: string;
}

export interface ApprovalStep {
  name: string;
  label: string;
  criteria?: ApprovalCriteria;
  /** `ApproveRecord`, `RejectRecord` or `GotoNextStep`. */
  ifCriteriaNotMet: string;
  approvers: ApproverChoice[];
  unanimous: boolean;
  backToPrevious: boolean;
  approvalActions: ApprovalAction[];
  rejectionActions: ApprovalAction[];
}

export interface ApprovalProcess {
  /** `Account.Discount`. */
  fullName: string;
  /** Id of the component, which its row in ProcessDefinition has too. */
  id: string;
  object: string;
  name: string;
  active: boolean;
  order: number;
  allowRecall: boolean;
  /** Whether the current approver edits the locked record besides administrators. */
  approverEdits: boolean;
  submitters: { type: string; name: string }[];
  criteria?: ApprovalCriteria;
  steps: ApprovalStep[];
  /** Field of User that names the next approver, and whether the owner's counts first. */
  hierarchy?: { field: string; ofOwner: boolean };
  initialActions: ApprovalAction[];
  approvalActions: ApprovalAction[];
  rejectionActions: ApprovalAction[];
  recallActions: ApprovalAction[];
  keepsLockApproved: boolean;
  keepsLockRejected: boolean;
}

/** What is deployed; whoever knows components puts itself here. */
export interface ApprovalCatalog {
  /** Active and inactive ones of an object. */
  processes(object: string): ApprovalProcess[];
  fieldUpdate(object: string, name: string): FieldUpdate | undefined;
}

export const NO_APPROVALS: ApprovalCatalog = { processes: () => [], fieldUpdate: () => undefined };
