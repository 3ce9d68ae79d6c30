/** What the expressions of one page or component may begin with (Visualforce Developer Guide, "Controllers"). */
import type { DeployContext } from '../deploy/context.ts';
import { onlyPath } from './expressions.ts';
import { attribute, localName, markupOf, rootOf } from './markup.ts';
import type { Markup, Tag } from './markup.ts';
import { typeBehind } from './paths.ts';
import { isUnknown, unsupported } from './tags.ts';
import { classNamed, lineageOf } from './types.ts';
import type { ClassType, ExpressionType } from './types.ts';

export interface Scope {
  /** Variables of the markup and what the standard controller gives, by lower-case name. */
  names: Map<string, ExpressionType | undefined>;
  controllers: ClassType[];
  /** What an unknown name is looked for in, e.g. `AccountStandardController`; undefined without any controller. */
  owner: string | undefined;
  /** Every name that there may be is known. */
  isWhole: boolean;
}

/** Actions and properties ("Standard Controller Actions", "Standard List Controller Actions", "Standard List Controller Properties"). */
const OF_STANDARD_CONTROLLER = ['id', 'save', 'quicksave', 'edit', 'delete', 'cancel', 'list', 'view', 'reset'];
const OF_LIST_CONTROLLER = [
  ...['first', 'last', 'next', 'previous', 'filterId', 'listViewOptions', 'pageNumber', 'pageSize', 'resultSize'],
  ...['hasNext', 'hasPrevious', 'completeResult', 'selected', 'records'],
];
/** Their standard controllers have members of their own ("Ideas", "Knowledge"). */
const WITH_OWN_MEMBERS = /^(Idea|IdeaComment|Community|KnowledgeArticle\w*|\w+__kav|CollaborationGroup|Solution)$/i;
/** Namespaces of components that are there in every org, or are the org's own. */
const COMPONENTS = new Set([
  ...['apex', 'analytics', 'c', 'chatter', 'flow', 'ideas', 'knowledge', 'liveagent', 'messaging', 'site', 'social'],
  ...['support', 'topics', 'wave'],
]);
/** Components that run over a list. */
const ITERATIONS = new Set(['repeat', 'datatable', 'datalist', 'pageblocktable']);

function listed(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

/** Variables that a custom component hands to its body. */
function variablesOfComponents(markup: Markup, context: DeployContext): string[] {
  return markup.tags.flatMap((tag) => {
    const name = localName(tag, 'c');
    const component = name === undefined ? undefined : context.inPackage('ApexComponent', name);
    const inside = component && markupOf(component);
    return inside ? inside.tags.flatMap(variablesOf) : [];
  });
}

/** `var`, and attributes like `articleVar`; `recordSetVar` is what the controller gives. */
function variablesOf({ attributes }: Tag): string[] {
  return attributes.filter(({ name }) => /(?<!^recordSet)var$/i.test(name)).flatMap(({ value }) => listed(value));
}

/** Variables with the types of what they stand for; one name with several meanings has no type. */
function addVariables(scope: Scope, markup: Markup, context: DeployContext): void {
  const seen = new Set<string>();
  for (const tag of markup.tags) {
    for (const variable of variablesOf(tag)) {
      const key = variable.toLowerCase();
      const path = onlyPath(attribute(tag, 'value')?.value ?? '');
      const type = path && !seen.has(key) ? typeBehind(path, scope, context) : undefined;
      const local = localName(tag, 'apex') ?? '';
      const isIteration = ITERATIONS.has(local) && attribute(tag, 'var')?.value === variable;
      const element = type?.kind === 'list' ? type.of : undefined;
      scope.names.set(key, isIteration ? element : local === 'variable' ? type : undefined);
      seen.add(key);
    }
  }
}

function addStandardController(scope: Scope, root: Tag, context: DeployContext): void {
  const object = attribute(root, 'standardController')?.value.trim();
  if (!object) return;
  const set = attribute(root, 'recordSetVar')?.value.trim();
  const type: ExpressionType = { kind: 'record', object };
  scope.owner = `${object}${set ? 'StandardSetController' : 'StandardController'}`;
  for (const name of [...OF_STANDARD_CONTROLLER, ...(set ? OF_LIST_CONTROLLER : [])])
    scope.names.set(name.toLowerCase(), undefined);
  scope.names.set(object.toLowerCase(), type);
  if (set) scope.names.set(set.toLowerCase(), { kind: 'list', of: type });
  // Prefixes of the project's own namespace may be left out.
  scope.names.set(object.replace(/^[A-Za-z0-9]+__(?=\w+__c$)/i, '').toLowerCase(), type);
  if (WITH_OWN_MEMBERS.test(object) || !context.data.schema.find(object)) scope.isWhole = false;
}

function addControllers(scope: Scope, root: Tag, context: DeployContext): void {
  const names = [...listed(attribute(root, 'controller')?.value), ...listed(attribute(root, 'extensions')?.value)];
  for (const name of names) {
    const found = classNamed(name, context);
    if (!found) scope.isWhole = false;
    else {
      scope.controllers.push(found);
      if (!lineageOf(found, context).isWhole) scope.isWhole = false;
    }
  }
  scope.owner ??= scope.controllers[0]?.name;
}

/** Whom an e-mail goes to and what it is about (Standard Component Reference, "messaging:emailTemplate"). */
function addRecordsOfEmail(scope: Scope, root: Tag): void {
  if (localName(root, 'messaging') === undefined) return;
  for (const [name, type] of [
    ['recipient', 'recipientType'],
    ['relatedto', 'relatedToType'],
  ] as const) {
    const object = attribute(root, type)?.value.trim();
    scope.names.set(name, object ? { kind: 'record', object } : undefined);
  }
}

/** Undefined for markup that is neither a page, nor a component, nor a template. */
export function scopeOf(markup: Markup, context: DeployContext): Scope | undefined {
  const root = rootOf(markup);
  if (!root) return undefined;
  const scope: Scope = { names: new Map(), controllers: [], owner: undefined, isWhole: unsupported(root).length === 0 };
  addStandardController(scope, root, context);
  addControllers(scope, root, context);
  addRecordsOfEmail(scope, root);
  for (const tag of markup.tags) {
    const [namespace = ''] = tag.name.toLowerCase().split(':');
    // Nothing tells what an unknown component would have brought.
    if (!COMPONENTS.has(namespace) || isUnknown(tag)) scope.isWhole = false;
    if (localName(tag, 'apex') === 'attribute')
      for (const { name, value } of tag.attributes)
        if (name === 'name') scope.names.set(value.toLowerCase(), undefined);
  }
  for (const name of variablesOfComponents(markup, context)) scope.names.set(name.toLowerCase(), undefined);
  addVariables(scope, markup, context);
  return scope;
}
