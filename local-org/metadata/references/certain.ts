/**
 * Whether a reference certainly leads nowhere. An org has much that no project holds (standard actions, features of its
 * edition, sample templates): a name that such a thing may bear is never called missing.
 */
import { isFeatureField } from '../../data/schema/of-other-orgs.ts';
import type { SObjectDescribe } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { safeDecode } from '../package/mdapi.ts';
import { slipOf } from '../../data/schema/slips.ts';
import { objectOf } from './reference.ts';
import type { Reference } from './reference.ts';

/** What the names of objects that people make end in (Metadata API Developer Guide, "CustomObject"). */
const CUSTOM_OBJECT = /__(c|mdt|e|b|x)$/i;
const CUSTOM_FIELD = /__c$/i;
/** Namespaces of the platform itself: `standard__LightningSales`, `forceChatter__User_rec_L`. */
const OF_PLATFORM =
  /^(standard|support|home|sfa|siteforce|wave|analytics|omnistudio|flexipage|flowruntime|(force|lightning|runtime_|sfdc|industries|einstein|setup|native|service_|sales_|builder_|salesforce)\w*?)__\w/i;
/**
 * Pages, templates, roles, reports and their folders and types that orgs come with, or that a feature adds when it is switched on
 * (the reports of the samples and the report type of screen flows: as orgs retrieve them).
 */
const PROVIDED: Record<string, RegExp> = {
  // Made with the first site of an org (Help, "Salesforce Sites"), each with its test.
  ApexClass:
    /^(ChangePassword|Communities(Landing|Login|SelfReg|SelfRegConfirm)|(Lightning)?ForgotPassword|LightningLoginForm|LightningSelfRegister|MicrobatchSelfReg|MyProfilePage|Site(Login|Register))Controller(Test)?$/i,
  ApexPage:
    /^(AnswersHome|BandwidthExceeded|ChangePassword|Communities\w+|Exception|FileNotFound|ForgotPassword\w*|Ideas\w*|InMaintenance|MicrobatchSelfReg|MyProfilePage|Site\w+|StdExceptionTemplate|Unauthorized|UnderConstruction)$/i,
  StaticResource: /^SiteSamples$/i,
  EmailTemplate: /^unfiled\$public\//i,
  Role: /^(CEO|CFO|COO|SVP\w+|VP\w+|CustomerSupport\w+|Director\w+|EasternSalesTeam|WesternSalesTeam|ChannelSalesTeam|MarketingTeam|InstallationRepairServices)$/i,
  DashboardFolder: /^CompanyDashboards$/i,
  Report: /^unfiled\$public\/SampleReports?[A-Z]/,
  ReportType: /_prebuilt_crt$/i,
  CompactLayout: /(^|\.)SYSTEM$/i,
  RecordType: /\.(Master|PersonAccount)$/i,
  Flow: /^(sfdc|runtime)_/i,
};
/** Types of which the platform has its own beside those that people make, told apart by their names only. */
const MIXED = new Set(['QuickAction', 'WebLink', 'CustomTab', 'CustomApplication']);
/** Standard columns of lists (ListView reference, "columns"). */
const IN_CAPITALS = /^[A-Z0-9_.]+$/;
/** Those of objects that people make. */
const COLUMNS_OF_CUSTOM = [
  ...['CREATED_DATE', 'CREATEDBY_USER', 'CREATEDBY_USER.ALIAS', 'LAST_ACTIVITY', 'LAST_UPDATE', 'OWNER.ALIAS'],
  ...['OWNER.FIRST_NAME', 'OWNER.LAST_NAME', 'RECORDTYPE', 'UPDATEDBY_USER', 'UPDATEDBY_USER.ALIAS'],
];
const LONG_NAME = 9;
/** Fields of every object that people make, and the compound ones (Object Reference, "System Fields"). */
const FIELDS_OF_CUSTOM =
  /^(Id|Name|OwnerId|Owner|RecordTypeId|RecordType|CurrencyIsoCode|Division|CreatedBy(Id)?|CreatedDate|LastModifiedBy(Id)?|LastModifiedDate|SystemModstamp|IsDeleted|IsLocked|MayEdit|LastActivityDate|LastViewedDate|LastReferencedDate|SetupOwnerId|SetupOwner|DeveloperName|MasterLabel|Label|Language|NamespacePrefix|QualifiedApiName|IsProtected|ReplayId|EventUuid|ExternalId|DisplayUrl|ConnectionReceivedId|ConnectionSentId)$/i;

/** Standard objects that come without pages and compact layouts of their own; those of clouds bring both (`InsurancePolicy`). */
const CORE =
  /^(Account|Activity|Asset|Campaign|CampaignMember|Case|Contact|Contract|Event|Lead|Opportunity|OpportunityLineItem|Order|OrderItem|PersonAccount|Pricebook2|PricebookEntry|Product2|Quote|QuoteLineItem|Solution|Task|User)$/i;

/** Whether a feature brings the object, and with it parts that nobody deployed. */
export function isOfFeature(object: string): boolean {
  return !object.includes('__') && !CORE.test(object);
}

