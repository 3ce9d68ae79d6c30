/**
 * System types newer than the catalogue's source (API 65), and members its source leaves out.
 * Sources: Apex Reference Guide 262–264 as noted in reference/metadata.md §6.
 */
import type { CatalogueType } from './catalogue.ts';

type Addition = Partial<CatalogueType> & Pick<CatalogueType, 'kind'>;

const TEXT_AND_BINDS = ['String', 'Map<String,Object>', 'AccessLevel'];

/** A built-in exception, with the constructors that all of them have. */
function exception(parent = 'Exception'): Addition {
  return {
    kind: 'class',
    extends: parent,
    constructors: [[], ['Exception'], ['String'], ['String', 'Exception']],
  };
}

export const SUPPLEMENT: Record<string, Addition> = {
  // "SessionManagement Class", invalidateSessions (reference/metadata.md §5, AuthSession).
  'Auth.SessionManagement': {
    kind: 'class',
    methods: [{ name: 'invalidateSessions', static: true, params: ['List<String>'], returns: 'void' }],
  },
  // "Site Class", createExternalUser: `throws Site.ExternalUserCreateException`, whose texts are meant for the visitor.
  'Site.ExternalUserCreateException': {
    kind: 'class',
    extends: 'Exception',
    constructors: [[], ['Exception'], ['String'], ['String', 'Exception']],
    methods: [{ name: 'getDisplayMessages', params: [], returns: 'List<String>' }],
  },
  // Apex Developer Guide, "Detecting Duplicate Queueable Jobs": the sample calls it, the class's own page leaves it out.
  QueueableDuplicateSignature: {
    kind: 'class',
    methods: [{ name: 'Builder', static: true, params: [], returns: 'QueueableDuplicateSignature.Builder' }],
  },
  // Apex Developer Guide, "Mock SOQL Tests for External Objects": the org has no objects whose queries can be stubbed.
  Test: {
    kind: 'class',
    methods: [
      { name: 'createSoqlStub', static: true, params: ['Schema.SObjectType', 'SoqlStubProvider'], returns: 'void' },
      { name: 'isSoqlStubDefined', static: true, params: ['Schema.SObjectType'], returns: 'Boolean' },
      {
        name: 'createStubQueryRow',
        static: true,
        params: ['Schema.SObjectType', 'Map<String,Object>'],
        returns: 'SObject',
      },
      {
        name: 'createStubQueryRows',
        static: true,
        params: ['Schema.SObjectType', 'List<Map<String,Object>>'],
        returns: 'List<SObject>',
      },
    ],
  },
  // "ZipWriter Class".
  'Compression.ZipWriter': {
    kind: 'class',
    methods: [
      {
        name: 'addEntry',
        params: ['String', 'String', 'Datetime', 'Compression.Method', 'Blob'],
        returns: 'Compression.ZipEntry',
      },
      { name: 'getEntryNames', params: [], returns: 'Set<String>' },
    ],
  },
  // "CustomNotification Class", setSenderId.
  'Messaging.CustomNotification': {
    kind: 'class',
    methods: [{ name: 'setSenderId', params: ['String'], returns: 'void' }],
  },
  // "UserManagement Class": what goes with the methods that the catalogue has.
  UserManagement: {
    kind: 'class',
    methods: [
      { name: 'initPasswordlessLogin', static: true, params: ['Id', 'Auth.VerificationMethod'], returns: 'String' },
      {
        name: 'verifyPasswordlessLogin',
        static: true,
        params: ['Id', 'Auth.VerificationMethod', 'String', 'String', 'String'],
        returns: 'Auth.VerificationResult',
      },
      { name: 'initRegisterVerificationMethod', static: true, params: ['Auth.VerificationMethod'], returns: 'String' },
      {
        name: 'verifyRegisterVerificationMethod',
        static: true,
        params: ['String', 'Auth.VerificationMethod'],
        returns: 'String',
      },
      { name: 'initVerificationMethod', static: true, params: ['Auth.VerificationMethod'], returns: 'String' },
      {
        name: 'initVerificationMethod',
        static: true,
        params: ['Auth.VerificationMethod', 'String', 'Map<String,String>'],
        returns: 'String',
      },
      {
        name: 'verifyVerificationMethod',
        static: true,
        params: ['String', 'String', 'Auth.VerificationMethod'],
        returns: 'Auth.VerificationResult',
      },
    ],
  },
  // Classes that the Apex Reference tells to extend.
  'VisualEditor.DynamicPickList': { kind: 'class', abstract: true },
  'Auth.AuthProviderPluginClass': { kind: 'class', abstract: true },
  'Auth.ConnectedAppPlugin': { kind: 'class', abstract: true },
  'DataSource.Connection': { kind: 'class', abstract: true },
  'DataSource.Provider': { kind: 'class', abstract: true },
  'DataSource.AsyncDeleteCallback': { kind: 'class', abstract: true },
  'DataSource.AsyncSaveCallback': { kind: 'class', abstract: true },
  'Auth.ExternalClientAppOauthHandler': { kind: 'class', abstract: true },
  'Auth.Oauth2TokenExchangeHandler': { kind: 'class', abstract: true },
  'UserProvisioning.UserProvisioningPlugin': { kind: 'class', abstract: true },
  'wavetemplate.WaveTemplateConfigurationModifier': { kind: 'class', abstract: true },
  SoqlStubProvider: { kind: 'class', abstract: true },
  // "EventCondition Interface", "AsyncCondition Interface" (TxnSecurity Namespace).
  'TxnSecurity.EventCondition': {
    kind: 'interface',
    methods: [{ name: 'evaluate', params: ['SObject'], returns: 'Boolean' }],
  },
  'TxnSecurity.AsyncCondition': { kind: 'interface' },
  // "FormulaBuilder Class" and "FormulaInstance Class": what build() and evaluate() throw; "DataWeave in Apex": what a
  // failing script throws.
  FormulaEvaluationException: exception(),
  FormulaValidationException: exception(),
  DataWeaveScriptException: exception(),
  // "Cache Exceptions": the session's are inner classes too; the catalogue has them only without `Session`.
  'cache.Session.SessionCacheException': exception('cache.SessionCacheException'),
  'cache.Session.SessionCacheNoSessionException': exception('cache.SessionCacheNoSessionException'),
  // "Set Class", equals, names a set of objects only. Tests of public libraries that pass on the platform give one of the
  // same type, and a set of strings to a set of objects.
  Set: {
    kind: 'class',
    methods: [
      { name: 'equals', params: ['Set<T>'], returns: 'Boolean' },
      { name: 'equals', params: ['Object'], returns: 'Boolean' },
    ],
  },
  // Both can be set with Test.setMock(HttpCalloutMock.class, …).
  StaticResourceCalloutMock: { kind: 'class', implements: ['HttpCalloutMock'] },
  MultiStaticResourceCalloutMock: { kind: 'class', implements: ['HttpCalloutMock'] },
  // "OrgPartition Class", "SessionPartition Class": both extend Cache.Partition; the constants are static.
  'cache.OrgPartition': { kind: 'class', extends: 'cache.Partition' },
  'cache.SessionPartition': { kind: 'class', extends: 'cache.Partition' },
  'cache.Org': { kind: 'class', fields: [{ name: 'MAX_TTL_SECS', type: 'Integer', static: true }] },
  'cache.Session': { kind: 'class', fields: [{ name: 'MAX_TTL_SECS', type: 'Integer', static: true }] },
  Database: {
    kind: 'class',
    methods: [
      { name: 'getPaginationCursor', static: true, params: ['String'], returns: 'Database.PaginationCursor' },
      {
        name: 'getPaginationCursor',
        static: true,
        params: ['String', 'AccessLevel'],
        returns: 'Database.PaginationCursor',
      },
      {
        name: 'getPaginationCursorWithBinds',
        static: true,
        params: TEXT_AND_BINDS,
        returns: 'Database.PaginationCursor',
      },
    ],
  },
  // "Apex Cursors" and "PaginationCursor Class".
  'Database.PaginationCursor': {
    kind: 'class',
    methods: [
      { name: 'fetchPage', params: ['Integer', 'Integer'], returns: 'Database.CursorFetchResult' },
      { name: 'getNumRecords', params: [], returns: 'Integer' },
    ],
  },
  'Database.CursorFetchResult': {
    kind: 'class',
    methods: [
      { name: 'getRecords', params: [], returns: 'List<SObject>' },
      { name: 'getNextIndex', params: [], returns: 'Integer' },
      { name: 'getNumDeletedRecords', params: [], returns: 'Integer' },
      { name: 'isDone', params: [], returns: 'Boolean' },
    ],
  },
};
