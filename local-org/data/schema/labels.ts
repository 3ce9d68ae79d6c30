/** Labels for what the catalogue leaves without one. */

/** `LastModifiedById` -> `Last Modified By ID`, `IsSSOEnabled` -> `Is SSO Enabled`, `PermissionsManageUsers` -> `Manage Users`. */
export function labelFromName(name: string): string {
  const words = name
    .replace(/^(?:User)?Permissions(?=[A-Z])/, '')
    .replace(/__(c|mdt|e|r)$/i, '')
    .replace(/_/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  return words.replace(/ Id$/, ' ID');
}

/** English plural of an object label. */
export function pluralOf(label: string): string {
  if (/(s|x|ch|sh)$/i.test(label)) return `${label}es`;
  if (/[^aeiou]y$/i.test(label)) return `${label.slice(0, -1)}ies`;
  return `${label}s`;
}
