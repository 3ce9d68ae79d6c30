/**
 * One deploy: destroy-before, check and apply every component in dependency order, destroy-after, run the tests; all in one
 * transaction that is undone for a check-only deploy and, unless told otherwise, for any error.
 */
import { PlatformError } from '../../data/types.ts';
import type { Actor } from '../../data/types.ts';
import type { DeployMessage, DeployOptions, DeployOutcome, DeployTools } from '../contract.ts';
import type { TypeHandler } from '../handlers/handler.ts';
import type { Component, DeployPackage } from '../package/component.ts';
import { metadataRegistry } from '../package/registry.ts';
import { logicProblems } from '../filters/logic.ts';
import { isUnchanged } from '../handlers/lightning-component.ts';
import { compileAhead, lwcTasks } from '../lwc/ahead.ts';
import { checkReferences } from '../references/check.ts';
import { checkElement } from '../schema/check.ts';
import { undocumentedValues } from '../schema/documented-values.ts';
import { isPublished } from '../schema/types.ts';
import type { XmlElement } from '../xml/element.ts';
import { saveRow } from './component-rows.ts';
import { DeployContext } from './context.ts';
import type { Expectation, Org } from './context.ts';
import { destroy } from './destroy.ts';
import { HANDLERS, handlerOf } from './order.ts';
import { storedFiles } from './stored-form.ts';
import { runDeployTests } from './tests.ts';
import type { DeployTests } from './tests.ts';

/** Thrown to leave the transaction when everything must be undone. */
class RollBack extends Error {}

/** Thrown when components of a partial deploy counted on others that failed after them: it begins again without those. */
class Again extends Error {
  readonly unmet: Expectation[];
  constructor(unmet: Expectation[]) {
    super('');
    this.unmet = unmet;
  }
}

function success(
  component: Component,
  id: string,
  created: boolean,
  changed: boolean,
  warning: DeployMessage | undefined,
): DeployMessage {
  return {
    ...warning,
    componentType: component.type,
    fullName: component.fullName,
    fileName: component.fileName,
    success: true,
    changed,
    created,
    deleted: false,
    id,
  };
}

/** The document's root must be the type: `Settings` files are named by their own type. */
function rootType(component: Component, document: XmlElement): string {
  if (component.type === 'Settings') return document.name;
  return component.type;
}

/** Roots of files that are not called as their type: published projects deploy them so; the reference shows no whole file. */
const OTHER_ROOTS: Readonly<Record<string, string>> = { InvocableActionExtension: 'InvocableActionExt' };

function checkDocument(component: Component, context: DeployContext): void {
  const { document } = component;
  if (!document) return;
  const type = rootType(component, document);
  const parent = metadataRegistry().parentOf(component.type);
  const expected = parent?.children.find((child) => child.name === component.type)?.element;
  if (document.name !== type && document.name !== expected && document.name !== OTHER_ROOTS[type]) {
    context.problem(
      component,
      `Error parsing file: Element {${document.namespace}}${document.name} invalid at this location in type ${type}`,
      { at: document.at },
    );
    return;
  }
  for (const { problem, at } of logicProblems(document))
    context.problem(
      component,
      // Flows say it in words of their own.
      type === 'Flow' ? `field integrity exception: unknown (Invalid condition logic: ${problem})` : problem,
      { at },
    );
  for (const { problem, at } of undocumentedValues(document, component.type))
    context.problem(component, problem, { at });
  if (!isPublished(type)) return;
  for (const { problem, at, uncertain } of checkElement(document, type, [], undefined, context.apiVersion))
    context.problem(component, problem, { at, ...(uncertain ? { problemType: 'Warning' as const } : {}) });
}

/** A part of an object that failed has nothing to be written to; the object's own problem says why. */
function parentFailed(component: Component, context: DeployContext): boolean {
  const parent = metadataRegistry().parentOf(component.type);
  const name = component.fullName.slice(0, component.fullName.indexOf('.'));
  const found = parent && context.inPackage(parent.name, name);
  return context.allOrNothing && found !== undefined && context.failed(found);
}

/** @returns whether it was written. */
function applyOne(handler: TypeHandler, component: Component, context: DeployContext): boolean {
  const { store, actor } = context;
  const failed = context.failed(component);
  try {
    // A savepoint of its own, so that a component that fails half-way leaves nothing behind in a partial deploy.
    context.data.transaction(
      () => {
        const applied = handler.apply?.(component, context) ?? {};
        const saved = store.save({
          type: component.type,
          fullName: component.fullName,
          files: storedFiles(component),
          userId: actor.userId,
          ...(applied.id === undefined ? {} : { id: applied.id }),
        });
        if (saved.changed) saveRow(component, saved.id, context.data);
        if (failed) return;
        context.messages.push(
          success(
            component,
            applied.id ?? saved.id,
            saved.created && !applied.existed,
            saved.changed,
            context.warningOf(component),
          ),
        );
      },
      { mixedDml: true },
    );
    return true;
  } catch (error) {
    // A component that failed may hold what no code of this org expects; its own problem is told.
    if (!failed && !(error instanceof PlatformError)) throw error;
    store.changed();
    if (!failed && error instanceof PlatformError && !parentFailed(component, context))
      context.problem(component, error.message);
    return false;
  }
}

