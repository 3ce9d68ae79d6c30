/** What kind of org a deployment goes to, read from the org itself. */
import type { Connection } from '@salesforce/core';
import { identityOf } from './connection.ts';
import { converse, type Conversation } from './conversation.ts';

/** Where `development` orgs differ from production: tests are not demanded, and nobody works in them. */
export type OrgKind = 'production' | 'sandbox' | 'scratch' | 'developer' | 'trial';

export interface OrgFacts {
  /** 18 characters. */
  id: string;
  name: string;
  kind: OrgKind;
  /** Salesforce's own word for the edition, e.g. `Enterprise Edition`. */
  edition: string;
  username: string;
  /** Without a trailing slash. */
  instanceUrl: string;
}

interface OrganizationRow {
  Id: string;
  Name: string;
  IsSandbox: boolean;
  TrialExpirationDate: string | null;
  OrganizationType: string;
}

/** A sandbox with an expiration date is a scratch org (reference/wire.md §2.1). */
export function kindOf(row: Pick<OrganizationRow, 'IsSandbox' | 'TrialExpirationDate' | 'OrganizationType'>): OrgKind {
  if (row.IsSandbox) return row.TrialExpirationDate ? 'scratch' : 'sandbox';
  if (row.OrganizationType === 'Developer Edition') return 'developer';
  return row.TrialExpirationDate ? 'trial' : 'production';
}

export async function readOrg(connection: Connection, conversation: Conversation = converse()): Promise<OrgFacts> {
  const soql = 'SELECT Id, Name, IsSandbox, TrialExpirationDate, OrganizationType FROM Organization';
  const { records } = await conversation.read(() => connection.query<OrganizationRow>(soql));
  const row = records[0]!;
  return {
    id: row.Id,
    name: row.Name,
    kind: kindOf(row),
    edition: row.OrganizationType,
    username: identityOf(connection).username,
    instanceUrl: connection.instanceUrl.replace(/\/+$/, ''),
  };
}
