/** Rows of an upload as DML, and what became of each. */
import type { OrgData } from '../../data/contract.ts';
import type { RecordValues, SaveResult, SObjectDescribe } from '../../data/types.ts';
import { NotImplementedError, PlatformError } from '../../data/types.ts';
import { recordValues } from '../rest/values.ts';
import { csvLine } from './csv.ts';
import type { CsvTable } from './csv.ts';
import { JobFailure } from './errors.ts';
import type { BulkJob } from './jobs.ts';

/** "To set a field value to NULL, use #N/A" ("Prepare CSV Files"). */
const NULL_MARK = '#N/A';

export interface Outcome {
  /** CSV lines: id, whether created, the row. */
  successful: string[];
  /** CSV lines: id if known, the error, the row. */
  failed: string[];
}

export class IngestRows {
  readonly #data: OrgData;
  readonly #job: BulkJob;
  readonly #table: CsvTable;
  readonly #object: SObjectDescribe;

  /** @throws {JobFailure} for a column that is no field, so that no row is tried */
  constructor(data: OrgData, job: BulkJob, table: CsvTable) {
    this.#data = data;
    this.#job = job;
    this.#table = table;
    this.#object = data.schema.get(job.object);
    for (const column of table.columns) this.#checkColumn(column);
  }

  get count(): number {
    return this.#table.rows.length;
  }

  /** Writes `most` rows from `first` on; one that fails does not stop the others. */
  write(first: number, most: number): Outcome {
    const outcome: Outcome = { successful: [], failed: [] };
    const rows = this.#table.rows.slice(first, first + most);
    const prepared = rows.map((row) => this.#prepared(row));
    const results = this.#perform(prepared.filter((one): one is RecordValues => !('errors' in one)));
    let used = 0;
    for (const [index, row] of rows.entries()) {
      const one = prepared[index]!;
      const result = 'errors' in one ? (one as SaveResult) : results[used++]!;
      if (result.success) {
        const isCreated = this.#job.operation === 'insert' || result.created;
        outcome.successful.push(csvLine([result.id ?? '', String(isCreated), ...row], this.#job));
      } else {
        outcome.failed.push(csvLine([result.id ?? '', errorText(result), ...row], this.#job));
      }
    }
    return outcome;
  }

  #perform(values: RecordValues[]): SaveResult[] {
    const { operation, externalIdFieldName, createdById } = this.#job;
    const options = { actor: { userId: createdById }, mode: 'user', sharing: true, allOrNone: false } as const;
    if (values.length === 0) return [];
    switch (operation) {
      case 'insert':
        return this.#data.insert(this.#object.name, values, options);
      case 'update':
        return this.#data.update(this.#object.name, values, options);
      case 'upsert':
        return this.#data.upsert(this.#object.name, values, {
          ...options,
          externalIdField: externalIdFieldName ?? 'Id',
        });
      default:
        return this.#data.delete(
          this.#object.name,
          values.map((one) => String(one.Id ?? '')),
          options,
        );
    }
  }

  #prepared(row: string[]): RecordValues | SaveResult {
    try {
      return recordValues(this.#data, this.#object, this.#bodyOf(row));
    } catch (error) {
      if (!(error instanceof PlatformError) || error instanceof NotImplementedError) throw error;
      const { errorCode, message, fields } = error;
      return { id: null, success: false, created: false, errors: [{ statusCode: errorCode, message, fields }] };
    }
  }

  /** "Empty field values are ignored"; `Parent.Ext__c` names a parent by its external id ("Relationship Fields in a Header Row"). */
  #bodyOf(row: string[]): Record<string, unknown> {
    const body: Record<string, unknown> = {};
    for (const [index, column] of this.#table.columns.entries()) {
      const cell = row[index] ?? '';
      if (cell === '') continue;
      const [name = '', key] = column.split('.', 2);
      if (key === undefined) body[this.#fieldName(name)] = cell === NULL_MARK ? null : cell;
      else if (cell !== NULL_MARK) body[name] = { [key]: cell };
      else body[this.#relationField(name)] = null;
    }
    return body;
  }

  #checkColumn(column: string): void {
    if (column.includes(':'))
      throw new NotImplementedError(`The column ${column}: a polymorphic relationship in the head of a bulk file`);
    const [name = '', key] = column.split('.', 2);
    const known = key === undefined ? this.#data.schema.field(this.#object.name, name) : this.#relation(name);
    if (!known) throw new JobFailure('InvalidBatch', `Field name not found : ${column}`);
  }

  #fieldName(name: string): string {
    return this.#data.schema.field(this.#object.name, name)?.name ?? name;
  }

  #relationField(name: string): string {
    return this.#relation(name)?.name ?? name;
  }

  #relation(name: string) {
    const wanted = name.toLowerCase();
    return [...this.#object.fields.values()].find((field) => field.relationshipName?.toLowerCase() === wanted);
  }
}

/** e.g. `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --` (reference/wire/import-bulk.json). */
function errorText({ errors }: SaveResult): string {
  return errors.map(({ statusCode, message, fields }) => `${statusCode}:${message}:${fields.join(' ')} --`).join(';');
}
