/** What another org would do by itself with a component that is kept, and this one does not. */
import { pathsLeftOut, undoneIn } from '../../flow/undone.ts';
import { undoneActions } from '../../flow/workflow/undone.ts';
import type { Component } from '../package/component.ts';
import { child, flag, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';

/** Element that switches a component on, where another org would then act by itself. */
const SWITCHES: Record<string, [element: string, what: string]> = {
  ApprovalProcess: ['active', 'approval processes do not run'],
  AssignmentRule: ['active', 'assignment rules do not run'],
  AutoResponseRule: ['active', 'auto-response rules do not run'],
  DuplicateRule: ['isActive', 'duplicate rules do not run'],
  EscalationRule: ['active', 'escalation rules do not run'],
  RestrictionRule: ['active', 'restriction rules do not hide records'],
};
/** Sharing rules have no switch; those of owners and criteria share (sharing-rule.ts). */
const SHARING: Record<string, string> = {
  SharingGuestRule: 'sharing rules do not share records with guests',
  SharingTerritoryRule: 'sharing rules do not share records with territories',
};
/** Processes of the Process Builder that a record or an event starts (Flow reference, "processType"). */
const PROCESSES = new Set(['Workflow', 'CustomEvent']);

/** The warning that a deploy gives with the component's success; undefined where the org does all of it. */
export function warningOf({ type, document }: Component): string | undefined {
  if (!document) return undefined;
  if (type === 'Flow') return textOf(document, 'status') === 'Active' ? ofFlow(document) : undefined;
  if (type === 'WorkflowRule') return flag(document, 'active') ? ofRule(document) : undefined;
  const known = SWITCHES[type];
  if (known && flag(document, known[0])) return asleep(known[1]);
  const unshared = SHARING[type];
  return unshared === undefined ? undefined : asleep(unshared);
}

function asleep(what: string): string {
  return `Kept, and not acted on: in the embedded org ${what}.`;
}

/** A flow that starts by itself: whether it does here, and at what it would stop. */
function ofFlow(document: XmlElement): string | undefined {
  const start = child(document, 'start');
  if (textOf(start, 'schedule') !== undefined) return asleep('schedule-triggered flows do not run');
  if (PROCESSES.has(textOf(document, 'processType') ?? '')) return asleep('processes do not run');
  const undone = textOf(start, 'triggerType') === undefined ? [] : undoneIn(document);
  const leftOut = pathsLeftOut(document);
  const parts = [
    ...(undone.length > 0 ? [`stops when it comes to ${undone.join(', ')}`] : []),
    ...(leftOut.length > 0 ? [`leaves out ${leftOut.join(', ')}`] : []),
  ];
  return parts.length === 0 ? undefined : `Runs, and in the embedded org ${parts.join('; ')}.`;
}

function ofRule(document: XmlElement): string | undefined {
  const undone = undoneActions(document);
  return undone.length === 0 ? undefined : `Runs, and in the embedded org leaves out ${undone.join(', ')}.`;
}
