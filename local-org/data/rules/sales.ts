/** Fields that the platform computes on business objects, and on setup entity access. */
import { rowError } from '../dml/errors.ts';
import { personRule } from './groups.ts';
import { grantRule } from './permissionSetGroup.ts';
import type { ObjectRule } from './rule.ts';
import { CLOSED_CASE, STAGES } from './statuses.ts';

export const opportunityRule: ObjectRule = {
  complete(_context, row, old) {
    const stage = STAGES[String(row.StageName)];
    if (!stage) return;
    row.IsClosed = stage.closed ?? false;
    row.IsWon = stage.won ?? false;
    row.ForecastCategory = stage.forecast;
    if (
      (row.Probability ?? null) === null ||
      (old && old.StageName !== row.StageName && row.Probability === old.Probability)
    )
      row.Probability = stage.probability;
    if (typeof row.Amount === 'number' && typeof row.Probability === 'number')
      row.ExpectedRevenue = (row.Amount * row.Probability) / 100;
  },
};

export const leadRule: ObjectRule = {
  ...personRule,
  // SOAP API Developer Guide, "Core Data Types", CANNOT_UPDATE_CONVERTED_LEAD.
  validate: (_context, _row, old) =>
    old?.IsConverted === true ? [rowError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead')] : [],
};

export const caseRule: ObjectRule = {
  complete({ store }, row, old) {
    row.IsClosed = row.Status === CLOSED_CASE;
    if (row.IsClosed === true && old?.IsClosed !== true) row.ClosedDate = store.now();
    if (row.IsClosed !== true) row.ClosedDate = null;
  },
};

export const setupEntityAccessRule: ObjectRule = {
  ...grantRule,
  complete({ store }, row) {
    const entity =
      typeof row.SetupEntityId === 'string' ? store.schema.byKeyPrefix(row.SetupEntityId.slice(0, 3))?.name : undefined;
    if ((row.SetupEntityType ?? null) === null && entity)
      row.SetupEntityType = entity === 'CustomObject' ? 'CustomEntityDefinition' : entity;
  },
};
