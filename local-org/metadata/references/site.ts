/** References of Experience Cloud sites (Metadata API Developer Guide, "Network", "CustomSite", "ExperienceBundle", "DigitalExperienceBundle"). */
import { textOf } from '../xml/element.ts';
import { decodeText } from '../package/component.ts';
import { elementsAt, placeIn } from './reference.ts';
import type { Reference, Row, Subject } from './reference.ts';

const rows = (type: string, ...paths: string[]): Row[] => paths.map((path) => ({ path, type }));

/** Pages of a site; those that every site begins with are known by their names. */
const SITE_PAGES = [
  ...['authorizationRequiredPage', 'bandwidthExceededPage', 'changePasswordPage', 'fileNotFoundPage'],
  ...['forgotPasswordPage', 'genericErrorPage', 'inMaintenancePage', 'inactiveIndexPage', 'indexPage'],
  ...['myProfilePage', 'robotsTxtPage', 'selfRegPage', 'siteTemplate'],
];
const NETWORK_TEMPLATES = [
  ...['caseCommentEmailTemplate', 'changePasswordTemplate', 'chgEmailVerNewTemplate', 'chgEmailVerOldTemplate'],
  ...['deviceActEmailTemplate', 'forgotPasswordTemplate', 'headlessForgotPasswordTemplate'],
  ...['headlessRegistrationTemplate', 'lockoutTemplate', 'pwdlessRegEmailTemplate'],
  ...['selfRegMicroBatchSubErrorEmailTemplate', 'verificationTemplate', 'welcomeTemplate'],
];

export const SITE_ROWS: Readonly<Record<string, readonly Row[]>> = {
  CustomSite: [
    ...rows('ApexPage', ...SITE_PAGES),
    ...rows('StaticResource', 'favoriteIcon', 'serverIsDown'),
    ...rows('ApexClass', 'urlRewriterClass'),
  ],
  Network: [
    { path: 'site', type: 'CustomSite' },
    { path: 'picassoSite', type: 'SiteDotCom', or: ['ExperienceBundle', 'DigitalExperienceBundle'] },
    ...rows('PermissionSet', 'networkMemberGroups/permissionSet'),
    ...rows('CustomTab', 'tabs/customTab'),
    ...rows('EmailTemplate', ...NETWORK_TEMPLATES),
  ],
  NetworkBranding: [{ path: 'network', type: 'Network' }],
  SharingSet: [{ path: 'accessMappings/object', type: 'CustomObject' }],
};

/** Components of the org that pages of a site show: Aura sites name them `componentName`, LWR sites `definition`. */
const SHOWN = /"(componentName|definition)"\s*:\s*"c:(\w+)"/g;

export function siteBundleReferences({ files }: Subject): Reference[] {
  return files
    .filter(({ path }) => path.endsWith('.json'))
    .flatMap((file) => {
      const text = decodeText(file.content);
      return [...text.matchAll(SHOWN)].map((match) => ({
        field: match[1] as string,
        type: 'LightningComponentBundle',
        fullName: match[2] as string,
        or: ['AuraDefinitionBundle'],
        at: placeIn(text, match.index, file.source),
      }));
    });
}

/** Menu items that lead to an object (NavigationMenuItem reference, "target"). */
export function navigationReferences({ document }: Subject): Reference[] {
  const items = document ? elementsAt(document, 'navigationMenuItem') : [];
  const all = [...items, ...items.flatMap((item) => elementsAt(item, 'subMenu/navigationMenuItem'))];
  return all
    .filter((item) => textOf(item, 'type') === 'SalesforceObject')
    .flatMap((item) => elementsAt(item, 'target'))
    .map(({ name, text, at }) => ({ field: name, type: 'CustomObject', fullName: text.trim(), at }));
}
