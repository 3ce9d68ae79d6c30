/** Fields that the platform computes on business objects, and on setup entity access. */
import { grantRule } from './permissionSetGroup.ts';
import type { ObjectRule } from './rule.ts';

const STAGES: Record<string, { probability: number; forecast: string; closed?: true; won?: true }> = {
  Prospecting: { probability: 10, forecast: 'Pipeline' },
  Qualification: { probability: 10, forecast: 'Pipeline' },
  'Needs Analysis': { probability: 20, forecast: 'Pipeline' },
  'Value Proposition': { probability: 50, forecast: 'Pipeline' },
  'Id. Decision Makers': { probability: 60, forecast: 'Pipeline' },
  'Perception Analysis': { probability: 70, forecast: 'Pipeline' },
  'Proposal/Price Quote': { probability: 75, forecast: 'Pipeline' },
  'Negotiation/Review': { probability: 90, forecast: 'Pipeline' },
  'Closed Won': { probability: 100, forecast: 'Closed', closed: true, won: true },
  'Closed Lost': { probability: 0, forecast: 'Omitted', closed: true },
};

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

export const caseRule: ObjectRule = {
  complete({ store }, row, old) {
    row.IsClosed = row.Status === 'Closed';
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
