/** Destructive changes: takes components out of the org. */
import { PlatformError } from '../../data/types.ts';
import type { DeployMessage } from '../contract.ts';
import type { MemberName } from '../package/component.ts';
import { metadataRegistry } from '../package/registry.ts';
import type { DeployContext } from './context.ts';
import { deployableTypes, handlerOf } from './order.ts';
import { orgHas } from './references.ts';

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

/**
 * Removes the members in an order that respects their references. A member that the org lacks is a warning, which fails the
 * deploy unless `ignoreWarnings` is set (reference/metadata.md §8.3, "destructive").
 */
export function destroy(members: MemberName[], fileName: string, context: DeployContext): void {
  for (const { type, fullName, at } of inOrder(members.map((member) => withoutSlash(member, context)))) {
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
    const handler = handlerOf(type);
    const component = context.store.get(type, fullName);
    if (!handler) {
      context.messages.push({
        ...message,
        problem: `Not available for deploy in the embedded org: ${type}`,
        problemType: 'Error',
      });
      continue;
    }
    if (!component && !orgHas(context.org, type, fullName)) {
      context.messages.push({ ...message, problem: `No ${type} named: ${fullName} found`, problemType: 'Warning' });
      continue;
    }
    try {
      handler.remove?.(fullName, context);
      context.store.remove(type, fullName);
      context.messages.push({
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
      context.messages.push({ ...message, problem: error.message, problemType: 'Error' });
    }
  }
}
