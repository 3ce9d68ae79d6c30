/** Destructive changes: takes components out of the org, unless something that stays still uses them. */
import { PlatformError } from '../../data/types.ts';
import type { DeployMessage } from '../contract.ts';
import type { MemberName } from '../package/component.ts';
import { metadataRegistry } from '../package/registry.ts';
import { objectOf } from '../references/reference.ts';
import { referencesInOrg } from '../references/users.ts';
import type { User } from '../references/users.ts';
import { removeRow } from './component-rows.ts';
import type { DeployContext } from './context.ts';
import { deployableTypes, handlerOf } from './order.ts';
import { orgHas } from './references.ts';

/** What Apex may name: when one of these goes, the classes that stay must still compile. */
const NAMED_IN_APEX = new Set(['ApexClass', 'CustomObject', 'CustomField', 'CustomLabel', 'CustomMetadata']);
/** Parts and screens of an object, named `Object.Part` or `Object-Layout`, that go with it. */
const GO_WITH_OBJECT = [
  'Layout',
  'QuickAction',
  'RecordType',
  'BusinessProcess',
  'Workflow',
  'WorkflowRule',
  'WorkflowAlert',
  'WorkflowFieldUpdate',
  'WorkflowTask',
  'WorkflowOutboundMessage',
  'SharingRules',
  'SharingCriteriaRule',
  'SharingOwnerRule',
  'SharingGuestRule',
  'ApprovalProcess',
  'DuplicateRule',
  'MatchingRules',
  'MatchingRule',
  'SharingReason',
  'Index',
  'CustomTab',
];

const keyOf = ({ type, fullName }: User): string => `${type}:${fullName}`.toLowerCase();

/** Users of a component go before it: the deploy order backwards. */
function inOrder(members: MemberName[]): MemberName[] {
  const order = deployableTypes();
  return members.toSorted((a, b) => order.indexOf(b.type) - order.indexOf(a.type));
}

/** Folders are deleted as members of the type that they hold, some clients put a slash behind the name (wire.md §3). */
function withoutSlash(member: MemberName, context: DeployContext): MemberName {
  const folder = metadataRegistry().folderOf(member.type)?.name;
  const fullName = member.fullName.replace(/\/$/, '');
  return folder && context.store.has(folder, fullName) ? { ...member, type: folder, fullName } : member;
}

