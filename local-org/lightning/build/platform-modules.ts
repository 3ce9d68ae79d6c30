/**
 * The platform modules that depend on what is deployed or imported: `@salesforce/apex/…`, labels, permissions, schema.
 * Each is a few lines of real code; a module that this org does not have fails the build with an error naming it.
 */

/** What the modules are made from. */
export interface PlatformFacts {
  /** Custom label API name -> value. */
  labels: Readonly<Record<string, string>>;
  /** Names of deployed static resources. */
  staticResources: readonly string[];
}

type Writer = (name: string, facts: PlatformFacts) => string;

function exportValue(value: unknown): string {
  return `export default ${JSON.stringify(value)};`;
}

function apexModule(name: string): string {
  const match = /^(?:\w+\.)?(\w+)\.(\w+)$/.exec(name);
  if (!match)
    throw new Error(`"@salesforce/apex/${name}" must name a class and a method: @salesforce/apex/Class.method.`);
  return `import { apexMethod } from 'shell/apex';\nexport default apexMethod(${JSON.stringify(match[1])}, ${JSON.stringify(match[2])});`;
}

function labelModule(name: string, facts: PlatformFacts): string {
  const custom = /^c\.(\w+)$/.exec(name)?.[1];
  if (!custom)
    throw new Error(`Label "${name}": only custom labels (@salesforce/label/c.Name) exist in the embedded org.`);
  const value = facts.labels[custom];
  if (value === undefined)
    throw new Error(`Custom label "${custom}" is not deployed: add it to labels/CustomLabels.labels-meta.xml.`);
  // The text is the org's; the page brings what is translated for its user.
  return `import { label } from 'shell/pageContext';\nexport default label(${JSON.stringify(custom)}, ${JSON.stringify(value)});`;
}

/** LWC Developer Guide, "Import References to Salesforce Objects and Fields": what each form of the import holds. */
function schemaModule(name: string): string {
  const [objectApiName, ...fields] = name.split('.');
  return exportValue(fields.length === 0 ? { objectApiName } : { fieldApiName: fields.join('.'), objectApiName });
}

function permissionModule(kind: 'customPermissions' | 'userPermissions'): Writer {
  return (name) =>
    `import { permission } from 'shell/pageContext';\nexport default permission('${kind}', ${JSON.stringify(name)});`;
}

function resourceModule(name: string, facts: PlatformFacts): string {
  if (!facts.staticResources.includes(name)) throw new Error(`Static resource "${name}" is not deployed.`);
  return exportValue(`/resource/${name}`);
}

const WRITERS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['apex', apexModule],
  ['label', labelModule],
  ['schema', schemaModule],
  ['customPermission', permissionModule('customPermissions')],
  ['userPermission', permissionModule('userPermissions')],
  ['resourceUrl', resourceModule],
]);

/** Whether a specifier belongs to the platform, so that a missing one can be named instead of looked for on disk. */
export function isPlatformModule(specifier: string): boolean {
  return (
    /^(@salesforce|lightning|@lwc|wire|force|experience|omnistudio|analytics|commerce)\//.test(specifier) ||
    specifier === 'lwc'
  );
}

/**
 * The source of a platform module.
 * @returns undefined when the module is none of those that are written here
 * @throws {Error} when it is one, but names what the org lacks
 */
export function platformModuleSource(specifier: string, facts: PlatformFacts): string | undefined {
  const match = /^@salesforce\/(\w+)\/(.+)$/.exec(specifier);
  const writer = match && WRITERS.get(match[1] as string);
  return writer ? writer(match[2] as string, facts) : undefined;
}
