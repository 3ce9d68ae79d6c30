/**
 * Asynchronous paths (FlowScheduledPath, `pathType` AsyncAfterCommit): kept in the org's file with the save that starts them,
 * and run when it has committed; in tests, when `Test.stopTest` runs what is asynchronous.
 */
import type { OrgData } from '../data/contract.ts';
import type { RecordValues } from '../data/types.ts';
import { textOf } from '../metadata/xml/element.ts';
import type { XmlElement } from '../metadata/xml/element.ts';
import { scheduledPaths, targetOf } from './model.ts';
import type { Flow } from './model.ts';

const TABLE = `CREATE TABLE IF NOT EXISTS _flow_path (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, flow TEXT NOT NULL, path TEXT NOT NULL, user TEXT NOT NULL, object TEXT NOT NULL,
  record TEXT NOT NULL, prior TEXT, test INTEGER NOT NULL)`;

/** Records that one batch of interviews takes, as many as a save. */
const MOST = 200;

export interface WaitingPath {
  seq: number;
  flow: string;
  /** Name of the path. */
  path: string;
  user: string;
  object: string;
  record: string;
  /** The record before the update, as JSON. */
  prior: string | null;
}

/** Paths of a flow that run behind the commit. */
export function asyncPaths(flow: Flow): XmlElement[] {
  return scheduledPaths(flow).filter(
    (path) => textOf(path, 'pathType') === 'AsyncAfterCommit' && targetOf(path, 'connector') !== undefined,
  );
}

export const pathName = (path: XmlElement): string => textOf(path, 'name') ?? textOf(path, 'label') ?? '';

export class PathStore {
  private readonly data: OrgData;

  constructor(data: OrgData) {
    this.data = data;
    // At opening: a table that a test makes in its transaction slows down all the rollbacks after it.
    data.sql.exec(TABLE);
  }

  keep(path: Omit<WaitingPath, 'seq' | 'prior'> & { prior: RecordValues | null; test: boolean }): void {
    this.data.sql
      .prepare('INSERT INTO _flow_path (flow, path, user, object, record, prior, test) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(
        path.flow,
        path.path,
        path.user,
        path.object,
        path.record,
        path.prior && JSON.stringify(path.prior),
        Number(path.test),
      );
  }

  /** The oldest ones of one path of one flow and one user. */
  next(test: boolean): WaitingPath[] {
    const { sql } = this.data;
    const first = sql
      .prepare('SELECT * FROM _flow_path WHERE test = ? ORDER BY seq LIMIT 1')
      .get(Number(test)) as unknown as WaitingPath | undefined;
    if (!first) return [];
    return sql
      .prepare(
        `SELECT * FROM _flow_path WHERE test = ? AND flow = ? AND path = ? AND user = ? ORDER BY seq LIMIT ${MOST}`,
      )
      .all(Number(test), first.flow, first.path, first.user) as unknown as WaitingPath[];
  }

  drop(paths: readonly WaitingPath[]): void {
    for (const { seq } of paths) this.data.sql.prepare('DELETE FROM _flow_path WHERE seq = ?').run(seq);
  }
}
