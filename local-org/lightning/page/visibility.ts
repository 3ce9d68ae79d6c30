/** Component visibility of a Lightning page (Metadata API, FlexiPage, UiFormulaRule): permissions and form factor of the user. */
import type { LocalOrg } from '../../org.ts';

export interface VisibilityCriterion {
  /** e.g. `{!$Permission.CustomPermission.View}`. */
  left: string;
  /** `EQUAL` or `NE`. */
  operator: string;
  right: string;
}

/**
 * Whether all criteria hold. One about something that this page does not know, such as a field of the record, counts as met:
 * it is better to see a component too many than to look for one in vain.
 */
export function isVisible(org: LocalOrg, userId: string, criteria: readonly VisibilityCriterion[]): boolean {
  return criteria.every(({ left, operator, right }) => {
    const value = valueOf(org, userId, left);
    if (value === undefined) return true;
    const equal = String(value).toLowerCase() === right.toLowerCase();
    return operator === 'NE' ? !equal : equal;
  });
}

function valueOf(org: LocalOrg, userId: string, expression: string): boolean | undefined {
  const [, kind, name = ''] =
    /^\{!\$Permission\.(CustomPermission|StandardPermission)\.(\w+)\}$/.exec(expression.trim()) ?? [];
  if (kind === 'CustomPermission') return org.data.access.hasCustomPermission(userId, name);
  return kind === 'StandardPermission' ? org.data.access.hasUserPermission(userId, name) : undefined;
}
