/**
 * Components and interfaces of the platform in Aura markup (Lightning Aura Components Developer Guide, Component Library). The
 * platform brings new ones with each release: only a slip of one of these is called unknown.
 */
import { slipOf } from '../../data/schema/slips.ts';
import type { ComponentFile } from '../package/component.ts';
import type { MarkupProblem } from './markup.ts';
import { blanked, placeIn } from './reference.ts';

const COMPONENTS: Record<string, string[]> = {
  aura: [
    ...['application', 'attribute', 'clientLibrary', 'component', 'dependency', 'design', 'documentation', 'event'],
    ...['example', 'expression', 'handler', 'html', 'import', 'interface', 'iteration', 'locationChange', 'method'],
    ...['namespace', 'registerEvent', 'renderIf', 'template', 'unescapedHtml', 'valueChange', 'valueDestroy'],
    ...['valueInit', 'doneRendering', 'doneWaiting', 'noAccess', 'systemError', 'waiting', 'description'],
    ...['connectionLost', 'connectionResumed', 'requestAccess'],
  ],
  force: [
    ...['canvasApp', 'createRecord', 'editRecord', 'hasRecordId', 'hasSObjectName', 'inputField', 'navigateToList'],
    ...['navigateToObjectHome', 'navigateToRelatedList', 'navigateToSObject', 'navigateToURL', 'navigateToComponent'],
    ...['outputField', 'recordData', 'recordEdit', 'recordView', 'recordPreview', 'recordSave', 'recordSaveSuccess'],
    ...[
      'recordSaveFailure',
      'refreshView',
      'sendMessage',
      'showToast',
      'closeQuickAction',
      'relatedListSingleContainer',
    ],
  ],
  lightning: [
    ...['accordion', 'accordionSection', 'avatar', 'badge', 'breadcrumb', 'breadcrumbs', 'button', 'buttonGroup'],
    ...[
      'buttonIcon',
      'buttonIconStateful',
      'buttonMenu',
      'buttonStateful',
      'carousel',
      'carouselImage',
      'checkboxGroup',
    ],
    ...['clickToDial', 'combobox', 'container', 'conversationToolkitAPI', 'datatable', 'dualListbox', 'dynamicIcon'],
    ...['emailClientAPI', 'empApi', 'fileCard', 'fileUpload', 'flexipageRegionInfo', 'flow', 'formattedAddress'],
    ...[
      'formattedDateTime',
      'formattedEmail',
      'formattedLocation',
      'formattedName',
      'formattedNumber',
      'formattedPhone',
    ],
    ...[
      'formattedRichText',
      'formattedText',
      'formattedTime',
      'formattedUrl',
      'helptext',
      'icon',
      'input',
      'inputAddress',
    ],
    ...['inputField', 'inputLocation', 'inputName', 'inputRichText', 'insertImageButton', 'isUrlAddressable', 'layout'],
    ...['layoutItem', 'listView', 'map', 'menuDivider', 'menuItem', 'menuSubheader', 'messageChannel', 'messages'],
    ...['navigation', 'navigationItemAPI', 'notificationsLibrary', 'omniToolkitAPI', 'outputField', 'overlayLibrary'],
    ...[
      'path',
      'picklistPath',
      'pill',
      'pillContainer',
      'progressBar',
      'progressIndicator',
      'progressRing',
      'progressStep',
    ],
    ...['quickActionAPI', 'radioGroup', 'recordEditForm', 'recordForm', 'recordViewForm', 'relativeDateTime', 'select'],
    ...[
      'slider',
      'spinner',
      'tab',
      'tabset',
      'textarea',
      'tile',
      'tree',
      'treeGrid',
      'unsavedChanges',
      'utilityBarAPI',
    ],
    ...['verticalNavigation', 'verticalNavigationItem', 'verticalNavigationItemBadge', 'verticalNavigationItemIcon'],
    ...[
      'verticalNavigationOverflow',
      'verticalNavigationSection',
      'workspaceAPI',
      'appHomeTemplate',
      'hasPageReference',
    ],
    ...[
      'homeTemplate',
      'recordHomeTemplate',
      'availableForFlowActions',
      'availableForFlowScreens',
      'availableForChatterExtensionComposer',
    ],
    ...['availableForChatterExtensionRenderer', 'actionOverride', 'alternativeText', 'backgroundUtilityItem'],
  ],
};
const INTERFACES: Record<string, string[]> = {
  flexipage: ['availableForAllPageTypes', 'availableForRecordHome'],
  force: [
    ...['appHostable', 'hasRecordId', 'hasSObjectName', 'lightningQuickAction', 'lightningQuickActionWithoutHeader'],
    'lightningEditRecord',
  ],
  forceCommunity: [
    ...[
      'availableForAllPageTypes',
      'layout',
      'searchInterface',
      'themeLayout',
      'navigationMenu',
      'profileMenuInterface',
    ],
  ],
  lightning: COMPONENTS['lightning'] as string[],
};
const COMMENTS = /<!--[\s\S]*?-->/g;
const TAG = /<(\w+):(\w+)/g;
const IMPLEMENTS = /\bimplements\s*=\s*["']([^"']*)["']/g;
const LONG_NAME = 9;

function isSlip(name: string, known: string[] | undefined): boolean {
  if (!known || known.some((one) => one.toLowerCase() === name.toLowerCase())) return false;
  return slipOf(name, known, name.length < LONG_NAME ? 1 : 2) !== undefined;
}

/** The first component or interface of the platform that no org has; undefined for files that are no Aura markup. */
export function unknownInAura(text: string, { path, source }: ComponentFile): MarkupProblem | undefined {
  if (!/\.(cmp|app|intf)$/.test(path)) return undefined;
  const plain = blanked(text, COMMENTS);
  const tell = (kind: string, name: string, offset: number): MarkupProblem => ({
    problem: `No ${kind} named markup://${name} found`,
    at: placeIn(text, offset, source),
  });
  for (const { 0: whole, 1: namespace = '', 2: name = '', index } of plain.matchAll(TAG))
    if (isSlip(name, COMPONENTS[namespace])) return tell('COMPONENT', whole.slice(1), index);
  for (const list of plain.matchAll(IMPLEMENTS)) {
    const start = list.index + list[0].length - 1 - (list[1] as string).length;
    for (const { 0: whole, 1: namespace = '', 2: name = '', index } of (list[1] as string).matchAll(/(\w+):(\w+)/g))
      if (isSlip(name, INTERFACES[namespace])) return tell('INTERFACE', whole, start + index);
  }
  return undefined;
}
