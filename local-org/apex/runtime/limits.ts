/** Governor limits (Apex Developer Guide, "Execution Governors and Limits") and the texts of LimitException. */
import type { Limits } from './contract.ts';

export const SYNCHRONOUS: Readonly<Limits> = {
  queries: 100,
  searches: 20,
  queryRows: 50_000,
  dmlStatements: 150,
  dmlRows: 10_000,
  cpu: 10_000,
  queueables: 50,
  futures: 50,
  callouts: 100,
  emails: 10,
  publishImmediate: 150,
};

export const ASYNCHRONOUS: Readonly<Limits> = { ...SYNCHRONOUS, queries: 200, cpu: 60_000, queueables: 1 };

const TEXT: Record<keyof Limits, string> = {
  queries: 'Too many SOQL queries',
  searches: 'Too many SOSL queries',
  queryRows: 'Too many query rows',
  dmlStatements: 'Too many DML statements',
  dmlRows: 'Too many DML rows',
  cpu: 'Apex CPU time limit exceeded',
  queueables: 'Too many queueable jobs added to the queue',
  futures: 'Too many future calls',
  callouts: 'Too many callouts',
  emails: 'Too many Email Invocations',
  publishImmediate: 'Too many publish immediate DML statements',
};

export function limitText(kind: keyof Limits, used: number): string {
  return kind === 'cpu' ? TEXT.cpu : `${TEXT[kind]}: ${used}`;
}

export const heapText = (bytes: number): string => `Apex heap size too large: ${Math.floor(bytes)}`;

export function noUsage(): Limits {
  return {
    queries: 0,
    searches: 0,
    queryRows: 0,
    dmlStatements: 0,
    dmlRows: 0,
    cpu: 0,
    queueables: 0,
    futures: 0,
    callouts: 0,
    emails: 0,
    publishImmediate: 0,
  };
}
