/**
 * Change Data Capture: what a save, deletion or undeletion tells the triggers of change events (Change Data Capture
 * Developer Guide, "Change Event Fields", "Merged Change Events", "Change Event Triggers").
 */
import { randomUUID } from 'node:crypto';
import { changeEventName } from '../../data/schema/change-events.ts';
import type { DmlEvent, OrgData, PublishedEvent } from '../../data/contract.ts';
import type { RecordValues, SObjectDescribe } from '../../data/types.ts';

const TYPES = { insert: 'CREATE', update: 'UPDATE', delete: 'DELETE', undelete: 'UNDELETE' } as const;

/** As its class has it (Apex Reference, "ChangeEventHeader Class"); the event carries it as JSON in `ChangeEventHeader`. */
export interface ChangeHeader {
  entityName: string;
  changeType: (typeof TYPES)[keyof typeof TYPES];
  recordIds: string[];
  changedFields: string[];
  nulledFields: string[];
  commitUser: string;
  commitTimestamp: number;
  transactionKey: string;
  sequenceNumber: number;
}

export class ChangeCapture {
  private readonly data: OrgData;
  /** Of each Apex transaction: its key, and how many changes it told. */
  private readonly transactions = new WeakMap<object, { key: string; told: number }>();

  constructor(data: OrgData) {
    this.data = data;
  }

  /** One event for each change; records of one statement with the same change share an event. */
  events(event: DmlEvent, transaction: object): PublishedEvent[] {
    const describe = this.data.schema.get(changeEventName(event.object));
    const rows = event.newRows ?? event.oldRows ?? [];
    const merged = new Map<string, { values: RecordValues; header: ChangeHeader }>();
    for (const [index, row] of rows.entries()) {
      const values = event.operation === 'delete' ? {} : valuesOf(describe, row, changedFrom(event, index));
      // New records have each an event of their own: the guide's examples of merged ones are updates and deletions.
      const key = event.operation === 'insert' ? String(index) : JSON.stringify(values);
      const same = merged.get(key);
      if (same) same.header.recordIds.push(String(row.Id));
      else merged.set(key, { values, header: this.header(event, row, values, transaction) });
    }
    return [...merged.values()].map(({ values, header }) => ({
      object: describe.name,
      immediate: false,
      values: { ...values, ChangeEventHeader: JSON.stringify(header) },
    }));
  }

  private header(
    { operation, object, actor }: DmlEvent,
    row: RecordValues,
    values: RecordValues,
    transaction: object,
  ): ChangeHeader {
    const known = this.transactions.get(transaction) ?? { key: randomUUID(), told: 0 };
    this.transactions.set(transaction, known);
    known.told++;
    // Which name a part of a compound field has in these lists the guide does not say: it is the field's own.
    const changed = operation === 'update' ? Object.keys(values) : [];
    return {
      entityName: object,
      changeType: TYPES[operation],
      recordIds: [String(row.Id)],
      changedFields: changed,
      nulledFields: changed.filter((name) => values[name] === null),
      commitUser: actor.userId,
      commitTimestamp: this.data.now().getTime(),
      transactionKey: known.key,
      sequenceNumber: known.told,
    };
  }
}

function changedFrom({ operation, oldRows }: DmlEvent, index: number): RecordValues | undefined {
  return operation === 'update' ? oldRows?.[index] : undefined;
}

/** The fields of the event; after an update those that changed, "including the LastModifiedDate system field". */
function valuesOf(describe: SObjectDescribe, row: RecordValues, old: RecordValues | undefined): RecordValues {
  const isTold = (name: string): boolean => old === undefined || name === 'LastModifiedDate' || row[name] !== old[name];
  return Object.fromEntries(
    [...describe.fields.keys()]
      .filter((name) => name !== 'Id' && name in row && isTold(name))
      .map((name) => [name, row[name] ?? null]),
  );
}
