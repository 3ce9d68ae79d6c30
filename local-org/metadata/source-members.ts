/**
 * Source tracking: in an org that has it, every change of a component moves its SourceMember row above all others
 * (reference/wire.md §4.3). Clients ask for what is above the counter that they saw last.
 */
import type { OrgData } from '../data/contract.ts';

export interface ComponentChange {
  type: string;
  fullName: string;
  files: ReadonlyMap<string, Uint8Array>;
  userId: string;
  created: boolean;
}

interface Member {
  type: string;
  name: string;
  created: boolean;
  obsolete: boolean;
  userId: string | null;
}

/** Notes a saved component; also one that was saved as it was, for clients wait until they see what they deployed. */
export function noteChange(data: OrgData, change: ComponentChange): void {
  if (!data.hasFeature('SourceTracking')) return;
  const { type, fullName, created, userId } = change;
  // Labels are tracked one by one.
  if (type === 'CustomLabels') return;
  note(data, { type, name: fullName, created, obsolete: false, userId });
  if (type !== 'LightningComponentBundle') return;
  // Clients wait for each file of a bundle, too, its `-meta.xml` included.
  for (const path of change.files.keys()) {
    const name = path.slice(path.lastIndexOf(`${fullName}/`));
    note(data, { type: 'LightningComponentResource', name, created, obsolete: false, userId });
  }
}

export function noteRemoval(data: OrgData, type: string, fullName: string): void {
  if (!data.hasFeature('SourceTracking')) return;
  note(data, { type, name: fullName, created: false, obsolete: true, userId: null });
}

function note(data: OrgData, member: Member): void {
  const row = data.sql
    .prepare(
      "INSERT INTO metadata_sequence VALUES ('SourceMember', 1) ON CONFLICT (prefix) DO UPDATE SET last = last + 1 RETURNING last",
    )
    .get();
  data.put(
    'SourceMember',
    {
      MemberType: member.type,
      MemberName: member.name,
      MemberIdOrName: member.name,
      IsNameObsolete: member.obsolete,
      IsNewMember: member.created,
      RevisionCounter: Number(row?.last),
      ...(member.userId === null ? {} : { ChangedBy: member.userId }),
      LastModifiedDate: `${data.now().toISOString().slice(0, 19)}.000+0000`,
    },
    ['MemberType', 'MemberName'],
  );
}
