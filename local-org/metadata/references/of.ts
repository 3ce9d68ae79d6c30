/** All references of a component, by its type. */
import { auraReferences } from './aura.ts';
import { duplicateRuleReferences } from './duplicate-rule.ts';
import { flexiPageReferences } from './flexi-page.ts';
import { flowReferences } from './flow.ts';
import { layoutReferences } from './layout.ts';
import { quickActionReferences } from './quick-action.ts';
import { referencesByRows } from './reference.ts';
import type { Reference, Subject } from './reference.ts';
import { reportReferences } from './report.ts';
import { navigationReferences, siteBundleReferences } from './site.ts';
import { ROWS, objectInName } from './tables.ts';
import { visualforceReferences } from './visualforce.ts';
import {
  alertReferences,
  approvalReferences,
  assignmentReferences,
  entitlementReferences,
  fieldUpdateReferences,
  taskReferences,
  workflowRuleReferences,
} from './workflow.ts';

const READERS: Readonly<Record<string, (subject: Subject) => Reference[]>> = {
  ApexComponent: visualforceReferences,
  ApexPage: visualforceReferences,
  ApprovalProcess: approvalReferences,
  AssignmentRule: assignmentReferences,
  AuraDefinitionBundle: auraReferences,
  DigitalExperienceBundle: siteBundleReferences,
  ExperienceBundle: siteBundleReferences,
  DuplicateRule: duplicateRuleReferences,
  EntitlementProcess: entitlementReferences,
  EscalationRule: assignmentReferences,
  FlexiPage: flexiPageReferences,
  Flow: flowReferences,
  Layout: layoutReferences,
  NavigationMenu: navigationReferences,
  QuickAction: quickActionReferences,
  Report: reportReferences,
  WorkflowAlert: alertReferences,
  WorkflowFieldUpdate: fieldUpdateReferences,
  WorkflowRule: workflowRuleReferences,
  WorkflowTask: taskReferences,
};

/** Types that have references of their own; what other handlers check themselves is not in here. */
export const REFERRING_TYPES: readonly string[] = [...new Set([...Object.keys(READERS), ...Object.keys(ROWS)])];

/** The object that the component belongs to, if any, and then in the order of the document. */
export function referencesOf(subject: Subject): Reference[] {
  const rows = ROWS[subject.type];
  const found = [...(rows ? referencesByRows(subject, rows) : []), ...(READERS[subject.type]?.(subject) ?? [])];
  const object = objectInName(subject.type, subject.fullName);
  return object === undefined ? found : [{ ...ofObject(object), at: placeOfSubject(subject), loose: true }, ...found];
}

function ofObject(object: string): Omit<Reference, 'at'> {
  return {
    field: 'fullName',
    type: 'CustomObject',
    fullName: object,
    problem: `Parent entity failed to deploy: no CustomObject named ${object} found`,
  };
}

function placeOfSubject({ document, files }: Subject): Reference['at'] {
  return document?.at ?? { file: files[0]?.source ?? '', line: 1, column: 1 };
}
