/**
 * What the compiler of Visualforce asks of a page or component besides its references: that every name in its expressions is
 * there, and that components have the attributes that are set.
 */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { placeIn } from '../references/reference.ts';
import { pathsIn } from './expressions.ts';
import type { Path } from './expressions.ts';
import { problemOfFunction } from './functions.ts';
import { checkTags } from './tags.ts';
import { problemOfGlobal } from './globals.ts';
import { markupOf } from './markup.ts';
import type { Markup } from './markup.ts';
import { problemOfPath } from './paths.ts';
import { scopeOf } from './scope.ts';

/** Offsets of expressions that are what an `action` does. */
function actionsOf({ tags }: Markup): [start: number, end: number][] {
  return tags
    .flatMap(({ attributes }) => attributes)
    .filter(({ name }) => name.toLowerCase() === 'action')
    .map(({ value, valueOffset }) => [valueOffset, valueOffset + value.length]);
}

export function checkVisualforce(component: Component, context: DeployContext): void {
  const markup = markupOf(component);
  const scope = markup && scopeOf(markup, context);
  if (!markup || !scope) return;
  const { text, file } = markup;
  const actions = actionsOf(markup);
  const told = new Set<string>();
  const tell = (problem: string | undefined, offset: number): void => {
    // A page names one thing many times; the compiler stops at the first.
    if (problem === undefined || told.has(problem.toLowerCase())) return;
    told.add(problem.toLowerCase());
    context.problem(component, problem, { at: placeIn(text, offset, file.source), fileName: file.path });
  };
  const judge = ({ names, offset, isCall }: Path): string | undefined => {
    if (names[0]?.startsWith('$')) return problemOfGlobal(names, context);
    if (isCall) return names.length === 1 ? problemOfFunction(names[0] as string) : undefined;
    return problemOfPath(
      names,
      actions.some(([start, end]) => offset >= start && offset < end),
      scope,
      context,
    );
  };
  for (const path of pathsIn(markup.plain)) tell(judge(path), path.offset);
  for (const { problem, offset } of checkTags(markup, context)) tell(problem, offset);
}
