/**
 * How many scratch orgs a Dev Hub may have (Salesforce DX Developer Guide, "Supported Scratch Org Editions and
 * Allocations"): so many active at a time, so many requests in any 24 hours. Errors as the platform words them
 * (github.com/forcedotcom/cli issue #202, github.com/forcedotcom/sfdx-circleci issue #12).
 */
import type { OrgData } from '../data/contract.ts';
import type { DmlError } from '../data/types.ts';

export interface AllocationLimits {
  active: number;
  daily: number;
}

/** Those of an Enterprise Edition Dev Hub; a Developer Edition has 3 and 6, too few for a day of trying things out. */
export const DEFAULT_LIMITS: AllocationLimits = { active: 40, daily: 80 };

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Allocations {
  readonly limits: AllocationLimits;
  /** How many may still be made. */
  remaining(): AllocationLimits;
  /** Why one more is refused, if it is. */
  problem(): DmlError | undefined;
}

export function allocationsOf(data: OrgData, limits: AllocationLimits): Allocations {
  const remaining = (): AllocationLimits => {
    const requests = data.rows('ScratchOrgInfo').filter((row) => row.Status !== 'Error');
    const since = data.now().getTime() - DAY_MS;
    const today = requests.filter((row) => Date.parse(String(row.CreatedDate).replace('+0000', 'Z')) > since).length;
    const active = requests.filter(
      (row) => row.IsDeleted !== true && ['New', 'Creating', 'Active'].includes(String(row.Status)),
    ).length;
    return { active: Math.max(0, limits.active - active), daily: Math.max(0, limits.daily - today) };
  };
  return {
    limits,
    remaining,
    problem() {
      const left = remaining();
      if (left.active === 0) return reached('active scratch org limit');
      if (left.daily === 0) return reached('daily scratch org signup limit');
      return undefined;
    },
  };
}

function reached(limit: string): DmlError {
  return {
    statusCode: 'LIMIT_EXCEEDED',
    message: `The signup request failed because this organization has reached its ${limit}`,
    fields: [],
  };
}
