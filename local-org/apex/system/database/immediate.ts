/** `Database.insertImmediate` and `deleteImmediate`: rows of big objects (Big Objects Implementation Guide). */
import type { DmlOptions, RecordValues, SaveResult } from '../../../data/types.ts';
import type { Runtime, SystemFunction } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { toValues } from '../../values/records.ts';
import type { ApexSObject } from '../../values/sobject.ts';
import { typeRef } from '../../values/type.ts';
import { AccessLevel, accessOf } from '../access.ts';
import { required } from '../arguments.ts';
import { admitBigObjectWork } from '../callouts.ts';
import { DmlResult } from './results.ts';

type Operation = 'insertImmediate' | 'deleteImmediate';

/** One result for a record, a list for a list; a row that fails raises nothing. */
function immediate(operation: Operation, resultType: string): SystemFunction {
  return (rt, target: unknown, ...rest: unknown[]) => {
    const level = rest.find((value) => value instanceof AccessLevel);
    const rows = required(rt, target) instanceof ApexList ? (target as ApexList).items : [target];
    const list = new ApexList(typeRef(`List<${resultType}>`));
    if (rows.length === 0) return list;
    admitBigObjectWork(rt);
    const options = { ...accessOf(rt, level), actor: rt.actor, allOrNone: false };
    for (const row of rows) {
      const [result] = run(rt, operation, required(rt, row as ApexSObject | null), options);
      list.items.push(new DmlResult(resultType, result!));
    }
    return target instanceof ApexList ? list : list.items[0];
  };
}

/**
 * The row is there at once, whatever becomes of the transaction: after its end it is written again, which changes nothing
 * where it stayed. In a test it goes with everything else that the test wrote; an org would keep it.
 */
function run(rt: Runtime, operation: Operation, row: ApexSObject, options: DmlOptions): SaveResult[] {
  const values: RecordValues[] = [toValues(row)];
  const object = row.describe.name;
  try {
    if (!rt.test) rt.data.afterEnd(() => rt.data[operation](object, values, options));
    return rt.data[operation](object, values, options);
  } catch (error) {
    return rt.raisePlatform(error);
  }
}

export const immediateStatics: Record<string, SystemFunction> = {
  insertImmediate: immediate('insertImmediate', 'Database.SaveResult'),
  deleteImmediate: immediate('deleteImmediate', 'Database.DeleteResult'),
};
