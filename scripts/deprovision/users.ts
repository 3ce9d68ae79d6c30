/** Who is to leave: named users, or everybody whose deadline has passed. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { toId18 } from '../../local-org/data/ids.ts';
import { retried, type Patience } from '../requests/retry.ts';
import { quote } from '../soql.ts';

export interface Choice {
  /** Usernames or record ids. */
  users: string[];
  /** Everybody who is overdue, of one source if `source` says so. */
  overdue: boolean;
  source: string | null;
}

interface Row {
  [field: string]: string;
}

/** More do not leave at once by one command; the next run takes the next. */
const MOST = 200;

/**
 * Ids of users, each once, in the order they were named.
 * @throws {ScimError} `NoUser` (exit 2) with every name that no user has, `NobodyOverdue`
 */
export async function chosenUsers(connection: Connection, choice: Choice, patience?: Patience): Promise<string[]> {
  const ids = await named(connection, choice.users, patience);
  if (choice.overdue) {
    const source = choice.source === null ? '' : ` AND Source__c = '${quote(choice.source)}'`;
    const rows = await query(
      connection,
      `SELECT User_Id__c FROM Provisioned_User__c WHERE Is_Overdue__c = TRUE${source} ORDER BY Deadline_At__c, Id LIMIT ${MOST}`,
      patience,
    );
    ids.push(...rows.map((row) => row['User_Id__c']!));
  }
  return [...new Set(ids)];
}

async function named(connection: Connection, users: string[], patience?: Patience): Promise<string[]> {
  if (users.length === 0) return [];
  const wanted = users.map((user) => ({ user, id: user.startsWith('005') ? toId18(user) : null }));
  const list = (texts: string[]): string => texts.map((text) => `'${quote(text)}'`).join(',');
  const ids = wanted.flatMap(({ id }) => (id === null ? [] : [id]));
  const names = wanted.flatMap(({ user, id }) => (id === null ? [user] : []));
  const conditions = [
    ...(ids.length > 0 ? [`Id IN (${list(ids)})`] : []),
    ...(names.length > 0 ? [`Username IN (${list(names)})`] : []),
  ];
  const rows = await query(connection, `SELECT Id, Username FROM User WHERE ${conditions.join(' OR ')}`, patience);
  const found = wanted.map(({ user, id }) => ({
    user,
    id: rows.find((row) => row['Id'] === id || row['Username']?.toLowerCase() === user.toLowerCase())?.['Id'],
  }));
  const missing = found.filter(({ id }) => id === undefined).map(({ user }) => user);
  if (missing.length > 0) {
    throw new ScimError('NoUser', `The org has no user ${missing.join(', ')}.`, {
      actions: ['Name users by username or record id (005…), as "scim audit" shows them.'],
      exitCode: 2,
    });
  }
  return found.map(({ id }) => id!);
}

async function query(connection: Connection, soql: string, patience?: Patience): Promise<Row[]> {
  const url = `/services/data/v${connection.getApiVersion()}/query?q=${encodeURIComponent(soql)}`;
  return (await retried(() => connection.request<{ records: Row[] }>({ method: 'GET', url }), patience)).records;
}
