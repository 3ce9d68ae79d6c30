/** References of types whose documents name other components plainly, element by element (Metadata API Developer Guide). */
import { textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { isOfFeature } from './certain.ts';
import { elementsAt, objectOf, ownField, ownPart } from './reference.ts';
import type { NameOf, Row } from './reference.ts';
import { SITE_ROWS } from './site.ts';

const SCREENS = ['ApexPage', 'LightningComponentBundle', 'AuraDefinitionBundle'] as const;

/** The part of the text that the pattern's group finds. */
const part =
  (pattern: RegExp): NameOf =>
  (text) =>
    pattern.exec(text)?.[1];
/** A component of the org itself, with or without its namespace `c`. */
const ownComponent = part(/^(?:c:)?([A-Za-z]\w*)$/);

const ownAgentPart: NameOf = (text) => (/__|_[A-Za-z0-9]{15}$/.test(text) ? undefined : text);

/** A field of the object that an element of the root names. */
const fieldOfNamed =
  (element: string): NameOf =>
  (text, { document }) => {
    const object = textOf(document, element);
    return object === undefined || text.includes('.') ? undefined : `${object}.${text}`;
  };

/** A matching rule belongs to the object that the match rule names beside it. */
function matchingRuleOf(name: string, document: XmlElement | undefined): string | undefined {
  const rules = document ? elementsAt(document, 'duplicateRuleMatchRules') : [];
  const object = textOf(
    rules.find((rule) => textOf(rule, 'matchingRule') === name),
    'matchRuleSObjectType',
  );
  return object === undefined ? undefined : `${object}.${name}`;
}

const SHARED_WITH: [element: string, type: string][] = [
  ['group', 'Group'],
  ['queue', 'Queue'],
  ['role', 'Role'],
  ['roleAndSubordinates', 'Role'],
  ['roleAndSubordinatesInternal', 'Role'],
];
const sharedWith = (path: string): Row[] =>
  SHARED_WITH.map(([element, type]) => ({ path: `${path}/${element}`, type }));
const fields = (...paths: string[]): Row[] => paths.map((path) => ({ path, type: 'CustomField', name: ownField }));
const templates = (...paths: string[]): Row[] => paths.map((path) => ({ path, type: 'EmailTemplate' }));

export const ROWS: Readonly<Record<string, readonly Row[]>> = {
  ...SITE_ROWS,
  AnalyticSnapshot: [
    { path: 'sourceReport', type: 'Report' },
    { path: 'targetObject', type: 'CustomObject' },
    { path: 'mappings/targetField', type: 'CustomField', name: fieldOfNamed('targetObject') },
  ],
  ApexTestSuite: [{ path: 'testClassName', type: 'ApexClass' }],
  AssignmentRule: [...templates('ruleEntry/template'), ...fields('ruleEntry/criteriaItems/field')],
  AuthProvider: [{ path: 'registrationHandler', type: 'ApexClass' }],
  AutoResponseRule: [...templates('ruleEntry/template'), ...fields('ruleEntry/criteriaItems/field')],
  CustomApplication: [
    { path: 'tabs', type: 'CustomTab', loose: true },
    { path: 'utilityBar', type: 'FlexiPage' },
    { path: 'brand/logo', type: 'ContentAsset', name: part(/^(\w+)$/) },
    { path: 'actionOverrides/content', type: 'FlexiPage', or: SCREENS, name: ownComponent },
    { path: 'profileActionOverrides/content', type: 'FlexiPage', or: SCREENS, name: ownComponent },
    { path: 'profileActionOverrides/recordType', type: 'RecordType' },
  ],
  CustomField: fields('valueSet/controllingField'),
  CustomObject: [
    {
      path: 'actionOverrides/content',
      type: 'FlexiPage',
      or: SCREENS,
      name: (text, subject, element) =>
        isOfFeature(subject.fullName) ? undefined : ownComponent(text, subject, element),
    },
    { path: 'compactLayoutAssignment', type: 'CompactLayout', name: ownPart },
    ...['listViewButtons', 'searchResultsCustomButtons'].map((name): Row => ({
      path: `searchLayouts/${name}`,
      type: 'WebLink',
      name: ownPart,
      loose: true,
    })),
    ...[
      'customTabListAdditionalFields',
      'lookupDialogsAdditionalFields',
      'lookupFilterFields',
      'lookupPhoneDialogsAdditionalFields',
      'searchFilterFields',
      'searchResultsAdditionalFields',
    ].map((name): Row => ({ path: `searchLayouts/${name}`, type: 'CustomField', name: ownField, loose: true })),
  ],
  CustomPageWebLink: [{ path: 'page', type: 'ApexPage' }],
  CustomTab: [
    { path: 'flexiPage', type: 'FlexiPage' },
    { path: 'lwcComponent', type: 'LightningComponentBundle' },
    { path: 'auraComponent', type: 'AuraDefinitionBundle', name: ownComponent },
    { path: 'page', type: 'ApexPage' },
    { path: 'splashPageLink', type: 'CustomPageWebLink' },
  ],
  Dashboard: ['leftSection', 'middleSection', 'rightSection', 'dashboardGridLayout/dashboardGridComponents'].map(
    (section): Row => ({
      path: `${section}/${section.includes('/') ? 'dashboardComponent' : 'components'}/page`,
      type: 'ApexPage',
    }),
  ),
  DuplicateRule: [
    {
      path: 'duplicateRuleMatchRules/matchingRule',
      type: 'MatchingRule',
      // Rules of the platform begin so, and are in every org.
      name: (text, { document }) => (/^Standard_/i.test(text) ? undefined : matchingRuleOf(text, document)),
    },
  ],
  EmailServicesFunction: [{ path: 'apexClass', type: 'ApexClass' }],
  EmailTemplate: [
    { path: 'letterhead', type: 'Letterhead' },
    { path: 'relatedEntityType', type: 'CustomObject' },
  ],
  EscalationRule: [
    ...templates('ruleEntry/escalationAction/assignedToTemplate', 'ruleEntry/escalationAction/notifyToTemplate'),
    ...fields('ruleEntry/criteriaItems/field'),
  ],
  ExternalCredential: [{ path: 'externalCredentialParameters/authProvider', type: 'AuthProvider' }],
  ExternalServiceRegistration: [{ path: 'namedCredential', type: 'NamedCredential' }],
  GenAiFunction: [
    ...(['apex', 'flow'] as const).map((kind): Row => ({
      path: 'invocationTarget',
      type: kind === 'apex' ? 'ApexClass' : 'Flow',
      name: (text, { document }) => (textOf(document, 'invocationTargetType') === kind ? text : undefined),
    })),
  ],
  FlowCategory: [{ path: 'flowCategoryItems/flow', type: 'Flow' }],
  FlowTest: [{ path: 'flowApiName', type: 'Flow' }],
  // Functions that the platform brings carry a namespace, copies of the builder an id.
  GenAiPlugin: [{ path: 'genAiFunctions/functionName', type: 'GenAiFunction', name: ownAgentPart }],
  GenAiPromptTemplate: [
    { path: 'relatedEntity', type: 'CustomObject' },
    { path: 'templateVersions/inputs/definition', type: 'CustomObject', name: part(/^SOBJECT:\/\/(\w+)$/i) },
    { path: 'templateVersions/templateDataProviders/definition', type: 'ApexClass', name: part(/^apex:\/\/(\w+)$/i) },
    { path: 'templateVersions/templateDataProviders/definition', type: 'Flow', name: part(/^flow:\/\/(\w+)$/i) },
  ],
  GenAiPlannerBundle: [{ path: 'genAiPlugins/genAiPluginName', type: 'GenAiPlugin', name: ownAgentPart }],
  HomePageComponent: [
    { path: 'page', type: 'ApexPage' },
    { path: 'links', type: 'CustomPageWebLink' },
  ],
  Letterhead: ['header', 'footer'].map((place): Row => ({
    path: `${place}/logo`,
    type: 'Document',
    name: part(/^(.+?)(?:\.[^./]+)?$/),
  })),
  ListView: [...sharedWith('sharedTo'), { path: 'queue', type: 'Queue' }],
  LightningExperienceTheme: [{ path: 'defaultBrandingSet', type: 'BrandingSet' }],
  MatchingRule: fields('matchingRuleItems/fieldName'),
  NamedCredential: [
    { path: 'authProvider', type: 'AuthProvider' },
    { path: 'namedCredentialParameters/externalCredential', type: 'ExternalCredential' },
  ],
  AnimationRule: [
    { path: 'sobjectType', type: 'CustomObject' },
    { path: 'targetField', type: 'CustomField', name: fieldOfNamed('sobjectType') },
  ],
  PathAssistant: [
    { path: 'entityName', type: 'CustomObject' },
    { path: 'fieldName', type: 'CustomField', name: fieldOfNamed('entityName') },
    { path: 'pathAssistantSteps/fieldNames', type: 'CustomField', name: fieldOfNamed('entityName'), loose: true },
    {
      path: 'recordTypeName',
      type: 'RecordType',
      // `__MASTER__`: the path is for records without a record type.
      name: (text, { document }) => (/master/i.test(text) ? undefined : `${textOf(document, 'entityName')}.${text}`),
    },
  ],
  PlatformEventChannelMember: [
    { path: 'eventChannel', type: 'PlatformEventChannel', name: part(/^(\w+__chn)$/) },
    { path: 'selectedEntity', type: 'CustomObject', name: (text) => text.replace(/__ChangeEvent$/, '__c') },
  ],
  PlatformEventSubscriberConfig: [{ path: 'platformEventConsumer', type: 'ApexTrigger', or: ['Flow'] }],
  RecordType: [
    { path: 'businessProcess', type: 'BusinessProcess', name: ownPart },
    { path: 'compactLayoutAssignment', type: 'CompactLayout', name: ownPart },
    ...fields('picklistValues/picklist'),
  ],
  RestrictionRule: [{ path: 'targetEntity', type: 'CustomObject' }],
  SharingCriteriaRule: [...sharedWith('sharedTo'), ...fields('criteriaItems/field')],
  SharingGuestRule: fields('criteriaItems/field'),
  SharingOwnerRule: [...sharedWith('sharedTo'), ...sharedWith('sharedFrom')],
  TopicsForObjects: [{ path: 'entityApiName', type: 'CustomObject' }],
  WebLink: [{ path: 'page', type: 'ApexPage' }],
  WorkflowAlert: templates('template'),
  WorkflowOutboundMessage: fields('fields'),
};

/** Types whose full names begin with an object, e.g. `Widget__c.Rule` or `Widget__c`. */
const NAMED_BY_OBJECT = new Set([
  'ApprovalProcess',
  'AssignmentRules',
  'AutoResponseRules',
  'DuplicateRule',
  'EscalationRules',
  'Layout',
  'MatchingRules',
  'SharingRules',
  'Workflow',
]);

/** The object that the component's own name begins with, where the type has one. */
export function objectInName(type: string, fullName: string): string | undefined {
  if (type === 'QuickAction') return fullName.includes('.') ? objectOf(fullName) : undefined;
  return NAMED_BY_OBJECT.has(type) ? objectOf(fullName) : undefined;
}
