/** Fields that are lists of ids (Object Reference, "JunctionIdList"): code may name them, no row of this org has them. */
const JUNCTION_LISTS: Readonly<Record<string, readonly string[]>> = {
  EmailMessage: ['BccIds', 'CcIds', 'ToIds'],
  Event: ['EventWhoIds', 'UndecidedEventInviteeIds', 'AcceptedEventInviteeIds', 'DeclinedEventInviteeIds'],
  Task: ['TaskWhoIds'],
};

/** Canonical name of a junction list, whatever case it is written in. */
export function junctionList(object: string, name: string): string | undefined {
  return JUNCTION_LISTS[object]?.find((one) => one.toLowerCase() === name.toLowerCase());
}
