/** What browser tests arrange and look up behind the screen's back, over REST, as the administrator of the org. */
import type { DemoOrg } from './demo-org.ts';

const API = '/services/data/v67.0';

export interface OrgData {
  /** Records of a SOQL query. */
  query<Row = Record<string, unknown>>(soql: string): Promise<Row[]>;
  create(sobject: string, fields: Record<string, unknown>): Promise<string>;
  update(sobject: string, id: string, fields: Record<string, unknown>): Promise<void>;
  remove(sobject: string, id: string): Promise<void>;
  /** Takes a permission set from the administrator; the answer gives it back. */
  without(permissionSet: string): Promise<() => Promise<void>>;
}

/** The console's address carries the administrator's token, as `sf org open` prints it. */
export function orgData(org: DemoOrg): OrgData {
  const token = new URL(org.consoleUrl).searchParams.get('sid') ?? '';
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(new URL(path, org.instanceUrl), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  const query = async <Row>(soql: string) => {
    const answer = (await send('GET', `${API}/query?q=${encodeURIComponent(soql)}`)) as { records: Row[] };
    return answer.records;
  };
  const create = async (sobject: string, fields: Record<string, unknown>) => {
    const answer = (await send('POST', `${API}/sobjects/${sobject}`, fields)) as { id: string };
    return answer.id;
  };
  const remove = async (sobject: string, id: string) => {
    await send('DELETE', `${API}/sobjects/${sobject}/${id}`);
  };
  return {
    query,
    create,
    remove,
    update: async (sobject, id, fields) => {
      await send('PATCH', `${API}/sobjects/${sobject}/${id}`, fields);
    },
    without: async (permissionSet) => {
      const [held] = await query<{ Id: string; AssigneeId: string; PermissionSetId: string }>(
        `SELECT Id, AssigneeId, PermissionSetId FROM PermissionSetAssignment
         WHERE PermissionSet.Name = '${permissionSet}' AND Assignee.Username = 'admin@rollcall.example.com'`,
      );
      if (!held) throw new Error(`The administrator does not hold ${permissionSet}.`);
      await remove('PermissionSetAssignment', held.Id);
      return async () => {
        const { AssigneeId, PermissionSetId } = held;
        await create('PermissionSetAssignment', { AssigneeId, PermissionSetId });
      };
    },
  };
}
