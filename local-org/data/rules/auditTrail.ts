/**
 * What Setup writes into its audit trail about users and their access (Object Reference, "SetupAuditTrail"; Help, "Monitor
 * Setup Changes with Setup Audit Trail"). Action names and texts are those that orgs show, e.g. `PermSetAssign` with
 * `Permission set Sales: assigned to user Ada Example (UserID: [005…])`. Deploys and seeds are written around it.
 */
import type { RecordValues } from '../types.ts';
import type { ObjectRule, RuleContext } from './rule.ts';

const USERS = 'Manage Users';

interface Audit {
  saved?(context: RuleContext, row: RecordValues, old: RecordValues | null): void;
  deleted?(context: RuleContext, row: RecordValues): void;
}

function write(context: RuleContext, action: string, display: string, section = USERS): void {
  context.store.insert('SetupAuditTrail', {
    Action: action,
    Display: display,
    Section: section,
    CreatedById: context.actor.userId,
  });
}

/** `Ada Example (UserID: [005…])`. */
function person(context: RuleContext, userId: unknown): string {
  const user = context.store.pick('User', String(userId), 'Name');
  return `${String(user?.Name ?? userId)} (UserID: [${String(userId).slice(0, 15)}])`;
}

function assignment(context: RuleContext, row: RecordValues, assigned: boolean): void {
  const groupId = row.PermissionSetGroupId;
  const isGroup = typeof groupId === 'string';
  const held = isGroup
    ? context.store.pick('PermissionSetGroup', groupId, 'MasterLabel')?.MasterLabel
    : context.store.pick('PermissionSet', String(row.PermissionSetId), 'Label')?.Label;
  write(
    context,
    `PermSet${isGroup ? 'Group' : ''}${assigned ? 'Assign' : 'Unassign'}`,
    `Permission set ${isGroup ? 'group ' : ''}${String(held)}: ${assigned ? 'assigned to' : 'unassigned from'} user ${person(context, row.AssigneeId)}`,
  );
}

function license(context: RuleContext, row: RecordValues, assigned: boolean): void {
  const label = context.store.pick('PermissionSetLicense', String(row.PermissionSetLicenseId), 'MasterLabel');
  write(
    context,
    `PermSetLicense${assigned ? 'Assign' : 'Unassign'}`,
    `Permission set license ${String(label?.MasterLabel)}: ${assigned ? 'assigned to' : 'unassigned from'} user ${person(context, row.AssigneeId)}`,
  );
}

function membership(context: RuleContext, row: RecordValues): void {
  const group = context.store.pick('Group', String(row.GroupId), 'Name', 'Type');
  const kind = group?.Type === 'Queue' ? 'queue' : 'group';
  write(
    context,
    kind === 'queue' ? 'queueMembership' : 'groupMembership',
    `Changed membership of ${kind} ${String(group?.Name)}`,
    kind === 'queue' ? 'Manage Queues' : 'Manage Groups',
  );
}

function user(context: RuleContext, row: RecordValues, old: RecordValues | null): void {
  const { store } = context;
  const name = String(row.Name);
  if (!old) {
    write(context, 'createduser', `Created new user ${name}`);
    return;
  }
  if (row.IsActive !== old.IsActive)
    write(
      context,
      row.IsActive === true ? 'activateduser' : 'deactivateduser',
      `${row.IsActive === true ? 'Activated' : 'Deactivated'} user ${name}`,
    );
  if (row.ProfileId !== old.ProfileId) {
    const label = (id: unknown): string => String(store.pick('Profile', String(id), 'Name')?.Name);
    write(
      context,
      'changedprofileforuser',
      `Changed profile for user ${name} from ${label(old.ProfileId)} to ${label(row.ProfileId)}`,
    );
  }
  if ((row.UserRoleId ?? null) !== (old.UserRoleId ?? null)) {
    const label = (id: unknown): string =>
      typeof id === 'string' ? String(store.pick('UserRole', id, 'Name')?.Name) : 'None';
    write(
      context,
      'changedroleforuser',
      `Changed role for user ${name} from ${label(old.UserRoleId)} to ${label(row.UserRoleId)}`,
    );
  }
}

const AUDITED: Readonly<Record<string, Audit>> = {
  User: { saved: user },
  UserLogin: {
    saved(context, row, old) {
      if (!old || row.IsFrozen === old.IsFrozen) return;
      const isFrozen = row.IsFrozen === true;
      write(
        context,
        isFrozen ? 'frozeuser' : 'unfrozeuser',
        `${isFrozen ? 'Froze' : 'Unfroze'} user ${person(context, row.UserId)}`,
      );
    },
  },
  PermissionSetAssignment: {
    saved(context, row, old) {
      if (!old) assignment(context, row, true);
    },
    deleted: (context, row) => assignment(context, row, false),
  },
  PermissionSetLicenseAssign: {
    saved(context, row, old) {
      if (!old) license(context, row, true);
    },
    deleted: (context, row) => license(context, row, false),
  },
  GroupMember: {
    saved(context, row, old) {
      if (!old) membership(context, row);
    },
    deleted: membership,
  },
};

/** The rule of an object, with its entries in the trail. */
export function audited(object: string, rule: ObjectRule): ObjectRule {
  const audit = AUDITED[object];
  if (!audit) return rule;
  return {
    ...rule,
    afterSave(context, row, old) {
      rule.afterSave?.(context, row, old);
      audit.saved?.(context, row, old);
    },
    afterDelete(context, row) {
      rule.afterDelete?.(context, row);
      audit.deleted?.(context, row);
    },
  };
}
