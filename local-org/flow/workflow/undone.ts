/** What of a workflow rule the embedded org does not do; told when the rule is deployed. Nothing of the org's data rests on it at once. */
import { childrenNamed, textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';

const WORDS: Readonly<Record<string, string>> = {
  FlowAction: 'the flow action',
  KnowledgePublish: 'the knowledge action',
  OutboundMessage: 'the outbound message',
  Send: 'the send action',
};

/** Names of actions of the rule that do not happen; empty where all do. */
export function undoneActions(rule: XmlElement): string[] {
  const actions = childrenNamed(rule, 'actions').flatMap((action) => {
    const words = WORDS[textOf(action, 'type') ?? ''];
    return words === undefined ? [] : [`${words} ${textOf(action, 'name') ?? ''}`];
  });
  const later = childrenNamed(rule, 'workflowTimeTriggers').some((time) => childrenNamed(time, 'actions').length > 0);
  return [...actions, ...(later ? ['time-dependent actions'] : [])];
}
