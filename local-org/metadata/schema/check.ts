/**
 * Checks a metadata document against its type: unknown, misplaced, repeated and missing elements, enumerations, booleans
 * and numbers. The platform's parser does the same before it looks at any meaning (reference/metadata.md §1.1).
 */
import { child, METADATA_NAMESPACE } from '../xml/element.ts';
import type { Position, XmlElement } from '../xml/element.ts';
import { didYouMean } from './did-you-mean.ts';
import { isRetired } from './retired.ts';
import { elementsOf, enumValues, primitiveOf, requiredTexts } from './types.ts';
import type { ElementType } from './types.ts';

export interface SchemaProblem {
  problem: string;
  at: Position;
  /** The published types know less than an org here: told as a warning, never held against the component. */
  uncertain?: true;
}

/** Mandatory in the WSDL, and filled in by the platform where a file leaves it out. */
const FILLED_IN = new Set(['ApexClass.status', 'ApexTrigger.status']);
/** Content is XML of another vocabulary, kept as it is (LightningComponentBundle reference, "targetConfigs"). */
const OPAQUE = new Set(['LightningComponentBundle.targetConfigs', 'CustomMetadataValue.value']);
/**
 * Enumerations that grow with every release and with an org's features, so that an unknown value is most likely a newer one
 * (1,880 invocable actions are published, and each cloud brings its own). A value that is spelled much like a known one is
 * still an error.
 */
const OPEN_ENUM_SIZE = 40;
/**
 * The published types show what one org's WSDL shows: elements of features that it lacks are not in there (`allowGuestPaymentsApi`
 * of Salesforce's own site template, sf-skills "Configure Metadata: CustomSite"; `enableSldsV2`, reference/metadata.md §4.5),
 * and they call mandatory what deploys without it (`Network` with a `site` and a `status` alone, in the same templates).
 * Of the types below both were compared with their documentation; elsewhere an unknown element is an error only where its
 * name is a slip away from a known one, and a missing one only where it is what names the thing.
 */
const COMPARED = new Set([
  ...['ApexClass', 'ApexTrigger', 'CustomApplication', 'CustomField', 'CustomLabel', 'CustomLabels', 'CustomMetadata'],
  ...['CustomNotificationType', 'CustomObject', 'CustomPermission', 'CustomTab', 'FlexiPage', 'Group', 'Queue', 'Role'],
  ...['LightningComponentBundle', 'MutingPermissionSet', 'PermissionSet', 'PermissionSetGroup', 'Profile', 'Layout'],
  ...['ReportType', 'Report', 'Dashboard', 'ListView', 'CompactLayout', 'FieldSet', 'ValidationRule', 'WebLink'],
  ...['GlobalValueSet', 'StaticResource', 'RemoteSiteSetting', 'CspTrustedSite', 'ExternalClientApplication'],
]);
/**
 * Enumerations outside those types whose documentation lists the same values; of any other a short list may be short only
 * because the published org lacks a feature (`SiteType` without `ChatterNetwork`).
 */
const COMPARED_ENUMS = new Set([
  ...[
    'FlowVersionStatus',
    'FlowDataType',
    'FlowComparisonOperator',
    'FlowAssignmentOperator',
    'FlowRecordFilterOperator',
  ],
  ...['FlowTriggerType', 'RecordTriggerType', 'IterationOrder', 'SortOrder', 'FilterOperation', 'WorkflowTriggerTypes'],
  ...['ActionTaskAssignedToTypes', 'ActionEmailRecipientTypes', 'FieldUpdateOperation', 'WorkflowTimeUnits'],
  ...['EmailTemplateStyle', 'EmailTemplateType', 'Encoding', 'NextOwnerType', 'RecordEditabilityType'],
  ...['RoutingType', 'SetupObjectVisibility', 'NetworkStatus', 'WebLinkAvailability', 'WebLinkDisplayType'],
  ...['FlowScreenFieldType', 'FlowRunInMode', 'FlowScheduledPathOffsetUnit', 'FlowScheduledPathTimeSource'],
  ...['FlowCollectionProcessorType', 'FlowRegionContainerType', 'FlowScreenFieldInputsRevisited', 'FlowStartFrequency'],
  ...['QuickActionType', 'PlatformActionType', 'PlatformActionListContext', 'UiBehavior', 'WorkflowActionType'],
  ...['ActionEmailSenderType', 'DupeActionType', 'DupeSecurityOptionType', 'MatchingMethod', 'BlankValueBehavior'],
  ...['PlatformCacheType', 'PlatformEventChannelType', 'NamedCredentialType', 'AuthenticationProtocol'],
  ...['ExternalPrincipalType', 'FolderAccessTypes', 'PublicFolderAccess', 'FolderShareAccessLevel'],
  ...['StepCriteriaNotMetType', 'StepRejectBehaviorType', 'EmailServicesErrorAction', 'EmailServicesAttOptions'],
  ...['FlowProcessType', 'FlexiPageType', 'FlowEnvironment', 'EmailTemplateUiType'],
  ...['SiteClickjackProtectionLevel', 'SiteRedirect', 'WebLinkType', 'WebLinkWindowType', 'MilestoneTimeUnits'],
]);
const NAMING = new Set(['fullName', 'name', 'label', 'masterLabel', 'type', 'field', 'object']);
/** Edits up to which a name is surely a misspelt one; more may be a newer sibling. */
const SURE_SLIP = 2;
/** Retrieves write `<label/>` for what nobody translated yet (sfdx-hardis pull request 1653). */
const TRANSLATION = /Translation$/;
const DATE_TIME = /^(\d{4}-\d\d-\d\d([T ].+)?|\d\d:\d\d.*)$/;
/** Configurations of bundles bear the namespace of the Tooling API where the first tools for Lightning made them. */
const NAMESPACES = new Set([METADATA_NAMESPACE, 'urn:metadata.tooling.soap.sforce.com', '']);
const BOOLEANS = new Set(['true', 'false', '1', '0']);
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

