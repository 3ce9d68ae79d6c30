/** Runs triggers inside DML, with the Trigger context variables (Apex Developer Guide, "Trigger Context Variables"). */
import type { DmlEvent, DmlListener } from '../../data/contract.ts';
import type { Actor, RecordValues, Scalar, SObjectDescribe } from '../../data/types.ts';
import { enumValue } from '../system/enums.ts';
import { ApexList, ApexMap } from '../values/collections.ts';
import { fromValues, toValues } from '../values/records.ts';
import type { ApexException } from '../values/object.ts';
import type { ApexSObject } from '../values/sobject.ts';
import { ofTrigger } from '../values/trigger-lists.ts';
import { ID, listOf, mapOf, typeRef } from '../values/type.ts';
import { caught } from './errors.ts';
import type { Transaction, TriggerContext } from './transaction.ts';
import type { World } from './world.ts';
import { changeEventHeader } from '../system/change-event-header.ts';

/** "Total stack depth for any Apex invocation that recursively fires triggers" (Execution Governors and Limits). */
const MAX_DEPTH = 16;

/** Status code of rows whose trigger threw. */
const FAILED = 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY';

export class TriggerRunner implements DmlListener {
  private readonly world: World;
  /** Triggers that run inside each other now. */
  private depth = 0;
  /** Records that are on their way into a before trigger, with its name. */
  private readonly inBefore = new Map<string, { trigger: string; operation: DmlEvent['operation'] }>();

  constructor(world: World) {
    this.world = world;
  }

  before(event: DmlEvent): void {
    this.run(event, 'before');
  }

  after(event: DmlEvent): void {
    this.run(event, 'after');
  }

  /** Whether a trigger waits for the event, e.g. `after insert`. */
  has(object: string, event: string): boolean {
    return this.names(object, event).length > 0;
  }

  /** Runs the triggers of platform events, in the running transaction. */
  publish(object: string, rows: RecordValues[], actor: Actor): void {
    // Nothing was written that `addError` could keep from being written. Who delivers events learns of exceptions.
    const event: DmlEvent = { operation: 'insert', object, newRows: rows, actor, addError: () => undefined };
    const names = this.names(object, 'after insert');
    if (names.length > 0) this.runAll(event, 'after', names, (_name, error) => rethrow(error));
  }

  private names(object: string, event: string): string[] {
    const { program } = this.world;
    return program.triggerNames().filter((name) => {
      const trigger = program.trigger(name);
      return trigger && trigger.object.toLowerCase() === object.toLowerCase() && trigger.events.includes(event);
    });
  }

  private run(event: DmlEvent, when: 'before' | 'after'): void {
    if (when === 'before' && this.refuseSelfReference(event)) return;
    const names = this.names(event.object, `${when} ${event.operation}`);
    if (names.length === 0) return;
    const fail = (message: string): void => {
      for (const index of rowsOf(event).keys()) event.addError(index, message, undefined, FAILED);
    };
    if (this.depth >= MAX_DEPTH) return fail(`${names[0]}: maximum trigger depth exceeded`);
    const entered = when === 'before' ? this.enterBefore(event, names[0]!) : [];
    try {
      this.runAll(event, when, names, (name, error, rt) => fail(executionText(rt, name, event, when, caught(error))));
    } finally {
      for (const id of entered) this.inBefore.delete(id);
    }
  }

  /** Runs the triggers one after the other, up to one that throws. */
  private runAll(
    event: DmlEvent,
    when: 'before' | 'after',
    names: string[],
    thrown: (name: string, error: unknown, rt: Transaction) => void,
  ): void {
    this.world.inTransaction(event.actor, (rt) => {
      const rows = new TriggerRows(rt, event, when);
      const outer = rt.trigger;
      rt.trigger = rows.context();
      this.depth++;
      let running = '';
      try {
        for (running of names) this.world.linker.trigger(running)();
      } catch (error) {
        return thrown(running, error, rt);
      } finally {
        this.depth--;
        rt.trigger = outer;
      }
      rows.giveBack();
    });
  }

  /**
   * "Can update original object using an update DML operation: Not allowed. A runtime error is thrown" in before update,
   * deleting neither there nor in before delete ("Context Variable Considerations"; the words are not documented).
   * Whether no row is left.
   */
  private refuseSelfReference(event: DmlEvent): boolean {
    const { operation } = event;
    if (operation !== 'update' && operation !== 'delete') return false;
    let left = rowsOf(event).length;
    for (const [index, row] of rowsOf(event).entries()) {
      const running = this.inBefore.get(String(row.Id));
      if (!running || (running.operation === 'delete' && operation === 'update')) continue;
      event.addError(
        index,
        `Object (id = ${String(row.Id)}) is currently in trigger ${running.trigger}, therefore it cannot recursively ${operation} itself`,
        undefined,
        'SELF_REFERENCE_FROM_TRIGGER',
      );
      left--;
    }
    return left === 0;
  }

