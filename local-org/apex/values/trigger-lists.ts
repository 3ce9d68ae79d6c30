/** The lists that triggers see as Trigger.new and Trigger.old, which no DML takes. */
import type { ApexList } from './collections.ts';

const lists = new WeakSet<ApexList>();

/** Marks a list as one of a trigger's and gives it back. */
export function ofTrigger(list: ApexList): ApexList {
  lists.add(list);
  return list;
}

export function isOfTrigger(list: ApexList): boolean {
  return lists.has(list);
}
