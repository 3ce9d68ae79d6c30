/** What another org would do by itself with a component that is kept, and this one does not. */
import { FLOW_TRIGGERS } from '../../flow/model.ts';
import { pathsLeftOut, undoneIn } from '../../flow/undone.ts';
import { undoneActions } from '../../flow/workflow/undone.ts';
import type { Component } from '../package/component.ts';
import { child, childrenNamed, flag, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';

/** Element that switches a component on, where another org would then act by itself. */
const SWITCHES: Record<string, [element: string, what: string]> = {
  AssignmentRule: ['active', 'assignment rules do not run'],
  AutoResponseRule: ['active', 'auto-response rules do not run'],
  DuplicateRule: ['isActive', 'duplicate rules do not run'],
  EscalationRule: ['active', 'escalation rules do not run'],
  RestrictionRule: ['active', 'restriction rules do not hide records'],
};
/** What has no switch. Sharing rules of owners and criteria share (sharing-rule.ts). */
const ALWAYS: Record<string, string> = {
  AiAuthoringBundle: 'agents do not run',
  Bot: 'agents do not run',
  ConnectedApp: 'connected apps log nobody in',
  GenAiFunction: 'agents do not run',
  GenAiPlanner: 'agents do not run',
  GenAiPlannerBundle: 'agents do not run',
  GenAiPlugin: 'agents do not run',
  GenAiPromptTemplate: 'prompts are not answered',
  PlatformEventSubscriberConfig: 'event triggers run as Automated Process, with up to 2,000 events',
  SharingGuestRule: 'sharing rules do not share records with guests',
  SharingTerritoryRule: 'sharing rules do not share records with territories',
};

/** What starts flows here. */
const TRIGGERS = new Set<string>(FLOW_TRIGGERS);

/** The warning that a deploy gives with the component's success; undefined where the org does all of it. */
export function warningOf({ type, document }: Component): string | undefined {
  const always = ALWAYS[type];
  if (always !== undefined) return asleep(always);
  if (!document) return undefined;
  if (type === 'Flow') return textOf(document, 'status') === 'Active' ? ofFlow(document) : undefined;
  if (type === 'WorkflowRule') return flag(document, 'active') ? ofRule(document) : undefined;
  const known = SWITCHES[type];
  if (known && flag(document, known[0])) return asleep(known[1]);
  if (type === 'ApprovalProcess') return flag(document, 'active') ? ofApproval(document) : undefined;
  return undefined;
}

function asleep(what: string): string {
  return `Kept, and not acted on: in the embedded org ${what}.`;
}

/** A flow that starts by itself: whether it does here, and at what it would stop. */
function ofFlow(document: XmlElement): string | undefined {
  const start = child(document, 'start');
  if (textOf(start, 'schedule') !== undefined) return asleep('schedule-triggered flows do not run');
  const type = textOf(document, 'processType');
  if (type === 'CustomEvent') return asleep('processes that a platform event starts do not run');
  const trigger = textOf(start, 'triggerType');
  if (trigger !== undefined && !TRIGGERS.has(trigger)) return asleep(`flows of the trigger type ${trigger} do not run`);
  const undone = trigger === undefined && type !== 'Workflow' ? [] : undoneIn(document);
  const leftOut = pathsLeftOut(document);
  const parts = [
    ...(undone.length > 0 ? [`stops when it comes to ${undone.join(', ')}`] : []),
    ...(leftOut.length > 0 ? [`leaves out ${leftOut.join(', ')}`] : []),
  ];
  return parts.length === 0 ? undefined : `Runs, and in the embedded org ${parts.join('; ')}.`;
}

/** Only the field updates of an approval are made, and nobody gets e-mail of it. */
function ofApproval(document: XmlElement): string | undefined {
  const types = [document, ...childrenNamed(document, 'approvalStep')].flatMap((part) =>
    part.children
      .filter(({ name }) => /Actions$/.test(name))
      .flatMap((holder) => childrenNamed(holder, 'action').map((action) => textOf(action, 'type') ?? '')),
  );
  const undone = [...new Set(types.filter((type) => type !== 'FieldUpdate'))].map(
    (type) => `actions of the type ${type}`,
  );
  if (textOf(document, 'emailTemplate') !== undefined) undone.push('the e-mail to approvers');
  return undone.length === 0 ? undefined : `Runs, and in the embedded org leaves out ${undone.join(', ')}.`;
}

function ofRule(document: XmlElement): string | undefined {
  const undone = undoneActions(document);
  return undone.length === 0 ? undefined : `Runs, and in the embedded org leaves out ${undone.join(', ')}.`;
}
