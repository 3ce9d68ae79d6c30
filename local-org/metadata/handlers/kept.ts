/**
 * Types that the org keeps as they are: their files are checked against their schema, what they refer to must exist
 * (`references/`), and they can be listed, retrieved and deleted. Where another org would act on one by itself (a flow that a
 * record starts, an active rule), the deploy says that this one does not.
 */
import type { DeployContext } from '../deploy/context.ts';
import { isNoStandardValue } from '../fields/standard-values.ts';
import { contentOf } from '../package/component.ts';
import type { Component } from '../package/component.ts';
import { decodeText } from '../package/component.ts';
import { metadataRegistry } from '../package/registry.ts';
import { syntaxProblemIn } from '../references/aura-script.ts';
import { checkFlow } from '../references/flow-elements.ts';
import { jsonProblemIn } from '../references/json-content.ts';
import { unknownInAura } from '../references/aura-platform.ts';
import { mismatchIn } from '../references/markup.ts';
import type { MarkupProblem } from '../references/markup.ts';
import { checkVisualforce } from '../visualforce/check.ts';
import { placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';
import { warningOf } from './idle.ts';
import { checkLayoutItems } from './layout-items.ts';
import { checkRuleFormulas } from './rule-formulas.ts';

/** In deploy order; the parts of one file beside it. */
const TYPES = [
  'StandardValueSet',
  'ContentAsset',
  'DocumentFolder',
  'Document',
  'Letterhead',
  'EmailFolder',
  'EmailTemplateFolder',
  'EmailTemplate',
  'LightningMessageChannel',
  'PlatformCachePartition',
  'AuthProvider',
  'ExternalCredential',
  'NamedCredential',
  'ExternalDataSource',
  'ExternalServiceRegistration',
  'CorsWhitelistOrigin',
  'RedirectWhitelistUrl',
  'IframeWhiteListUrlSettings',
  'OauthCustomScope',
  'BusinessProcess',
  'SharingReason',
  'CustomIndex',
  'PlatformEventChannel',
  'PlatformEventChannelMember',
  'PlatformEventSubscriberConfig',
  'ApexComponent',
  'ApexPage',
  'ApexTestSuite',
  'EmailServicesFunction',
  'AuraDefinitionBundle',
  'WorkflowAlert',
  'WorkflowFieldUpdate',
  'WorkflowTask',
  'WorkflowOutboundMessage',
  'WorkflowKnowledgePublish',
  'WorkflowSend',
  'WorkflowFlowAction',
  'WorkflowRule',
  'Workflow',
  'Flow',
  'FlowDefinition',
  'FlowCategory',
  'FlowTest',
  'QuickAction',
  'Layout',
  'PathAssistant',
  'SharingGuestRule',
  'SharingTerritoryRule',
  'SharingRules',
  'RestrictionRule',
  'MatchingRule',
  'MatchingRules',
  'DuplicateRule',
  'AssignmentRule',
  'AssignmentRules',
  'AutoResponseRule',
  'AutoResponseRules',
  'EscalationRule',
  'EscalationRules',
  'PostTemplate',
  'ApprovalProcess',
  'CustomPageWebLink',
  'HomePageComponent',
  'HomePageLayout',
  'BrandingSet',
  'LightningExperienceTheme',
  'Prompt',
  'AppMenu',
  'CustomHelpMenuSection',
  'CustomFeedFilter',
  'TopicsForObjects',
  'NotificationTypeConfig',
  'ActionLinkGroupTemplate',
  'CustomSite',
  'Network',
  'NetworkBranding',
  'NavigationMenu',
  'Audience',
  'ManagedTopic',
  'ManagedTopics',
  'Community',
  'AnimationRule',
  'ApexEmailNotifications',
  'AnalyticSnapshot',
  'AppointmentSchedulingPolicy',
  'CallCenter',
  'CleanDataService',
  'DataCategoryGroup',
  'DataWeaveResource',
  'DelegateGroup',
  'DigitalExperienceBundle',
  'DigitalExperienceConfig',
  'EntitlementProcess',
  'EntitlementTemplate',
  'ExperienceBundle',
  'FeatureParameterBoolean',
  'FeatureParameterDate',
  'FeatureParameterInteger',
  'FieldRestrictionRule',
  'GlobalValueSetTranslation',
  'InvocableActionExtension',
  'KeywordList',
  'LightningBolt',
  'LightningOnboardingConfig',
  'ManagedContentType',
  'MilestoneType',
  'ModerationRule',
  'PresenceUserConfig',
  'QueueRoutingConfig',
  'RecommendationStrategy',
  'RecordActionDeployment',
  'ServiceChannel',
  'ServicePresenceStatus',
  'SharingSet',
  'SiteDotCom',
  'Skill',
  'StandardValueSetTranslation',
  'SynonymDictionary',
  'TimeSheetTemplate',
  'UserCriteria',
  'ConnectedApp',
  'LightningTypeBundle',
  'GenAiPromptTemplate',
  'GenAiPromptTemplateActv',
  'GenAiFunction',
  'GenAiPlugin',
  'GenAiPlanner',
  'GenAiPlannerBundle',
  'AiAuthoringBundle',
  'AiEvaluationDefinition',
  'BotVersion',
  'Bot',
] as const;
/** Kinds whose file holds more than XML, and what is missing without it. */
const WITH_CONTENT = new Set([
  'ApexPage',
  'ApexComponent',
  'ContentAsset',
  'DataWeaveResource',
  'Document',
  'EmailTemplate',
  'SiteDotCom',
]);
/** Folders come before what they hold. */
const IN_FOLDER: Record<string, readonly string[]> = {
  Document: ['DocumentFolder'],
  EmailTemplate: ['EmailFolder', 'EmailTemplateFolder'],
};
const MARKUP = /\.(page|component|cmp|app|evt|intf)$/;

function checkContent(component: Component, context: DeployContext): void {
  const content = contentOf(component);
  const suffix = metadataRegistry().type(component.type)?.suffix ?? '';
  const name = component.fullName.slice(component.fullName.lastIndexOf('/') + 1);
  if (!content) context.problem(component, `The content file of ${component.type} ${component.fullName} is missing`);
  else if (!component.document)
    context.problem(component, `The metadata file ${name}.${suffix}-meta.xml is missing`, {
      at: { file: content.file.source, line: 1, column: 1 },
    });
}

function checkFolder(component: Component, folders: readonly string[], context: DeployContext): void {
  const folder = component.fullName.slice(0, component.fullName.lastIndexOf('/'));
  if (folder !== 'unfiled$public' && !folders.some((type) => context.resolves(type, folder)))
    context.problem(component, `Cannot find folder:${folder}`);
}

/** @returns whether its tags can be told apart. */
function checkMarkup(component: Component, context: DeployContext): boolean {
  let isSound = true;
  for (const file of component.files) {
    if (!MARKUP.test(file.path)) continue;
    const text = decodeText(file.content);
    const mismatch = mismatchIn(text, file.source);
    if (mismatch) isSound = false;
    const found = mismatch ?? unknownInAura(text, file);
    if (found) context.problem(component, found.problem, { at: found.at, fileName: file.path });
  }
  return isSound;
}

/** Types whose files of one kind are read besides their XML, and by whom. */
const READ: Record<string, [suffix: string, problemIn: (text: string, file: string) => MarkupProblem | undefined]> = {
  AuraDefinitionBundle: ['.js', syntaxProblemIn],
  DigitalExperienceBundle: ['.json', jsonProblemIn],
  ExperienceBundle: ['.json', jsonProblemIn],
};

function checkFiles(component: Component, context: DeployContext): void {
  const [suffix, problemIn] = READ[component.type] ?? [];
  if (suffix === undefined || !problemIn) return;
  for (const file of component.files) {
    const found = file.path.endsWith(suffix) ? problemIn(decodeText(file.content), file.source) : undefined;
    if (found) context.problem(component, found.problem, { at: found.at, fileName: file.path });
  }
}

const VISUALFORCE = new Set(['ApexComponent', 'ApexPage', 'EmailTemplate']);

/** Values of the task's own picklists (WorkflowTask reference, "priority", "status"). */
function checkTask(component: Component, document: XmlElement, context: DeployContext): void {
  for (const name of ['priority', 'status']) {
    const value = textOf(document, name);
    if (value !== undefined && isNoStandardValue('Task', name, value, context))
      context.problem(component, `Picklist value: ${value} in picklist: ${name} not found`, {
        at: placeOf(document, name),
      });
  }
}

function check(component: Component, context: DeployContext): void {
  if (WITH_CONTENT.has(component.type)) checkContent(component, context);
  const folders = IN_FOLDER[component.type];
  if (folders) checkFolder(component, folders, context);
  const isSound = checkMarkup(component, context);
  checkFiles(component, context);
  if (component.type === 'Flow') checkFlow(component, context);
  if (VISUALFORCE.has(component.type) && isSound) checkVisualforce(component, context);
  if (component.type === 'Layout' && component.document) checkLayoutItems(component, component.document, context);
  checkRuleFormulas(component, context);
  if (component.type === 'WorkflowTask' && component.document) checkTask(component, component.document, context);
  const warning = warningOf(component);
  if (warning !== undefined) context.warn(component, warning);
}

export const keptHandler: TypeHandler = { types: TYPES, check };
