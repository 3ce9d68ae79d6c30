/** LightningComponentBundle: compiled by the real compiler; everything it imports must exist. */
import { statedVersion } from '../lwc/ahead.ts';
import type { FieldDescribe, SObjectDescribe } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { isLightningModule, moduleOfTag } from '../lwc/modules.ts';
import { elementsIn, importsOf, styleImportsOf } from '../lwc/references.ts';
import type { Reference } from '../lwc/references.ts';
import { checkConfiguration } from '../lwc/configuration.ts';
import { isMissing } from '../references/certain.ts';
import { contentOf, decodeText } from '../package/component.ts';
import type { Component, ComponentFile } from '../package/component.ts';
import type { TypeHandler } from './handler.ts';

const NAME = /^[a-z][A-Za-z0-9_]*$/;
const COMPILED = /\.(js|html|css)$/;
const baseName = (file: ComponentFile): string => file.path.slice(file.path.lastIndexOf('/') + 1);

interface Finding {
  file: ComponentFile;
  line: number;
  column: number;
}

/** The client reads line and column from the text (reference/wire.md §3.4, "LWC"). */
function report(component: Component, context: DeployContext, text: string, { file, line, column }: Finding): void {
  context.problem(component, `[Line: ${line}, Col: ${column}] ${text}`, {
    at: { file: file.source, line, column },
    fileName: file.path,
  });
}

type Check = (name: string, component: Component, context: DeployContext) => string | undefined;

/** `Class.method`, or `namespace.Class.method` for a class of an installed package. */
function splitAtLast(name: string): [string, string] {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
}

function checkApex(name: string, _component: Component, context: DeployContext): string | undefined {
  const [className, method] = splitAtLast(name);
  if (!context.resolves('ApexClass', className))
    return `Unable to find Apex action class referenced as '${className}'.`;
  if (!context.apexLoaded) return checkText(className, method, context);
  return context.org.apex.auraMethod(className, method)
    ? undefined
    : `Unable to find Apex action method referenced as '${className}.${method}'.`;
}

/** While a class does not compile, no method of any is known; one whose name its class does not hold is not there. */
function checkText(className: string, method: string, context: DeployContext): string | undefined {
  const component = context.inPackage('ApexClass', className);
  const text = component && contentOf(component)?.text;
  return text === undefined || new RegExp(`\\b${method}\\s*\\(`, 'i').test(text)
    ? undefined
    : `Unable to find Apex action method referenced as '${className}.${method}'.`;
}

/** `Account.Name`, `Account.Owner.Name`, `Account`. What lies behind a polymorphic or failed step is not judged. */
function checkSchema(name: string, component: Component, context: DeployContext): string | undefined {
  const [object = '', ...path] = name.split('.');
  const { schema } = context.data;
  const invalid = (kind: string): string =>
    `Invalid reference ${name} of type ${kind} in file ${component.fullName}.js`;
  let current: SObjectDescribe | undefined = schema.find(object);
  const at = component.at;
  if (!current)
    return isMissing({ field: 'import', type: 'CustomObject', fullName: object, at }, context)
      ? invalid('sobjectClass')
      : undefined;
  for (const [index, part] of path.entries()) {
    if (!current) return undefined;
    const last = index === path.length - 1;
    const relation = part.toLowerCase();
    const field: FieldDescribe | undefined = last
      ? schema.field(current.name, part)
      : [...current.fields.values()].find((candidate) => candidate.relationshipName?.toLowerCase() === relation);
    if (!field) {
      const fullName = `${current.name}.${part.replace(/__r$/i, '__c')}`;
      return isMissing({ field: 'import', type: 'CustomField', fullName, at }, context)
        ? invalid('sobjectField')
        : undefined;
    }
    if (!last) current = schema.find(field.referenceTo[0] ?? '');
  }
  return undefined;
}

function existing(type: string, kind: string): Check {
  return (name, component, context) =>
    context.resolves(type, name)
      ? undefined
      : `Invalid reference ${name} of type ${kind} in file ${component.fullName}.js`;
}

/** Channels of the org are imported with `__c` behind their name, standard ones (`lightning__…`) without. */
function checkMessageChannel(name: string, component: Component, context: DeployContext): string | undefined {
  if (name.startsWith('lightning__') || context.resolves('LightningMessageChannel', name.replace(/__c$/, '')))
    return undefined;
  return `Invalid reference ${name} of type messageChannel in file ${component.fullName}.js`;
}

