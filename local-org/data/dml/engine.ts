/** Insert, update, upsert, delete and undelete, each in a transaction of its own; all or none where the caller wants it. */
import { NotImplementedError, PlatformError } from '../types.ts';
import type { DmlOptions, RecordValues, SaveResult, SObjectDescribe } from '../types.ts';
import { deleteBigRows, writeBigRows } from './bigObjects.ts';
import { CONVERSION_FIELDS, convertLead } from './convertLead.ts';
import type { LeadConversion, LeadConversionResult } from './convertLead.ts';
import { Deletion } from './deletion.ts';
import { rolledBack } from './errors.ts';
import { publish } from './events.ts';
import { merge } from './merge.ts';
import { remove } from './removal.ts';
import type { DmlEngineParts } from './row.ts';
import { save } from './save.ts';
import { upsert, upsertKey } from './upsert.ts';

/** Thrown to roll an all-or-none operation back; carries the row results. */
class RolledBack extends Error {
  readonly results: SaveResult[];
  constructor(results: SaveResult[]) {
    super('rolled back');
    this.results = results;
  }
}

/** Documents name `Database.insertImmediate` for big objects and are silent about what other operations answer. */
function refuseBigObject(object: SObjectDescribe, operation: string): void {
  if (object.kind === 'bigObject') throw new NotImplementedError(`The operation ${operation} on ${object.name}`);
}

function bigObject({ store }: DmlEngineParts, name: string): SObjectDescribe {
  const object = store.describe(name);
  // Documents do not tell the words.
  if (object.kind !== 'bigObject') throw new PlatformError('INVALID_TYPE', `${object.name} is not a big object`);
  return object;
}

export class DmlEngine {
  private readonly parts: DmlEngineParts;
  private readonly deletion: Deletion;

  constructor(parts: DmlEngineParts) {
    this.parts = parts;
    this.deletion = new Deletion(parts.store, parts.rules);
  }

  insert(name: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    const object = this.parts.store.describe(name);
    refuseBigObject(object, 'insert');
    if (object.kind === 'platformEvent') return this.run(options, () => publish(this.parts, object, rows, options));
    return this.run(options, () => save(this.parts, 'insert', object, rows, options));
  }

  update(name: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    const object = this.parts.store.describe(name);
    refuseBigObject(object, 'update');
    return this.run(options, () => save(this.parts, 'update', object, rows, options));
  }

  /** Raises INVALID_FIELD when `externalIdField` cannot be a key. */
  upsert(name: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    const object = this.parts.store.describe(name);
    refuseBigObject(object, 'upsert');
    const key = upsertKey(object, options).name;
    return this.run(options, () => upsert(this.parts, object, key, rows, options));
  }

  delete(name: string, ids: string[], options: DmlOptions): SaveResult[] {
    return this.run(options, () => this.remove('delete', name, ids, options));
  }

  undelete(name: string, ids: string[], options: DmlOptions): SaveResult[] {
    return this.run(options, () => this.remove('undelete', name, ids, options));
  }

  insertImmediate(name: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    return this.run(options, () => writeBigRows(this.parts, bigObject(this.parts, name), rows, options));
  }

  deleteImmediate(name: string, rows: RecordValues[], options: DmlOptions): SaveResult[] {
    return this.run(options, () => deleteBigRows(this.parts, bigObject(this.parts, name), rows, options));
  }

  /** Merges losers into a master; the whole of it or nothing. */
  merge(name: string, master: RecordValues, loserIds: string[], options: DmlOptions): SaveResult {
    const object = this.parts.store.describe(name);
    const whole = { ...options, allOrNone: true };
    const [result] = this.run(whole, () => [
      merge(this.parts, this.deletion, object, master, loserIds, {
        delete: (ids) => this.remove('delete', name, ids, whole),
        update: (row) => save(this.parts, 'update', object, [row], whole),
      }),
    ]);
    return result as SaveResult;
  }

  /** Converts one lead; the whole of it or nothing. */
  convertLead(request: LeadConversion, options: DmlOptions): LeadConversionResult {
    const whole = { ...options, allOrNone: true };
    const own = { ...whole, platformWrites: CONVERSION_FIELDS };
    let converted: LeadConversionResult | undefined;
    this.run(whole, () => {
      converted = convertLead(this.parts, request, whole, (verb, name, values) => {
        const object = this.parts.store.describe(name);
        return save(this.parts, verb, object, [values], name === 'Lead' ? own : whole)[0] as SaveResult;
      });
      const { leadId, errors } = converted;
      return [{ id: leadId, success: errors.length === 0, created: false, errors }];
    });
    return converted as LeadConversionResult;
  }

  private remove(verb: 'delete' | 'undelete', name: string, ids: string[], options: DmlOptions): SaveResult[] {
    return remove(this.parts, this.deletion, verb, this.parts.store.describe(name), ids, options);
  }

  private run(options: DmlOptions, work: () => SaveResult[]): SaveResult[] {
    try {
      return this.parts.formulas.as(options.actor.userId, () =>
        this.parts.transactions.run(() => {
          const results = work();
          if (options.allOrNone && results.some((result) => !result.success)) throw new RolledBack(results);
          return results;
        }),
      );
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
      return error.results.map((result) =>
        result.success ? { ...result, id: null, success: false, created: false, errors: [rolledBack()] } : result,
      );
    }
  }
}
