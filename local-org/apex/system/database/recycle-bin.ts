/** `Database.emptyRecycleBin` (Apex Reference, Database Class): deleted records are gone for good, with those deleted below them. */
import { NotImplementedError } from '../../../data/types.ts';
import type { Runtime } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { id18 } from '../../values/id.ts';
import { ApexSObject } from '../../values/sobject.ts';
import { typeRef } from '../../values/type.ts';
import { DmlResult } from './results.ts';

const RESULT = 'Database.EmptyRecycleBinResult';

/** Takes a record, or a list of records or ids; gives a result for a record, a list of results for a list. */
export function emptyRecycleBin(rt: Runtime, target: unknown): unknown {
  const items = target instanceof ApexList ? target.items : [target];
  rt.charge('dmlStatements', 1);
  rt.charge('dmlRows', items.length);
  const results = items.map((item) => {
    const id = item instanceof ApexSObject ? item.id : id18(String(item));
    const object = id ? rt.data.schema.byKeyPrefix(id.slice(0, 3))?.name : undefined;
    if (!id || !object) return rt.raise('System.StringException', `Invalid id: ${id ?? 'null'}`);
    if (rt.data.rows(object, { Id: id, IsDeleted: true }).length === 0)
      throw new NotImplementedError('Database.emptyRecycleBin of a record that is not in the recycle bin');
    purge(rt, object, id);
    return new DmlResult(RESULT, { id, success: true, created: false, errors: [] });
  });
  return target instanceof ApexList ? new ApexList(typeRef(`List<${RESULT}>`), results) : results[0];
}

function purge(rt: Runtime, object: string, id: string): void {
  for (const { childSObject, field, cascadeDelete } of rt.data.schema.get(object).childRelationships) {
    if (!cascadeDelete || !rt.data.schema.field(childSObject, 'IsDeleted')) continue;
    for (const row of rt.data.rows(childSObject, { [field]: id, IsDeleted: true }))
      purge(rt, childSObject, String(row.Id));
  }
  rt.data.remove(object, { Id: id });
}
