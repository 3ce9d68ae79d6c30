/** Role, Group (public groups) and Queue. Their members are data, except a queue's members, which its file lists. */
import type { Scalar } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { putRow } from '../deploy/rows.ts';
import type { Component } from '../package/component.ts';
import { refuseMissing } from '../references/check.ts';
import { child, childrenNamed, flag, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

/** A role's users share by two groups that the platform keeps for it (Object Reference, "Group", Type). */
const ROLE_GROUPS = ['Role', 'RoleAndSubordinates'];

/**
 * What the element names must be there. Orgs begin with roles, and features bring objects, that the embedded org has not: it
 * refuses those by name, because a role without its parent or a queue without its object would be another one.
 */
function checkNamed(component: Component, element: XmlElement, type: string, context: DeployContext): void {
  const fullName = element.text.trim();
  if (!context.resolves(type, fullName))
    refuseMissing(component, { field: element.name, type, fullName, at: element.at }, context);
}

function checkRole(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const parent = textOf(document, 'parentRole');
  const named = child(document, 'parentRole');
  // Parents may come after their children in the package.
  if (parent && named && !context.inPackage('Role', parent)) checkNamed(component, named, 'Role', context);
  for (let name = parent, steps = 0; name; steps += 1) {
    if (name.toLowerCase() === component.fullName.toLowerCase() || steps > 500) {
      context.problem(component, 'The role hierarchy cannot be circular', { at: placeOf(document, 'parentRole') });
      return;
    }
    const next = context.inPackage('Role', name)?.document;
    name = next ? textOf(next, 'parentRole') : undefined;
  }
}

export const roleHandler: TypeHandler = {
  types: ['Role'],
  check: checkRole,
  apply(component, { data }) {
    const document = component.document as XmlElement;
    const existed = data.rows('UserRole', { DeveloperName: component.fullName }).length > 0;
    const id = putRow(
      data,
      'UserRole',
      {
        DeveloperName: component.fullName,
        Name: textOf(document, 'name') ?? component.fullName,
        RollupDescription: textOf(document, 'description') ?? null,
        MayForecastManagerShare: flag(document, 'mayForecastManagerShare'),
        ContactAccessForAccountOwner: textOf(document, 'contactAccessLevel') ?? 'Edit',
        CaseAccessForAccountOwner: textOf(document, 'caseAccessLevel') ?? 'None',
        OpportunityAccessForAccountOwner: textOf(document, 'opportunityAccessLevel') ?? 'None',
      },
      ['DeveloperName'],
    );
    for (const type of ROLE_GROUPS)
      putRow(data, 'Group', { Type: type, RelatedId: id, DeveloperName: component.fullName, Name: null }, [
        'Type',
        'RelatedId',
      ]);
    return { id, existed };
  },
  /** Parents may come after their children in the package. */
  finish(components, { data }) {
    for (const component of components) {
      const parent = textOf(component.document as XmlElement, 'parentRole');
      const parentId: Scalar = parent ? (data.rows('UserRole', { DeveloperName: parent })[0]?.['Id'] ?? null) : null;
      putRow(data, 'UserRole', { DeveloperName: component.fullName, ParentRoleId: parentId }, ['DeveloperName']);
    }
  },
  remove(fullName, { data }) {
    for (const role of data.rows('UserRole', { DeveloperName: fullName }))
      data.remove('Group', { RelatedId: role['Id'] ?? null });
    data.remove('UserRole', { DeveloperName: fullName });
  },
};

function putGroup(
  component: Component,
  type: 'Regular' | 'Queue',
  { data }: DeployContext,
): { id: string; existed: boolean } {
  const document = component.document as XmlElement;
  const existed = data.rows('Group', { DeveloperName: component.fullName, Type: type }).length > 0;
  const id = putRow(
    data,
    'Group',
    {
      DeveloperName: component.fullName,
      Type: type,
      Name: textOf(document, 'name') ?? component.fullName,
      DoesIncludeBosses: flag(document, 'doesIncludeBosses', type === 'Regular'),
      DoesSendEmailToMembers: flag(document, 'doesSendEmailToMembers'),
      Email: textOf(document, 'email') ?? null,
    },
    ['DeveloperName', 'Type'],
  );
  return { id, existed };
}

export const groupHandler: TypeHandler = {
  types: ['Group'],
  apply: (component, context) => putGroup(component, 'Regular', context),
  remove(fullName, { data }) {
    for (const group of data.rows('Group', { DeveloperName: fullName, Type: 'Regular' }))
      data.remove('GroupMember', { GroupId: group['Id'] ?? null });
    data.remove('Group', { DeveloperName: fullName, Type: 'Regular' });
  },
};

interface Members {
  /** Element below `queueMembers`, and inside it. */
  container: string;
  element: string;
  type: string;
}

const QUEUE_MEMBERS: Members[] = [
  { container: 'publicGroups', element: 'publicGroup', type: 'Group' },
  { container: 'roles', element: 'role', type: 'Role' },
  { container: 'roleAndSubordinates', element: 'roleAndSubordinate', type: 'Role' },
];

function memberElements(document: XmlElement, { container, element }: Members): XmlElement[] {
  const members = child(document, 'queueMembers');
  const list = members && child(members, container);
  return list ? childrenNamed(list, element) : [];
}

function queueUsers(document: XmlElement): XmlElement[] {
  return memberElements(document, { container: 'users', element: 'user', type: 'User' });
}

export const queueHandler: TypeHandler = {
  types: ['Queue'],
  check(component, context) {
    const document = component.document as XmlElement;
    for (const object of childrenNamed(document, 'queueSobject')) {
      const name = child(object, 'sobjectType');
      if (name) checkNamed(component, name, 'CustomObject', context);
    }
    for (const members of QUEUE_MEMBERS) {
      for (const member of memberElements(document, members)) checkNamed(component, member, members.type, context);
    }
    for (const user of queueUsers(document)) {
      if (context.data.rows('User', { Username: user.text.trim() }).length === 0)
        context.missing(component, 'user', 'User', user.text.trim(), user.at);
    }
  },
  apply(component, context) {
    const { data } = context;
    const document = component.document as XmlElement;
    const applied = putGroup(component, 'Queue', context);
    data.remove('QueueSobject', { QueueId: applied.id });
    for (const object of childrenNamed(document, 'queueSobject')) {
      putRow(data, 'QueueSobject', { QueueId: applied.id, SobjectType: textOf(object, 'sobjectType') ?? '' }, [
        'QueueId',
        'SobjectType',
      ]);
    }
    data.remove('GroupMember', { GroupId: applied.id });
    const add = (id: Scalar | undefined): void => {
      if (id) putRow(data, 'GroupMember', { GroupId: applied.id, UserOrGroupId: id }, ['GroupId', 'UserOrGroupId']);
    };
    for (const members of QUEUE_MEMBERS) {
      for (const member of memberElements(document, members)) {
        const type =
          members.element === 'publicGroup' ? 'Regular' : members.element === 'role' ? 'Role' : 'RoleAndSubordinates';
        add(data.rows('Group', { DeveloperName: member.text.trim(), Type: type })[0]?.['Id']);
      }
    }
    for (const user of queueUsers(document)) add(data.rows('User', { Username: user.text.trim() })[0]?.['Id']);
    return applied;
  },
  remove(fullName, { data }) {
    for (const group of data.rows('Group', { DeveloperName: fullName, Type: 'Queue' })) {
      data.remove('QueueSobject', { QueueId: group['Id'] ?? null });
      data.remove('GroupMember', { GroupId: group['Id'] ?? null });
    }
    data.remove('Group', { DeveloperName: fullName, Type: 'Queue' });
  },
};
