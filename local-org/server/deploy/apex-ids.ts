/** Ids of Apex classes and triggers by name, for test and coverage answers. */
import type { OrgData } from '../../data/contract.ts';

/** A look-up that remembers; empty for a name the org does not have. */
export function apexIds(data: OrgData): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    let id = known.get(name);
    if (id === undefined) {
      const [row] = [...data.rows('ApexClass', { Name: name }), ...data.rows('ApexTrigger', { Name: name })];
      id = row ? String(row.Id) : '';
      known.set(name, id);
    }
    return id;
  };
}
