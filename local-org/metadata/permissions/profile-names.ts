/**
 * Metadata names of standard profiles. They differ from the labels that people and SOQL see: `Admin` is System
 * Administrator (reference/metadata.md §1.1; the rest are the file names of standard profiles in public projects).
 */
const LABELS: Record<string, string> = {
  Admin: 'System Administrator',
  Standard: 'Standard User',
  StandardAul: 'Standard Platform User',
  ReadOnly: 'Read Only',
  SolutionManager: 'Solution Manager',
  MarketingProfile: 'Marketing User',
  ContractManager: 'Contract Manager',
  'Minimum Access - Salesforce': 'Minimum Access - Salesforce',
  'Minimum Access - API Only Integrations': 'Minimum Access - API Only Integrations',
  Identity: 'Identity User',
};

const METADATA_NAMES = new Map(Object.entries(LABELS).map(([name, label]) => [label.toLowerCase(), name]));

/** `Profile.Name` of a profile's metadata name. */
export function profileName(fullName: string): string {
  return LABELS[fullName] ?? fullName;
}

/** Metadata name of a `Profile.Name`. */
export function profileFullName(name: string): string {
  return METADATA_NAMES.get(name.toLowerCase()) ?? name;
}

/** Standard profiles cannot be created or deleted, and their `custom` is false. */
export function isStandardProfile(name: string): boolean {
  return METADATA_NAMES.has(name.toLowerCase());
}