function deployType(handler: TypeHandler, components: Component[], context: DeployContext): void {
  for (const component of components) {
    if (component.unreadable) continue;
    context.judge(component);
    checkDocument(component, context);
    if (context.failed(component)) continue;
    handler.check?.(component, context);
    checkReferences(component, context);
  }
  handler.checkTogether?.(components, context);
  // Where all is undone, what failed is written all the same as far as that goes, so that nobody else misses it.
  const writable = components.filter(
    (component) => !context.failed(component) || (context.allOrNothing && !component.unreadable),
  );
  const written = writable.filter((component) => applyOne(handler, component, context));
  handler.finish?.(written, context);
  context.finished(components);
}

function deployComponents(components: Component[], context: DeployContext): void {
  const byType = new Map<string, Component[]>();
  for (const component of components) {
    if (!component.unreadable && !handlerOf(component.type)) {
      context.problem(component, `Not available for deploy in the embedded org: ${component.type}`);
      checkDocument(component, context);
    }
    const sameType = byType.get(component.type);
    if (sameType) sameType.push(component);
    else byType.set(component.type, [component]);
  }
  for (const handler of HANDLERS) {
    const own = handler.types.flatMap((type) => byType.get(type) ?? []);
    if (own.length > 0) deployType(handler, own, context);
  }
  // What the org cannot keep still names what must be there, which is all known by now.
  for (const component of components)
    if (!component.unreadable && !handlerOf(component.type)) checkReferences(component, context);
}

function packageProblems(contents: DeployPackage): DeployMessage[] {
  return contents.problems.map((problem) => ({
    componentType: problem.componentType,
    fullName: problem.fullName,
    fileName: problem.fileName,
    success: problem.problemType === 'Warning',
    changed: false,
    created: false,
    deleted: false,
    problem: problem.problem,
    problemType: problem.problemType,
    lineNumber: problem.at.line,
    columnNumber: problem.at.column,
    source: problem.at.file,
  }));
}

function outcome(messages: DeployMessage[], errors: number, tests: DeployTests, options: DeployOptions): DeployOutcome {
  const failed = errors > 0 || tests.failed;
  const someApplied = messages.some((message) => message.success && message.componentType !== '');
  const partial = failed && !tests.failed && !options.rollbackOnError && !options.checkOnly && someApplied;
  return {
    success: !failed,
    status: !failed ? 'Succeeded' : partial ? 'SucceededPartial' : 'Failed',
    messages,
    tests: tests.result,
    coverageWarnings: tests.coverageWarnings,
  };
}

/** Success of components that were undone with the rest says nothing was changed. */
function undone(messages: DeployMessage[]): DeployMessage[] {
  return messages.map((message) =>
    message.success ? { ...message, changed: false, created: false, deleted: false } : message,
  );
}

/**
 * Deploys a package that was read already.
 * @returns every problem of every component at once, with its place.
 */
export function deployPackage(
  org: Org,
  actor: Actor,
  contents: DeployPackage,
  options: DeployOptions,
  tools: DeployTools = {},
): DeployOutcome {
  return attempt(org, actor, contents, options, tools, []);
}

/** @param inVain what components of a partial deploy counted on, and never came. */
function attempt(
  org: Org,
  actor: Actor,
  contents: DeployPackage,
  options: DeployOptions,
  tools: DeployTools,
  inVain: readonly Expectation[],
): DeployOutcome {
  const allOrNothing = options.rollbackOnError || options.checkOnly;
  const context = new DeployContext(org, actor, contents, allOrNothing, inVain);
  const ahead = tools.ahead ?? compileAhead(lwcTasks(contents.components.filter((one) => !isUnchanged(one, context))));
  context.compileLwc = ahead.compile;
  const { checkApex } = tools;
  if (checkApex) context.checkApex = (sources) => checkApex(sources, (all) => org.apex.check(all));
  context.messages.push(...packageProblems(contents));
  const isError = (message: DeployMessage): boolean =>
    !message.success && (message.problemType !== 'Warning' || !options.ignoreWarnings);
  const errors = (): number => context.messages.filter(isError).length;
  let tests: DeployTests = { failed: false, result: null, coverageWarnings: [] };
  let rolledBack = false;
  let again: Again | undefined;
  try {
    org.data.transaction(
      () => {
        destroy(contents.destructivePre, 'destructiveChangesPre.xml', context);
        org.store.incoming = (type, fullName) => context.resolves(type, fullName);
        deployComponents(contents.components, context);
        const unmet = context.unmet();
        if (unmet.length > 0) throw new Again(unmet);
        destroy(contents.destructivePost, 'destructiveChangesPost.xml', context);
        if (errors() === 0) tests = runDeployTests(context, contents, options);
        if (options.checkOnly || tests.failed || (errors() > 0 && options.rollbackOnError)) throw new RollBack();
      },
      { mixedDml: true },
    );
  } catch (error) {
    if (error instanceof Again) again = error;
    else if (!(error instanceof RollBack)) throw error;
    rolledBack = true;
  } finally {
    org.store.incoming = undefined;
    if (!again) ahead.stop();
    if (rolledBack) {
      org.store.changed();
      org.apex.reload();
    }
    org.data.access.invalidate();
  }
  if (again) return attempt(org, actor, contents, options, { ...tools, ahead }, [...inVain, ...again.unmet]);
  const failed = errors() > 0 || tests.failed;
  const messages = rolledBack && failed ? undone(context.messages) : context.messages;
  return outcome(messages, errors(), tests, options);
}