function isNil(element: XmlElement): boolean {
  return element.attributes['xsi:nil'] === 'true' || element.attributes['xsi:nil'] === '1';
}

function checkText(element: XmlElement, type: string, problems: SchemaProblem[], isCompared: boolean): void {
  const stray = element.children[0];
  if (stray) {
    problems.push({
      problem: `Error parsing file: Element {${stray.namespace}}${stray.name} invalid at this location in type ${type}`,
      at: stray.at,
    });
    return;
  }
  const text = element.text.trim();
  const values = enumValues(type);
  const wrong = (problem: string): void =>
    void problems.push({ problem: `Error parsing file: ${problem}`, at: element.at });
  if (values) {
    if (text !== '' && !values.includes(text)) {
      wrong(`'${text}' is not a valid value for the enum '${type}'`);
      const isClosed = COMPARED_ENUMS.has(type) || (isCompared && values.length <= OPEN_ENUM_SIZE);
      if (!isClosed && !didYouMean(text, values, SURE_SLIP)) uncertain(problems);
    }
  } else if (type === 'boolean') {
    if (!BOOLEANS.has(text) && !isNil(element)) wrong(`'${text}' is not a valid value for the type xsd:boolean`);
  } else if (type === 'number') {
    if (!NUMBER.test(text) && text !== '' && !isNil(element))
      wrong(`'${text}' is not a valid value for the type xsd:double`);
  } else if (type === 'dateTime') {
    if (!DATE_TIME.test(text) && text !== '' && !isNil(element))
      wrong(`'${text}' is not a valid value for the type xsd:dateTime`);
  }
}

function uncertain(problems: SchemaProblem[]): void {
  const last = problems.at(-1);
  if (last) last.uncertain = true;
}

/**
 * Switches of settings come in families of like names (`enableCoepHeader`, `enableCoopHeader`): an unknown one beside the one that it
 * looks like is a newer sibling.
 */
function isOneOfFamily(element: XmlElement, meant: ElementType | undefined, name: string): boolean {
  return meant?.type === 'boolean' && child(element, name) !== undefined;
}

/**
 * Finds every problem of `element` read as Metadata API type `type`.
 * Wording: `Element {ns}x invalid at this location in type T`, `Element x is duplicated at this location in type T`,
 * `'v' is not a valid value for the enum 'E'`, `Required field is missing: x`.
 * @param apiVersion of the package: old ones know elements that newer ones dropped.
 */
export function checkElement(
  element: XmlElement,
  type: string,
  problems: SchemaProblem[] = [],
  isCompared = COMPARED.has(type),
  apiVersion = Infinity,
): SchemaProblem[] {
  const elements = elementsOf(type);
  if (!elements) {
    checkText(element, primitiveOf(type), problems, isCompared);
    return problems;
  }
  const seen = new Set<string>();
  const filled = new Set<string>();
  let previous = '';
  for (const child of element.children) {
    const known = elements.get(child.name);
    if (!known && isRetired(type, child.name, apiVersion)) continue;
    if (!known || !NAMESPACES.has(child.namespace)) {
      problems.push({
        problem: `Error parsing file: Element {${child.namespace || METADATA_NAMESPACE}}${child.name} invalid at this location in type ${type}`,
        at: child.at,
      });
      const meant = didYouMean(child.name, elements.keys(), SURE_SLIP);
      const isSibling = meant !== undefined && isOneOfFamily(element, elements.get(meant), meant);
      // A misspelt element is one mistake, not a missing one besides.
      if (meant && !isSibling) filled.add(meant);
      else if (!isCompared) uncertain(problems);
      continue;
    }
    if (seen.has(child.name) && (!known.repeats || previous !== child.name)) {
      problems.push({
        problem: `Error parsing file: Element ${child.name} is duplicated at this location in type ${type}`,
        at: child.at,
      });
    }
    seen.add(child.name);
    // Retrieves write `xsi:nil` for what has no value, mandatory or not.
    if (isNil(child)) filled.add(child.name);
    if (child.children.length > 0 || child.text.trim() !== '' || TRANSLATION.test(type)) filled.add(child.name);
    previous = child.name;
    // Nothing is required of what is declared to be nothing (`<objectMapping xsi:nil="true"/>` of duplicate rules).
    if (!OPAQUE.has(`${type}.${child.name}`) && known.type !== 'any' && !isNil(child))
      checkElement(child, known.type, problems, isCompared, apiVersion);
  }
  for (const name of requiredTexts(type)) {
    if (filled.has(name) || FILLED_IN.has(`${type}.${name}`)) continue;
    problems.push({ problem: `Required field is missing: ${name}`, at: element.at });
    if (elements.get(name)?.newlyRequired || !(isCompared || NAMING.has(name))) uncertain(problems);
  }
  return problems;
}