/** Made by people: their names carry an underscore where a label had a blank, or belong to an object of theirs. */
function isOwnPart(fullName: string): boolean {
  const [object, name] = fullName.includes('.') ? fullName.split('.', 2) : ['', fullName];
  return CUSTOM_OBJECT.test(object ?? '') || /[A-Za-z0-9]_+[A-Za-z0-9]/.test(name ?? '');
}

function inDeploy(object: string, context: DeployContext): boolean {
  return context.inPackage('CustomObject', object) !== undefined;
}

function isMissingField(fullName: string, context: DeployContext): boolean {
  const [object = '', field = ''] = fullName.split('.', 2);
  const { schema } = context.data;
  const describe = schema.find(object);
  if (!describe) {
    if (isMissingOf('CustomObject', object, context)) return true;
    // An object of the deploy that is not written yet has the custom fields that come with it.
    return CUSTOM_FIELD.test(field) && inDeploy(object, context) && !context.resolves('CustomField', fullName);
  }
  if (context.resolves('CustomField', fullName) || schema.field(object, `${field}Id`)) return false;
  if (!CUSTOM_FIELD.test(field)) {
    if (IN_CAPITALS.test(field)) return describe.kind !== 'standard' && slipOf(field, COLUMNS_OF_CUSTOM) !== undefined;
    if (/__/.test(field)) return false;
    // Features and screens know more names of standard fields than the catalogue; a slip of a known one is none of them.
    if (describe.kind === 'standard') return isNoStandardField(describe, field);
    return !FIELDS_OF_CUSTOM.test(field);
  }
  // Custom fields of activities are made once, for events and tasks (Object Reference, "Activity").
  return !/^(Task|Event)$/i.test(object) || !context.inPackage('CustomField', `Activity.${field}`);
}

/**
 * Features bring standard objects that the catalogue has not; a slip of a known one is none of them. `Territory` is no slip:
 * it came before `Territory2`.
 */
export function isNoObject(name: string, { data }: DeployContext): boolean {
  if (CUSTOM_OBJECT.test(name)) return true;
  const meant = slipOf(name, data.schema.names(), 1);
  return meant !== undefined && meant.replace(/\d/g, '') !== name.replace(/\d/g, '');
}

/** The same of standard fields of a standard object; long names differ from each other by more than two letters. */
export function isNoStandardField(describe: SObjectDescribe, field: string): boolean {
  const most = field.length >= LONG_NAME ? 2 : 1;
  return !isFeatureField(describe, field) && slipOf(field, describe.fields.keys(), most) !== undefined;
}

/** Sites lie in a folder of their own among the bundles (DigitalExperienceBundle reference, "fullName"). */
function nameOf(type: string, fullName: string): string {
  return type === 'DigitalExperienceBundle' && !fullName.includes('/') ? `site/${fullName}` : fullName;
}

function isMissingOf(type: string, fullName: string, context: DeployContext): boolean {
  if (type === 'CustomField') return isMissingField(fullName, context);
  if (context.resolves(type, nameOf(type, fullName))) return false;
  if (PROVIDED[type]?.test(fullName)) return false;
  if (type === 'CustomObject') return isNoObject(fullName, context);
  if (type === 'CompactLayout' && isOfFeature(objectOf(fullName))) return false;
  // Sites bring documents, and retrieves leave whole folders out: one that is there should hold what is named.
  if (type === 'Document')
    return context.inPackage('DocumentFolder', fullName.slice(0, fullName.lastIndexOf('/'))) !== undefined;
  // Classes of other namespaces and inner classes are written with a dot or a dollar sign.
  if (type === 'ApexClass') return !/[.$]/.test(fullName);
  if (OF_PLATFORM.test(fullName.slice(fullName.indexOf('.') + 1))) return false;
  if (type === 'CustomTab' || type === 'CustomApplication') return !fullName.startsWith('standard-');
  return !MIXED.has(type) || isOwnPart(fullName);
}

/** Standard objects whose first layouts have the same names in every org; features bring layouts of the others. */
const OF_EVERY_ORG = /^(Account|Campaign|Case|Contact|Contract|Event|Lead|Opportunity|Product2|Task)$/;
/** After the object's label; orgs of old have one for each of the three clouds. */
const FIRST_LAYOUT = /^( \((Marketing|Sales|Support)\))? Layout$/;

/** Layouts that are there without being deployed: those of standard objects, and the one that every object begins with. */
export function isFirstLayout(fullName: string, { data }: DeployContext): boolean {
  const [, name = fullName, layout = ''] = /^(.*?)-(.*)$/.exec(safeDecode(fullName)) ?? [];
  const object = data.schema.find(name);
  if (!object) return !CUSTOM_OBJECT.test(name);
  if (object.kind === 'standard' && !OF_EVERY_ORG.test(object.name)) return true;
  return layout.startsWith(object.label) && FIRST_LAYOUT.test(layout.slice(object.label.length));
}

/** True only when no org can have it unless somebody deployed it, and nobody did. */
export function isMissing({ type, fullName, or = [] }: Reference, context: DeployContext): boolean {
  return [type, ...or].every((one) => isMissingOf(one, fullName, context));
}
