/**
 * Sites of the org (Object Reference, "Site", "Network", "Domain"), which the catalogue lacks because classes of Apex have
 * their names. Rows are those of deployed sites; the org serves none, so what serving them would make (guest users, domains,
 * usage) is empty.
 */
import type { FieldOverlay, Overlay } from '../overlay.ts';

const user: FieldOverlay = { referenceTo: ['User'] };
const count: FieldOverlay = { type: 'int' };
const flag: FieldOverlay = { type: 'boolean' };
const moment: FieldOverlay = { type: 'datetime' };
const template: FieldOverlay = { referenceTo: ['EmailTemplate'] };

const SYSTEM: Record<string, FieldOverlay> = {
  CreatedDate: moment,
  CreatedById: { ...user, relationshipName: 'CreatedBy' },
  LastModifiedDate: moment,
  LastModifiedById: { ...user, relationshipName: 'LastModifiedBy' },
  SystemModstamp: moment,
};

const flags = (...names: string[]): Record<string, FieldOverlay> =>
  Object.fromEntries(names.map((name) => [`Options${name}`, flag]));

/** `Options…` of a site, each with its element in CustomSite. */
export const SITE_OPTIONS: Readonly<Record<string, string>> = {
  AllowHomePage: 'allowHomePage',
  AllowStandardAnswersPages: 'allowStandardAnswersPages',
  AllowStandardIdeasPages: 'allowStandardIdeasPages',
  AllowStandardLookups: 'allowStandardLookups',
  AllowStandardPortalPages: 'allowStandardPortalPages',
  AllowStandardSearch: 'allowStandardSearch',
  BrowserXssProtection: 'browserXssProtection',
  CachePublicVisualforcePagesInProxyServers: 'cachePublicVisualforcePagesInProxyServers',
  ContentSniffingProtection: 'contentSniffingProtection',
  RedirectToCustomDomain: 'redirectToCustomDomain',
  ReferrerPolicyOriginWhenCrossOrigin: 'referrerPolicyOriginWhenCrossOrigin',
  RequireHttps: 'requireHttps',
};

/** `Options…` of a network, each with its element in Network. */
export const NETWORK_OPTIONS: Readonly<Record<string, string>> = {
  AllowInternalUserLogin: 'allowInternalUserLogin',
  AllowMembersToFlag: 'allowMembersToFlag',
  GatherCustomerSentimentData: 'gatherCustomerSentimentData',
  GuestChatterEnabled: 'enableGuestChatter',
  GuestFileAccessEnabled: 'enableGuestFileAccess',
  GuestMemberVisibility: 'enableGuestMemberVisibility',
  InvitationsEnabled: 'enableInvitation',
  KnowledgeableEnabled: 'enableKnowledgeable',
  MemberVisibility: 'enableMemberVisibility',
  NicknameDisplayEnabled: 'enableNicknameDisplay',
  PrivateMessagesEnabled: 'enablePrivateMessages',
  ReputationEnabled: 'enableReputation',
  SelfRegistrationEnabled: 'selfRegistration',
  SendWelcomeEmail: 'sendWelcomeEmail',
  ShowAllNetworkSettings: 'enableShowAllNetworkSettings',
  SiteAsContainerEnabled: 'enableSiteAsContainer',
};

export const SITES: Overlay = {
  Site: {
    prefix: '0DM',
    access: '',
    setup: true,
    fields: {
      Name: { length: 80 },
      MasterLabel: { length: 255 },
      Subdomain: { length: 80 },
      UrlPathPrefix: { length: 40 },
      TopLevelDomain: { length: 80 },
      Status: { picklist: ['Active', 'Inactive', 'InMaintenance'], length: 40, restricted: true },
      SiteType: { picklist: ['ChatterNetwork', 'ChatterNetworkPicasso', 'Siteforce', 'Visualforce'], length: 40 },
      AdminId: { ...user, relationshipName: 'Admin' },
      GuestUserId: { ...user, relationshipName: 'GuestUser' },
      GuestRecordDefaultOwnerId: { ...user, relationshipName: 'GuestRecordDefaultOwner' },
      Description: { length: 1000 },
      AnalyticsTrackingCode: { length: 40 },
      ArchiveStatus: { picklist: ['NotArchived', 'TemporaritlyArchived'], length: 40 },
      ArchivedById: { ...user, relationshipName: 'ArchivedBy' },
      ArchivedDate: moment,
      ClickjackProtectionLevel: {
        picklist: ['AllowAllFraming', 'External', 'SameOriginOnly', 'NoFraming'],
        length: 40,
      },
      DailyBandwidthLimit: count,
      DailyBandwidthUsed: count,
      DailyRequestTimeLimit: count,
      DailyRequestTimeUsed: count,
      MonthlyPageViewsEntitlement: count,
      ...flags(...Object.keys(SITE_OPTIONS)),
      ...SYSTEM,
    },
  },
  Network: {
    prefix: '0DB',
    access: 'u',
    setup: true,
    fields: {
      Name: { length: 255 },
      Status: { picklist: ['DownForMaintenance', 'Live', 'UnderConstruction'], length: 40, restricted: true },
      UrlPathPrefix: { length: 80 },
      Description: { type: 'string', length: 255 },
      AllowedExtensions: { type: 'textarea', length: 1000, filterable: true },
      EmailFooterText: { length: 1000 },
      EmailSenderAddress: { type: 'email' },
      EmailSenderName: { length: 80 },
      NewSenderAddress: { type: 'email' },
      FirstActivationDate: moment,
      MaxFileSizeKb: count,
      SelfRegProfileId: { referenceTo: ['Profile'], relationshipName: 'SelfRegProfile' },
      CaseCommentEmailTemplateId: template,
      ChangePasswordEmailTemplateId: template,
      ForgotPasswordEmailTemplateId: template,
      WelcomeEmailTemplateId: template,
      ...flags(...Object.keys(NETWORK_OPTIONS)),
      ...SYSTEM,
    },
  },
  Domain: {
    prefix: '0I4',
    access: '',
    setup: true,
    fields: {
      Domain: { length: 765, idLookup: true, nameField: true },
      DomainType: { picklist: ['DNS'], length: 40, restricted: true },
      CnameTarget: { length: 765 },
      HttpsOption: {
        picklist: [
          'CdnPartner',
          'Community',
          'CommunityAlt',
          'ExternalHttps',
          'NoHttps',
          'OrgDomain',
          'Sites',
          'SitesAlt',
        ],
        length: 40,
      },
      OptionsHstsPreload: flag,
      ...SYSTEM,
    },
  },
};
