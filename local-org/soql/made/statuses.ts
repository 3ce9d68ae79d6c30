/**
 * The values of status picklists as rows, with what each value means (Object Reference, "LeadStatus", "OpportunityStage",
 * "CaseStatus", "TaskStatus", "TaskPriority", "ContractStatus").
 */
import type { OrgDatabase } from '../../data/database.ts';
import { formatId } from '../../data/ids.ts';
import { COMPLETED_TASK, CONVERTED_LEAD, CLOSED_CASE, CONTRACT_PHASES, STAGES } from '../../data/rules/statuses.ts';
import type { PicklistValue, RecordValues } from '../../data/types.ts';
import type { ParsedSoql } from '../parse.ts';

interface StatusObject {
  object: string;
  /** The picklist whose values the rows are. */
  of: string;
  field: string;
  meaning: (value: string) => RecordValues;
}

/** All picklist values share this prefix. */
const PREFIX = '01J';
/** Values of a picklist: at most so many, so that no two rows have one id (Help, "General Size Limits for Custom Picklists"). */
const MOST_VALUES = 1_000;

const OBJECTS: readonly StatusObject[] = [
  {
    object: 'LeadStatus',
    of: 'Lead',
    field: 'Status',
    meaning: (value) => ({ IsConverted: value === CONVERTED_LEAD }),
  },
  {
    object: 'OpportunityStage',
    of: 'Opportunity',
    field: 'StageName',
    meaning: (value) => {
      const stage = STAGES[value];
      return {
        IsActive: true,
        IsClosed: stage?.closed ?? false,
        IsWon: stage?.won ?? false,
        DefaultProbability: stage?.probability ?? 0,
        ForecastCategory: stage?.forecast ?? 'Pipeline',
        ForecastCategoryName: stage?.forecast ?? 'Pipeline',
      };
    },
  },
  { object: 'CaseStatus', of: 'Case', field: 'Status', meaning: (value) => ({ IsClosed: value === CLOSED_CASE }) },
  { object: 'TaskStatus', of: 'Task', field: 'Status', meaning: (value) => ({ IsClosed: value === COMPLETED_TASK }) },
  { object: 'TaskPriority', of: 'Task', field: 'Priority', meaning: (value) => ({ IsHighPriority: value === 'High' }) },
  {
    object: 'ContractStatus',
    of: 'Contract',
    field: 'Status',
    meaning: (value) => ({ StatusCode: CONTRACT_PHASES[value] ?? null }),
  },
];

/** Rows of the queried status object, made anew from the picklist as it is now. */
export function fillStatuses(data: OrgDatabase, { query }: ParsedSoql): void {
  const wanted = (query.sObject ?? '').toLowerCase();
  const number = OBJECTS.findIndex(({ object }) => object.toLowerCase() === wanted);
  const status = OBJECTS[number];
  if (!status) return;
  const describe = data.schema.get(status.object);
  const values = data.schema.field(status.of, status.field)?.picklistValues.filter((value) => value.active) ?? [];
  data.transaction(
    () => {
      data.sql.exec(`DELETE FROM ${data.store.tables.table(describe)}`);
      for (const [index, value] of values.entries())
        data.store.tables.insert(describe, {
          Id: formatId(PREFIX, number * MOST_VALUES + index + 1),
          ...named(value, index),
          ...status.meaning(value.value),
        });
    },
    { mixedDml: true },
  );
}

function named({ value, label, defaultValue }: PicklistValue, index: number): RecordValues {
  return { MasterLabel: label, ApiName: value, SortOrder: index + 1, IsDefault: defaultValue };
}
