/** Decision: the first outcome whose conditions hold (Help, "Decision Element"). */
import { childrenNamed, flag, textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';
import { conditionsHold } from '../conditions.ts';
import { formulaHolds } from '../formula.ts';
import type { Interview } from '../interview.ts';
import { targetOf } from '../model.ts';
import type { FlowElement } from '../model.ts';

export function decide(interview: Interview, { xml }: FlowElement): string | undefined {
  for (const rule of childrenNamed(xml, 'rules')) {
    const isTaken = isMet(interview, rule);
    interview.outcomes.set((textOf(rule, 'name') ?? '').toLowerCase(), isTaken);
    if (isTaken) return targetOf(rule, 'connector');
  }
  return targetOf(xml, 'defaultConnector');
}

/** "Only if the record that triggered the flow to run is updated to meet the condition requirements": it did not meet them before. */
function isMet(interview: Interview, rule: XmlElement): boolean {
  if (!isTrue(interview, rule)) return false;
  if (!flag(rule, 'doesRequireRecordChangedToMeetCriteria')) return true;
  const before = interview.before();
  return before === null || !isTrue(before, rule);
}

function isTrue(interview: Interview, rule: XmlElement): boolean {
  const formula = textOf(rule, 'conditionFormula');
  return formula === undefined ? conditionsHold(interview, rule) : formulaHolds(interview, formula);
}
