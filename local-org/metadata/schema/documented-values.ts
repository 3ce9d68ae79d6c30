/**
 * Values of elements that the API declares as text and documents as a list (Metadata API Developer Guide, "Role",
 * "SharingBaseRule", "AccountSharingRuleSettings", "UiFormulaCriterion").
 */
import type { Position, XmlElement } from '../xml/element.ts';

const LEVELS = ['Edit', 'None', 'Read'];
const SHARED = ['All', 'Edit', 'Read'];
/** Type -> path of elements below its root -> values. */
const VALUES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  FlexiPage: { '**/visibilityRule/criteria/operator': ['CONTAINS', 'EQUAL', 'GE', 'GT', 'LE', 'LT', 'NE'] },
  Role: { caseAccessLevel: LEVELS, contactAccessLevel: LEVELS, opportunityAccessLevel: LEVELS },
  SharingCriteriaRule: { accessLevel: SHARED, 'accountSettings/*': LEVELS },
  SharingGuestRule: { accessLevel: SHARED, 'accountSettings/*': LEVELS },
  SharingOwnerRule: { accessLevel: SHARED, 'accountSettings/*': LEVELS },
};

function isAt(path: string, pattern: string): boolean {
  if (pattern.startsWith('**/')) return `/${path}`.endsWith(pattern.slice(2));
  return pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** Texts that are none of the documented values, in the words of a restricted picklist. */
export function undocumentedValues(root: XmlElement, type: string): { problem: string; at: Position }[] {
  const patterns = Object.entries(VALUES[type] ?? {});
  const visit = (element: XmlElement, path: string): { problem: string; at: Position }[] =>
    element.children.flatMap((child) => {
      const at = path === '' ? child.name : `${path}/${child.name}`;
      const values = patterns.find(([pattern]) => isAt(at, pattern))?.[1];
      const text = child.text.trim();
      const isWrong =
        values !== undefined && text !== '' && !values.some((one) => one.toLowerCase() === text.toLowerCase());
      return isWrong
        ? [{ problem: `${child.name}: bad value for restricted picklist field: ${text}`, at: child.at }]
        : visit(child, at);
    });
  return patterns.length === 0 ? [] : visit(root, '');
}
