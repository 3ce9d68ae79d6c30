/** What one SCIM request works with. */
import type { OrgData } from '../data/contract.ts';
import {
  SYSTEM,
  type Actor,
  type DmlOptions,
  type QueryOptions,
  type QueryResult,
  type RecordValues,
  type Scalar,
} from '../data/types.ts';
import { ScimError } from './errors.ts';
import type { Switches } from './switches.ts';

export interface ScimRequest {
  readonly data: OrgData;
  readonly actor: Actor;
  readonly switches: Switches;
  /** `http://127.0.0.1:8080`, no trailing slash. */
  readonly origin: string;
}

export const BASE_PATH = '/services/scim/v2';

/** Full URL of a resource, as `meta.location` and error details show it. */
export function resourceUrl(request: ScimRequest, type: string, id: string): string {
  return `${request.origin}${BASE_PATH}/${type}/${id}`;
}

/** System mode: the service checks Manage Users itself and then acts as the platform. */
export function dmlOptions(request: ScimRequest, allOrNone = false): DmlOptions {
  return { ...SYSTEM, actor: request.actor, allOrNone };
}

export function query(request: ScimRequest, soql: string, binds: QueryOptions['binds'] = {}): QueryResult {
  return request.data.query(soql, { ...SYSTEM, actor: request.actor, binds });
}

/** Scalar values of the rows of a query; parents are reached as `Parent.Field` through `parent()`. */
export function rowsOf(result: QueryResult): RecordValues[] {
  return result.records.map((record) => record.values as RecordValues);
}

/** A field of a parent record in a query row, null when the parent is. */
export function parentField(row: Record<string, unknown>, parent: string, field: string): Scalar {
  const record = row[parent] as { values: Record<string, Scalar> } | null | undefined;
  return record ? (record.values[field] ?? null) : null;
}

/**
 * Refuses callers that may not manage users. Which permission Salesforce checks is not documented; Microsoft and Okta ask
 * for Manage Users (scim.md §1.2), Manage Internal Users is what the user DML itself needs (metadata.md §1.4).
 */
export function requireUserManagement(request: ScimRequest): void {
  const { access } = request.data;
  const may = ['ManageUsers', 'ManageInternalUsers'].some((name) =>
    access.hasUserPermission(request.actor.userId, name),
  );
  if (!may) throw new ScimError(403, 'INSUFFICIENT_ACCESS:Manage Users is required;');
}

/** Public groups need Manage Users itself; Manage Internal Users does not cover them (reference/metadata.md §1.4). */
export function requireGroupManagement(request: ScimRequest): void {
  if (!request.data.access.object(request.actor.userId, 'Group').create)
    throw new ScimError(403, 'INSUFFICIENT_ACCESS:Manage Users is required;');
}
