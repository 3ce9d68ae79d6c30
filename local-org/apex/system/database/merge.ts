/** `Database.merge` (Apex Reference, Database Class): one result for each record that goes into the master. */
import type { SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import type { ApexSObject } from '../../values/sobject.ts';
import { STRING, listOf, typeRef } from '../../values/type.ts';
import { NotImplementedError } from '../../../data/types.ts';
import type { SaveResult } from '../../../data/types.ts';
import { AccessLevel, accessOf } from '../access.ts';
import { required } from '../arguments.ts';
import { mergeInto } from '../dml.ts';
import { errorsOf } from './results.ts';

export class MergeResult {
  readonly typeName = 'Database.MergeResult';
  readonly master: string | null;
  readonly result: SaveResult;
  readonly merged: string[];
  readonly related: string[] | undefined;
  /** `related` is left out where the org does not know which child records changed their parent. */
  constructor(master: string | null, result: SaveResult, merged: string[], related?: string[]) {
    this.master = master;
    this.result = result;
    this.merged = merged;
    this.related = related;
  }
}

/** `merge(master, duplicate or duplicates [, allOrNone] [, accessLevel])`. */
export const databaseMerge: SystemFunction = (rt, master: ApexSObject | null, losers: unknown, ...rest: unknown[]) => {
  const level = rest.find((value) => value instanceof AccessLevel);
  const allOrNone = (rest.find((value) => typeof value === 'boolean') as boolean | undefined) ?? true;
  const into = required(rt, master);
  const duplicates = required(rt, losers) instanceof ApexList ? (losers as ApexList).items : [losers];
  const merged = mergeInto(rt, into, duplicates, { access: accessOf(rt, level), allOrNone });
  const results = merged.map(({ id, result }) => new MergeResult(into.id, result, [id]));
  return losers instanceof ApexList ? new ApexList(typeRef('List<Database.MergeResult>'), results) : results[0];
};

const methods: Record<string, SystemFunction> = {
  getId: (_rt, self: MergeResult) => (self.result.success ? self.master : null),
  isSuccess: (_rt, self: MergeResult) => self.result.success,
  getErrors: (_rt, self: MergeResult) => errorsOf(self.result),
  getMergedRecordIds: (_rt, self: MergeResult) =>
    new ApexList(listOf(STRING), self.result.success ? [...self.merged] : []),
  getUpdatedRelatedIds: (_rt, self: MergeResult) => {
    if (!self.related) throw new NotImplementedError('Database.MergeResult.getUpdatedRelatedIds of a real merge');
    return new ApexList(listOf(STRING), [...self.related]);
  },
};

export const mergeResultType: SystemType = {
  name: 'Database.MergeResult',
  is: (value) => value instanceof MergeResult,
  methods,
  fields: {
    Id: { get: methods.getId! },
    Success: { get: methods.isSuccess! },
    Errors: { get: methods.getErrors! },
    MergedRecordIds: { get: methods.getMergedRecordIds! },
  },
};
