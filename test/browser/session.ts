/** What browser tests do to the org behind the page: take rights away for a while, end the session. */
import type { Page } from 'playwright-core';
import type { DemoOrg } from './demo-org.ts';

const API = '/services/data/v67.0';

interface Row {
  Id: string;
  [field: string]: unknown;
}

/** The administrator's session, as the console's address carries it. */
function sessionOf(org: DemoOrg): string {
  const session = new URL(org.consoleUrl).searchParams.get('sid');
  if (!session) throw new Error(`The address of the console carries no session: ${new URL(org.consoleUrl).pathname}`);
  return session;
}

async function rest(org: DemoOrg, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${org.instanceUrl}${API}${path}`, {
    method,
    headers: { Authorization: `Bearer ${sessionOf(org)}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** Rows of a query, at most one page. */
export async function query(org: DemoOrg, soql: string): Promise<Row[]> {
  const answer = (await rest(org, 'GET', `/query?q=${encodeURIComponent(soql)}`)) as { records: Row[] };
  return answer.records;
}

/** Runs `action` while the administrator holds no permission set of the console. */
export async function withoutConsoleSets(org: DemoOrg, action: () => Promise<void>): Promise<void> {
  const held = await query(
    org,
    "SELECT Id, AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSet.Name LIKE 'SCIM_Rollcall%'" +
      " AND Assignee.Username LIKE 'admin@%' AND PermissionSetGroupId = NULL",
  );
  for (const { Id } of held) await rest(org, 'DELETE', `/sobjects/PermissionSetAssignment/${Id}`);
  try {
    await action();
  } finally {
    for (const { AssigneeId, PermissionSetId } of held) {
      await rest(org, 'POST', '/sobjects/PermissionSetAssignment', { AssigneeId, PermissionSetId });
    }
  }
}

/** Ends the session of the page only: the next call is refused, as after a timeout. */
export async function loseSession(page: Page): Promise<void> {
  await page.context().clearCookies();
}
