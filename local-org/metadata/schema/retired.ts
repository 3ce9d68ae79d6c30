/**
 * Elements that the Metadata API had once: a file of the version that still knew them deploys as it did then (Metadata API
 * Developer Guide, the types' pages of the older versions). The last version is rounded up where the guide is silent.
 */

/** By type: the last API version, and the elements that it was the last to know. */
const RETIRED: Record<string, [last: number, elements: string[]]> = {
  CustomObject: [36, ['customSettingsVisibility', 'namedFilters']],
  CustomField: [37, ['globalPicklist', 'indexed', 'trueValueIndexed']],
  CustomTab: [36, ['mobileReady']],
  CustomApplication: [
    46,
    [
      ...['detailPageRefreshMethod', 'domainWhitelist', 'enableCustomizeMyTabs', 'enableKeyboardShortcuts'],
      ...['enableListViewHover', 'enableListViewReskin', 'enableMultiMonitorComponents', 'enablePinTabs'],
      ...['enableTabHover', 'enableTabLimits', 'footerColor', 'headerColor', 'keyboardShortcuts', 'listPlacement'],
      ...['listRefreshMethod', 'liveAgentConfig', 'primaryTabColor', 'pushNotifications', 'saveUserSessions'],
      'workspaceMappings',
    ],
  ],
  FlexiPage: [38, ['pageTemplate']],
  PermissionSet: [37, ['userLicense']],
  Profile: [22, ['fieldLevelSecurities']],
};

/** Whether a file of this API version may hold the element although today's definition of the type does not. */
export function isRetired(type: string, element: string, apiVersion: number): boolean {
  const [last, elements] = RETIRED[type] ?? [0, []];
  return apiVersion > 0 && apiVersion <= last && elements.includes(element);
}
