/** Standard tabs and apps that an org has without deploying them. */
import type { OrgData } from '../../data/contract.ts';

/** Tabs that belong to no object (Metadata API Developer Guide, "CustomTab" and "Profile", names of standard tabs). */
const OTHER_TABS = new Set([
  'standard-home',
  'standard-Chatter',
  'standard-report',
  'standard-Dashboard',
  'standard-Feed',
  'standard-File',
  'standard-CollaborationGroup',
  'standard-AppLauncher',
  'standard-Forecasts3',
  'standard-Workspace',
  'standard-ContentSearch',
  'standard-Document',
  'standard-Calendar',
  'standard-Event',
  'standard-Task',
  'standard-Today',
  'standard-User',
  'standard-UserProfile',
  'standard-LightningInstrumentation',
]);

/** `standard-Account` for every standard object, and the tabs that have no object. */
export function isStandardTab(data: OrgData, name: string): boolean {
  if (!name.startsWith('standard-')) return false;
  return OTHER_TABS.has(name) || data.schema.find(name.slice('standard-'.length))?.kind === 'standard';
}

/** Apps of a new org (Metadata API Developer Guide, "CustomApplication", "standard__" names). */
const STANDARD_APPS = new Set([
  'standard__LightningSales',
  'standard__LightningService',
  'standard__LightningSalesConsole',
  'standard__LightningBolt',
  'standard__Sales',
  'standard__Service',
  'standard__Marketing',
  'standard__Platform',
  'standard__AppLauncher',
  'standard__AllTabSet',
  'standard__Chatter',
  'standard__Community',
  'standard__Content',
  'standard__ServiceConsole',
  'standard__QueueManagement',
  'standard__Insights',
  'standard__LightningInstrumentation',
  'standard__DataManager',
  'standard__SalesforceCMS',
  'standard__Approvals',
  'standard__SubscriptionManagement',
]);

export function isStandardApp(name: string): boolean {
  return STANDARD_APPS.has(name);
}
