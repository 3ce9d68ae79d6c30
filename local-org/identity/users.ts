/** What signing in asks of a user: who it is, and whether the org lets the person in. */
import type { OrgData } from '../data/contract.ts';

export interface KnownUser {
  id: string;
  username: string;
  name: string;
  active: boolean;
  /** "Freeze" in Setup: the UserLogin row says so (reference/scim.md §7.1). */
  frozen: boolean;
}

/** User names are unique without regard to case, and stored in lower case. */
export function userByName(data: OrgData, username: string): KnownUser | undefined {
  const [row] = data.rows('User', { Username: username.trim().toLowerCase() });
  return row ? known(data, row) : undefined;
}

export function userById(data: OrgData, userId: string): KnownUser | undefined {
  const [row] = data.rows('User', { Id: userId });
  return row ? known(data, row) : undefined;
}

function known(data: OrgData, row: ReturnType<OrgData['rows']>[number]): KnownUser {
  const id = String(row.Id);
  return {
    id,
    username: String(row.Username),
    name: String(row.Name ?? row.LastName ?? row.Username),
    active: row.IsActive === true,
    frozen: data.rows('UserLogin', { UserId: id }).some((login) => login.IsFrozen === true),
  };
}
