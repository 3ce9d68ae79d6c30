/** What the values of status picklists mean in a new org (Help, "Opportunity Stages", "Lead Status", "Case Status"; Object Reference, "Task"). */

export const STAGES: Readonly<Record<string, { probability: number; forecast: string; closed?: true; won?: true }>> = {
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

export const CLOSED_CASE = 'Closed';
export const COMPLETED_TASK = 'Completed';
export const CONVERTED_LEAD = 'Closed - Converted';

/** `Contract.StatusCode` by status. */
export const CONTRACT_PHASES: Readonly<Record<string, string>> = {
  Draft: 'Draft',
  'In Approval Process': 'InApproval',
  Activated: 'Activated',
};