/** `CustomField` -> `custom field`. */
function words(type: string): string {
  return type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** Wording: the platform's for classes and fields that something uses. */
function usedBy(type: string, user: User): string {
  const kind = user.type.replace(/([a-z])([A-Z])/g, '$1 $2');
  return `This ${words(type)} is referenced elsewhere in salesforce.com. Remove the usage and try again. : ${kind} - ${user.fullName}.`;
}

/** Components that stay and refer to the member, or to a part of it. */
function usersThatStay(
  { type, fullName }: MemberName,
  users: ReadonlyMap<string, User[]>,
  isGoing: (user: User) => boolean,
): User[] {
  const field = `customfield:${fullName.toLowerCase()}.`;
  const found = [...users].flatMap(([target, of]) => {
    const ofPart = type === 'CustomObject' && target.startsWith(field);
    return target === keyOf({ type, fullName }) || ofPart ? of : [];
  });
  return found.filter((user) => !isGoing(user));
}

function removeWithObject(object: string, { store }: DeployContext): void {
  for (const type of GO_WITH_OBJECT)
    for (const name of store.names(type))
      if (objectOf(name).toLowerCase() === object.toLowerCase()) store.remove(type, name);
}

/** Leaves the transaction of the removals; they stay as failures. */
class Kept extends Error {}

/**
 * Removes the members in an order that respects their references. A member that the org lacks is a warning, which fails the
 * deploy unless `ignoreWarnings` is set (reference/metadata.md §8.3, "destructive").
 */
export function destroy(members: MemberName[], fileName: string, context: DeployContext): void {
  if (members.length === 0) return;
  const ordered = inOrder(members.map((member) => withoutSlash(member, context)));
  const messages: DeployMessage[] = [];
  try {
    context.data.transaction(
      () => {
        removeAll(ordered, fileName, messages, context);
        if (blameApex(ordered, messages, context)) throw new Kept();
      },
      { mixedDml: true },
    );
  } catch (error) {
    if (!(error instanceof Kept)) throw error;
    context.store.changed();
    context.org.apex.reload();
  }
  context.messages.push(...messages);
}

function removeAll(ordered: MemberName[], fileName: string, messages: DeployMessage[], context: DeployContext): void {
  const going = new Set(ordered.map(keyOf));
  const isGoing = (user: User): boolean =>
    going.has(keyOf(user)) || going.has(keyOf({ type: 'CustomObject', fullName: objectOf(user.fullName) }));
  const users = referencesInOrg(context.store);
  /** The table of an object goes as a whole: taking its columns out one by one takes many seconds. */
  const goesWithObject = ({ type, fullName }: MemberName): boolean => {
    const object = ordered.find((one) => one.type === 'CustomObject' && one.fullName === objectOf(fullName));
    const kind = object && context.data.schema.find(object.fullName)?.kind;
    return (
      type === 'CustomField' &&
      object !== undefined &&
      kind !== undefined &&
      kind !== 'standard' &&
      usersThatStay(object, users, isGoing).length === 0
    );
  };
  for (const member of ordered) {
    const { type, fullName, at } = member;
    const message: DeployMessage = {
      componentType: type,
      fullName,
      fileName,
      success: false,
      changed: false,
      created: false,
      deleted: false,
      lineNumber: at.line,
      columnNumber: at.column,
      source: at.file,
    };
    const fail = (problem: string, problemType: 'Error' | 'Warning' = 'Error'): void =>
      void messages.push({ ...message, problem, problemType });
    const handler = handlerOf(type);
    const component = context.store.get(type, fullName);
    const [user] = usersThatStay(member, users, isGoing);
    if (!handler) fail(`Not available for deploy in the embedded org: ${type}`);
    else if (!component && !orgHas(context.org, type, fullName)) fail(`No ${type} named: ${fullName} found`, 'Warning');
    else if (user) fail(usedBy(type, user));
    else {
      try {
        if (!goesWithObject(member)) handler.remove?.(fullName, context);
        context.store.remove(type, fullName);
        if (component) removeRow(type, component.id, context.data);
        if (type === 'CustomObject') removeWithObject(fullName, context);
        messages.push({
          componentType: type,
          fullName,
          fileName,
          success: true,
          changed: true,
          created: false,
          deleted: true,
          ...(component ? { id: component.id } : {}),
        });
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        fail(error.message);
      }
    }
  }
}

/** Whether classes that stay no longer compile; the removed member that they name, or else the first one, is told so. */
function blameApex(ordered: MemberName[], messages: DeployMessage[], context: DeployContext): boolean {
  const removed = messages.filter(({ deleted, componentType }) => deleted && NAMED_IN_APEX.has(componentType));
  const sources = removed.length > 0 ? context.store.apexSources() : [];
  const [problem] = sources.length > 0 ? context.org.apex.check(sources) : [];
  if (!problem) return false;
  const isNamed = ({ fullName }: DeployMessage): boolean =>
    problem.problem.toLowerCase().includes(fullName.slice(fullName.indexOf('.') + 1).toLowerCase());
  const blamed = removed.find(isNamed) ?? (removed[0] as DeployMessage);
  for (const [index, message] of messages.entries()) {
    if (!message.deleted) continue;
    const { at } =
      ordered.find((member) => member.type === message.componentType && member.fullName === message.fullName) ?? {};
    const undone = { ...message, changed: false, deleted: false };
    messages[index] =
      message === blamed
        ? {
            ...undone,
            success: false,
            problem: usedBy(message.componentType, { type: 'ApexClass', fullName: problem.name }),
            problemType: 'Error',
            ...(at ? { lineNumber: at.line, columnNumber: at.column, source: at.file } : {}),
          }
        : undone;
  }
  return true;
}