  /** Ids that a before trigger of update or delete now holds; those that an outer one holds stay with it. */
  private enterBefore(event: DmlEvent, trigger: string): string[] {
    if (event.operation !== 'update' && event.operation !== 'delete') return [];
    const ids = rowsOf(event)
      .map((row) => String(row.Id))
      .filter((id) => !this.inBefore.has(id));
    for (const id of ids) this.inBefore.set(id, { trigger, operation: event.operation });
    return ids;
  }
}

function rowsOf(event: DmlEvent): RecordValues[] {
  return event.newRows ?? event.oldRows ?? [];
}

function rethrow(error: unknown): never {
  throw error;
}

/** `T: execution of BeforeInsert`, the exception, and its stack down to the trigger, as platforms print it in the error. */
function executionText(
  rt: Transaction,
  name: string,
  { operation }: DmlEvent,
  when: 'before' | 'after',
  exception: ApexException,
): string {
  const event = `${when === 'before' ? 'Before' : 'After'}${operation[0]!.toUpperCase()}${operation.slice(1)}`;
  const stack = rt.stackOf(exception).split('\n');
  const end = stack.findIndex((line) => line.startsWith(`Trigger.${name}:`));
  const message = exception.state.message ?? 'Script-thrown exception';
  return [
    `${name}: execution of ${event}`,
    `caused by: ${exception.typeName}: ${message}`,
    stack.slice(0, end < 0 ? undefined : end + 1).join('\n'),
  ].join('\n\n');
}

class TriggerRows {
  private readonly rt: Transaction;
  private readonly event: DmlEvent;
  private readonly when: 'before' | 'after';
  private readonly describe: SObjectDescribe;
  private readonly newRows: ApexSObject[];
  private readonly oldRows: ApexSObject[];

  constructor(rt: Transaction, event: DmlEvent, when: 'before' | 'after') {
    this.rt = rt;
    this.event = event;
    this.when = when;
    this.describe = rt.data.schema.get(event.object);
    this.newRows = (event.newRows ?? []).map((row) => fromValues(this.describe, row));
    this.oldRows = (event.oldRows ?? []).map((row) => fromValues(this.describe, row));
    for (const row of this.newRows) readChangeHeader(row);
    for (const row of [...(when === 'after' ? this.newRows : []), ...this.oldRows]) row.readOnly = true;
  }

  /** Keys are the lower-case names of the variables; what an event does not have is null. */
  context(): TriggerContext {
    const { when } = this;
    const { operation } = this.event;
    const hasNew = operation !== 'delete';
    const hasOld = operation === 'update' || operation === 'delete';
    return {
      new: hasNew ? this.list(this.newRows) : null,
      old: hasOld ? this.list(this.oldRows) : null,
      newmap: hasNew && !(when === 'before' && operation === 'insert') ? this.map(this.newRows) : null,
      oldmap: hasOld ? this.map(this.oldRows) : null,
      isexecuting: true,
      isbefore: when === 'before',
      isafter: when === 'after',
      isinsert: operation === 'insert',
      isupdate: operation === 'update',
      isdelete: operation === 'delete',
      isundelete: operation === 'undelete',
      size: Math.max(this.newRows.length, this.oldRows.length),
      operationtype: enumValue('TriggerOperation', `${when}_${operation}`) ?? null,
    };
  }

  private list(rows: ApexSObject[]): ApexList {
    return ofTrigger(new ApexList(listOf(typeRef(this.describe.name)), rows));
  }

  private map(rows: ApexSObject[]): ApexMap {
    const map = new ApexMap(mapOf(ID, typeRef(this.describe.name)));
    for (const row of rows) map.put(this.rt, row.id, row);
    return map;
  }

  /** Before triggers change the rows that are about to be written; addError fails a row. */
  giveBack(): void {
    const { when } = this;
    const rows = this.event.operation === 'delete' ? this.oldRows : this.newRows;
    rows.forEach((row, index) => {
      if (when === 'before' && this.event.newRows) copyChanges(row, this.event.newRows[index]!);
      for (const error of row.errors) this.event.addError(index, error.message, error.field ?? undefined);
    });
  }
}

/** A change event comes with its header as JSON. */
function readChangeHeader(row: ApexSObject): void {
  const text = row.values.get('ChangeEventHeader');
  if (typeof text === 'string') row.values.set('ChangeEventHeader', changeEventHeader(text));
}

function copyChanges(row: ApexSObject, target: RecordValues): void {
  const values: Record<string, Scalar> = toValues(row);
  for (const name of row.changed) if (name in values) target[name] = values[name]!;
}