const SCOPED: [prefix: string, check: Check][] = [
  ['@salesforce/apex/', checkApex],
  ['@salesforce/apexContinuation/', checkApex],
  [
    '@salesforce/label/',
    (name, component, context) =>
      !name.startsWith('c.') || context.resolves('CustomLabel', name.slice(2))
        ? undefined
        : `Invalid reference ${name} of type label in file ${component.fullName}.js`,
  ],
  ['@salesforce/schema/', checkSchema],
  ['@salesforce/resourceUrl/', existing('StaticResource', 'resourceUrl')],
  ['@salesforce/contentAssetUrl/', existing('ContentAsset', 'contentAssetUrl')],
  ['@salesforce/messageChannel/', checkMessageChannel],
  ['@salesforce/customPermission/', existing('CustomPermission', 'customPermission')],
  [
    '@salesforce/userPermission/',
    (name, component, { data }) =>
      data.schema.field('PermissionSet', `Permissions${name}`)
        ? undefined
        : `Invalid reference ${name} of type userPermission in file ${component.fullName}.js`,
  ],
];
/** Namespaces of the platform's own modules beside `lightning` (LWC Developer Guide and the guides of the clouds). */
const OF_PLATFORM =
  /^(experience|commerce|omnistudio|lightningsnapin|lightningmobileruntime|community|force|aura|o11y|(analytics|dxp_|runtime_|industries_)\w*)\//;
/** Modules that need nothing from the org. */
const ALWAYS =
  /^(lwc|@lwc\/state|@salesforce\/(apex|i18n\/.+|user\/(Id|isGuest)|client\/formFactor|community\/.+|site\/.+|accessCheck\/.+|gate\/.+|featureFlag\/.+)|wire-service)$/;

function checkModule(
  { module, ...at }: Reference,
  file: ComponentFile,
  component: Component,
  context: DeployContext,
): void {
  const problem = (text: string): void => report(component, context, text, { file, ...at });
  const scoped = SCOPED.find(([prefix]) => module.startsWith(prefix));
  if (scoped) {
    const text = scoped[1](module.slice(scoped[0].length), component, context);
    if (text) problem(text);
  } else if (module.startsWith('c/')) {
    const name = module.slice(2);
    if (!context.resolves('LightningComponentBundle', name) && !context.inPackage('LightningComponentBundle', name)) {
      problem(`No MODULE named markup://c:${name} found : [markup://c:${component.fullName}]`);
    }
  } else if (module.startsWith('lightning/')) {
    const name = module.slice('lightning/'.length);
    // Clouds bring wire adapters of their own, and releases managers of state, all of them named so.
    if (!isLightningModule(name) && !/[a-z]Api$|^stateManager[A-Z]/.test(name))
      problem(`No MODULE named markup://lightning:${name} found : [markup://c:${component.fullName}]`);
  } else if (module.startsWith('.')) {
    checkRelative(module, file, component, problem);
  } else if (!ALWAYS.test(module) && !OF_PLATFORM.test(module)) {
    problem(`Invalid reference ${module} of type module in file ${baseName(file)}`);
  }
}

function checkRelative(
  module: string,
  file: ComponentFile,
  component: Component,
  problem: (text: string) => void,
): void {
  const folder = file.path.slice(0, file.path.lastIndexOf('/'));
  const target = new URL(module, `file:///${folder}/`).pathname.slice(1);
  const inside = component.files.some(({ path }) => path === target || path === `${target}.js`);
  if (!inside)
    problem(
      `LWC1011: Failed to resolve import "${module}" from "${baseName(file)}". Please add "${module}" file to the component folder.`,
    );
}

/** What the org already has was compiled when it came. */
export function isUnchanged(component: Component, context: DeployContext): boolean {
  const stored = context.store.get(component.type, component.fullName);
  return (
    stored !== undefined &&
    component.files.every(({ path, content }) => {
      const kept = stored.files.get(path);
      return kept !== undefined && Buffer.compare(kept, content) === 0;
    })
  );
}

function check(component: Component, context: DeployContext): void {
  const name = component.fullName;
  if (!NAME.test(name))
    context.problem(
      component,
      `Invalid bundle name ${name}: it must begin with a lower-case letter and hold only alphanumeric or underscore characters`,
    );
  if (!component.document) context.problem(component, `The configuration file ${name}.js-meta.xml is missing`);
  else checkConfiguration(component, context);
  const main = component.files.some((file) => baseName(file) === `${name}.js`);
  const onlyStyle = component.files.some((file) => baseName(file) === `${name}.css`);
  if (!main && !onlyStyle)
    context.problem(component, `Cannot find Lightning Component Bundle ${name}: the file ${name}.js is missing`);
  const compiled = isUnchanged(component, context);
  for (const file of component.files) {
    const local = baseName(file);
    if (!COMPILED.test(local) || file.path.includes('/__')) continue;
    const text = decodeText(file.content);
    const found = compiled ? undefined : context.compileLwc(name, local, text, statedVersion(component).apiVersion);
    if (found) report(component, context, found.text, { file, line: found.line, column: found.column });
    const references = local.endsWith('.js')
      ? importsOf(text)
      : local.endsWith('.html')
        ? elementsIn(text, moduleOfTag)
        : styleImportsOf(text);
    for (const reference of references) checkModule(reference, file, component, context);
  }
}

export const lightningComponentHandler: TypeHandler = { types: ['LightningComponentBundle'], check };
