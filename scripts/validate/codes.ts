/** Every finding code with its usual severity and what it is about; docs/validate.md lists the same. */
import type { Severity } from './finding.ts';

export interface CodeEntry {
  severity: Severity;
  about: string;
  fix?: string;
}

export const CODES = {
  'xml-malformed': {
    severity: 'error',
    about: 'The file is not well-formed XML.',
    fix: 'Repair the XML at this place.',
  },
  'metadata-schema': {
    severity: 'error',
    about: 'An element, value or repetition that the metadata type does not have.',
    fix: 'Compare with the type in the Metadata API Developer Guide.',
  },
  'metadata-invalid': { severity: 'error', about: 'The org would refuse the component.' },
  'missing-reference': {
    severity: 'error',
    about: 'Something is named that neither the project nor a new org has.',
    fix: 'Correct the name, add the component to the project, or declare it with --known when the org owns it.',
  },
  'unknown-user-permission': {
    severity: 'error',
    about: 'A user permission that the platform does not know.',
    fix: 'Correct the name, or remove it where only some orgs have it.',
  },
  'permission-dependency': {
    severity: 'error',
    about: 'A permission is granted without those it depends on.',
    fix: 'Grant the named permissions in the same file, or take this one away.',
  },
  'field-permission-required': {
    severity: 'error',
    about: 'Field permission on a required or master-detail field.',
    fix: 'Remove the entry: such fields are always visible.',
  },
  'apex-compile': { severity: 'error', about: 'Apex that does not compile, inline SOQL included.' },
  'apex-missing-meta': {
    severity: 'error',
    about: 'An Apex file without its -meta.xml.',
    fix: 'Add the -meta.xml file beside it.',
  },
  'missing-content': {
    severity: 'error',
    about: 'A -meta.xml file without the file that it describes.',
    fix: 'Add the file, or delete the -meta.xml.',
  },
  'lwc-compile': { severity: 'error', about: 'A Lightning web component that the LWC compiler refuses.' },
  'lwc-reference': {
    severity: 'error',
    about: 'A Lightning web component imports or uses what does not exist.',
    fix: 'Correct the name, or add what is missing.',
  },
  'lwc-attribute': {
    severity: 'warning',
    about: 'An attribute that the base component does not have: an org takes it, and nothing happens.',
    fix: 'Compare with the component in the Lightning Component Reference.',
  },
  'not-checked': {
    severity: 'warning',
    about: 'A kind of metadata that the embedded org does not implement; an org may accept it.',
  },
  'assumed-present': {
    severity: 'info',
    about:
      'A name of an installed package, or a text that a build fills in: nothing offline can tell whether it is there.',
  },
  'unknown-file': {
    severity: 'warning',
    about: 'A file inside a package directory that belongs to no metadata type.',
    fix: 'Move it away, or name it in .forceignore.',
  },
  'file-unreadable': {
    severity: 'error',
    about: 'A file that cannot be read, or is larger than any deploy may be.',
    fix: 'Mend its rights, make it smaller, or name it in .forceignore.',
  },
  'project-invalid': {
    severity: 'error',
    about: 'Package directories as the CLI refuses them; a missing folder is a warning.',
  },
  'wrong-suffix': {
    severity: 'error',
    about: 'A -meta.xml file whose suffix no metadata type has: clients refuse the whole folder.',
    fix: 'Correct the suffix, or name the file in .forceignore.',
  },
  'wrong-folder': {
    severity: 'error',
    about: "A -meta.xml file outside the folder that its type's files must lie in.",
    fix: 'Move the file below the named folder.',
  },
  'missing-meta': {
    severity: 'error',
    about: 'Content without its -meta.xml: clients leave it out in silence.',
    fix: 'Add the -meta.xml file beside it, or name the file in .forceignore.',
  },
  'archive-type': {
    severity: 'error',
    about: 'A folder as the content of a static resource that is no archive: clients fail.',
    fix: 'State application/zip, or put one file in place of the folder.',
  },
  'name-mismatch': {
    severity: 'error',
    about: 'A file whose name and fullName are two names: the manifest and the component disagree.',
  },
  'duplicate-component': {
    severity: 'error',
    about: 'The same component in two places; in two package directories a warning.',
    fix: 'Keep one of them.',
  },
  'case-clash': {
    severity: 'error',
    about: 'Two names that differ only in case; in two package directories a warning.',
    fix: 'Rename one of them.',
  },
  'api-version-unknown': {
    severity: 'error',
    about: 'An API version that does not exist.',
    fix: 'State a version that the org has, such as 67.0.',
  },
  'api-version-differs': {
    severity: 'info',
    about: "Components that state another API version than the project's.",
  },
  'rule-unknown-entitlement': {
    severity: 'error',
    about: 'A rule grants an entitlement that nobody defines.',
    fix: 'Correct the developer name, or declare it in config/known-entitlements.yml when the org owns it.',
  },
  'rules-stale': {
    severity: 'warning',
    about: 'A record of the rules that is not what config/entitlements.yml says.',
    fix: 'Run "scim rules generate", or validate with --fix.',
  },
  'identity-excess': {
    severity: 'error',
    about: 'The provisioning profile grants more than it needs.',
    fix: 'Remove the entry.',
  },
  'identity-lack': {
    severity: 'error',
    about: 'The provisioning profile lacks a permission that provisioning needs.',
    fix: 'Enable the named permission.',
  },
  'packaging-profile': {
    severity: 'warning',
    about: 'A profile in the packageable directory: packages never install profiles.',
    fix: 'Move it to a directory that is deployed, not packaged.',
  },
  'packaging-user-permissions': {
    severity: 'warning',
    about: 'User permissions in the packageable directory: packages strip them from permission sets.',
    fix: 'Move the set to a directory that is deployed, not packaged.',
  },
  'packaging-connected-app': {
    severity: 'warning',
    about: "New connected apps are refused in every org since Spring '26; those that an org has can be changed.",
    fix: 'Use an external client app for a new one.',
  },
  'packaging-org-id': {
    severity: 'error',
    about: 'An external client app file carries an id or secret of one org.',
    fix: 'Remove the element.',
  },
  'packaging-comment': {
    severity: 'error',
    about: 'A comment before the root element: the CLI cannot convert the file.',
    fix: 'Move the comment inside the root element.',
  },
  'packaging-reserved-name': {
    severity: 'warning',
    about: 'An API name that is a reserved word.',
    fix: 'Choose another name.',
  },
  'packaging-empty-folder': {
    severity: 'warning',
    about: 'An empty metadata folder can make a deploy fail without a component error.',
    fix: 'Delete the folder.',
  },
  'packaging-api-version': {
    severity: 'warning',
    about: 'A source API version that orgs of the current release do not have.',
    fix: 'Use 67.0.',
  },
  'replacement-unset': {
    severity: 'warning',
    about: 'A replacement of sfdx-project.json whose variable or file is missing; the text is checked as it stands.',
    fix: 'Set the variable, add the file, or state allowUnsetEnvVariable.',
  },
  'apex-ls': { severity: 'error', about: 'A second opinion on Apex types, from apex-ls.' },
  'code-analyzer': {
    severity: 'error',
    about: 'A rule of Salesforce Code Analyzer; moderate ones are a warning, low ones an information.',
  },
  'config-invalid': { severity: 'error', about: 'A configuration file of the validator that cannot be read.' },
} as const satisfies Record<string, CodeEntry>;

export type Code = keyof typeof CODES;

export function codeEntry(code: Code): CodeEntry {
  return CODES[code];
}
