/**
 * Custom Error: keeps the record that started the flow from being saved (Help, "Custom Error Element"). The status code is
 * that of validation rules and of `addError`; documents do not name it.
 */
import { NotImplementedError } from '../../data/types.ts';
import { childrenNamed, flag, textOf } from '../../metadata/xml/element.ts';
import type { Interview } from '../interview.ts';
import { merged } from '../literals.ts';
import { targetOf } from '../model.ts';
import type { FlowElement } from '../model.ts';

export function raiseCustomErrors(interview: Interview, { name, xml }: FlowElement): string | undefined {
  const { triggering, flow } = interview;
  if (!triggering || triggering.when === 'event')
    throw new NotImplementedError(`The custom error ${name} of ${flow.name}, which no record has started,`);
  for (const message of childrenNamed(xml, 'customErrorMessages'))
    triggering.addError(
      merged(interview, textOf(message, 'errorMessage') ?? ''),
      flag(message, 'isFieldError') ? textOf(message, 'fieldSelection') : undefined,
    );
  return targetOf(xml, 'connector');
}
