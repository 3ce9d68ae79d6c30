/** The header of a change event that a trigger gets (Apex Reference, "ChangeEventHeader Class"). */
import type { ChangeHeader } from '../async/change-capture.ts';
import { ApexList } from '../values/collections.ts';
import { typeRef } from '../values/type.ts';
import { held } from './holders.ts';

const TEXTS = typeRef('List<String>');

/** @param json a ChangeHeader */
export function changeEventHeader(json: string): object {
  const header = JSON.parse(json) as ChangeHeader;
  return held('eventbus.ChangeEventHeader', {
    EntityName: header.entityName,
    ChangeType: header.changeType,
    RecordIds: new ApexList(TEXTS, header.recordIds),
    ChangedFields: new ApexList(TEXTS, header.changedFields),
    NulledFields: new ApexList(TEXTS, header.nulledFields),
    DiffFields: new ApexList(TEXTS, []),
    // Told of changes by API clients and Lightning Experience; the org does not know which of them it was.
    ChangeOrigin: '',
    CommitUser: header.commitUser,
    CommitTimestamp: BigInt(header.commitTimestamp),
    // "Provided for diagnostic purposes": it rises with the commits.
    CommitNumber: BigInt(header.commitTimestamp),
    TransactionKey: header.transactionKey,
    SequenceNumber: header.sequenceNumber,
  });
}
