/** Which `lightning/…` modules a component may import. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Modules of the platform that are not in the published base components (Lightning Component Reference, components and
 * modules; LWC Developer Guide, "Modules").
 */
const PLATFORM_ONLY = [
  'recordForm',
  'recordEditForm',
  'recordViewForm',
  'inputField',
  'outputField',
  'messages',
  'fileUpload',
  'map',
  'flow',
  'treeGrid',
  'recordPicker',
  'clickToDial',
  'formattedLookup',
  'quickActionPanel',
  'emptyState',
  'illustration',
  'modal',
  'modalHeader',
  'modalBody',
  'modalFooter',
  'navigation',
  'platformShowToastEvent',
  'toast',
  'toastContainer',
  'refresh',
  'messageService',
  'uiRecordApi',
  'uiObjectInfoApi',
  'uiListApi',
  'uiListsApi',
  'uiRelatedListApi',
  'uiAppsApi',
  'uiGraphQLApi',
  'graphql',
  'platformResourceLoader',
  'platformWorkspaceApi',
  'platformUtilityBarApi',
  'platformNotifyApi',
  'empApi',
  'actions',
  'flowSupport',
  'alert',
  'confirm',
  'prompt',
  'logger',
  'omnistudioApi',
  'mobileCapabilities',
  'pageReferenceUtils',
  'toastUtils',
  'cmsDeliveryApi',
  'conversationToolkitApi',
  'serviceCloudVoiceToolkitApi',
  'analyticsWaveApi',
  'unifiedPlatformApi',
  'accessibility',
  'features',
  'configProvider',
  'mediaUtils',
  'omnistudioPubsub',
  'userConsentCookie',
];

let modules: ReadonlySet<string> | undefined;

function known(): ReadonlySet<string> {
  if (!modules) {
    const base = path.dirname(createRequire(import.meta.url).resolve('lightning-base-components/package.json'));
    modules = new Set([...readdirSync(path.join(base, 'src/lightning')), ...PLATFORM_ONLY]);
  }
  return modules;
}

/** @param name camel case, e.g. `datatable`. */
export function isLightningModule(name: string): boolean {
  return known().has(name);
}

/** `button-icon` -> `buttonIcon`. */
export function moduleOfTag(tag: string): string {
  return tag.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
