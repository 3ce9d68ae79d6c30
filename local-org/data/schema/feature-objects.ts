/**
 * Standard objects that a feature or a license brings and the embedded org does not have, by their documented names (Object
 * Reference, "Standard Objects"; the references of Field Service, Commerce, Financial Services, Nonprofit, Revenue and Service
 * Cloud). Names that are ordinary words are left out: a class of a project may be called so.
 */
const OBJECTS = [
  ...['AgentWork', 'AgentWorkSkill', 'ServiceChannel', 'ServicePresenceStatus', 'PresenceUserConfig'],
  ...['PresenceDeclineReason', 'PendingServiceRouting', 'PendingServiceRoutingInteractionInfo', 'UserServicePresence'],
  ...['QueueRoutingConfig', 'LiveChatTranscript', 'LiveChatTranscriptEvent', 'LiveChatTranscriptSkill'],
  ...['LiveChatVisitor', 'LiveChatButton', 'LiveChatButtonDeployment', 'LiveChatDeployment', 'LiveAgentSession'],
  ...['LiveChatUserConfig', 'LiveChatBlockingRule', 'LiveChatAvailability', 'IdeaTheme', 'LocationTrustMeasure'],
  ...['UserTerritory', 'Territory2ModelHistory', 'Territory2Rule', 'Territory2RuleItem'],
  ...['AccountTerritoryAssignmentRule', 'AccountTerritoryAssignmentRuleItem', 'UserAccountTeamMember'],
  ...['AccountTeamMember', 'PartnerNetworkConnection', 'PartnerNetworkRecordConnection', 'PartnerNetworkSyncLog'],
  ...['CampaignInfluence', 'WebStorePricebook', 'BuyerAccount', 'BuyerGroupMember', 'BuyerGroupPricebook'],
  ...['CommerceEntitlementPolicy', 'CommerceEntitlementProduct', 'CommerceEntitlementBuyerGroup', 'WishlistItem'],
  ...['OrderDeliveryGroup', 'OrderDeliveryMethod', 'OrderSummary', 'OrderItemSummary', 'OrderItemSummaryChange'],
  ...['OrderDeliveryGroupSummary', 'ProductMedia', 'ElectronicMediaGroup', 'ElectronicMediaUse'],
  ...['ManagedContentVersion', 'CarePlan', 'CarePlanTemplate', 'CareSystemFieldMapping', 'VisitTask', 'RetailStore'],
  ...['RetailStoreKpi', 'RetailVisitKpi', 'StoreProduct', 'InStoreLocation', 'DeliveryTask', 'FinancialAccount'],
  ...['FinancialAccountRole', 'FinancialAccountTransaction', 'FinancialHolding', 'FinancialDeal'],
  ...['InteractionSummary', 'InteractionAttendee', 'PartyRelationshipGroup', 'ContactContactRelation'],
  ...['AccountRelationship', 'AccountRelationshipShareRule', 'ProgramEnrollment', 'ProgramCohort'],
  ...['BenefitAssignment', 'GiftTransaction', 'GiftTransactionDesignation', 'GiftCommitment'],
  ...['GiftCommitmentSchedule', 'GiftDesignation', 'GiftBatch', 'GiftEntry', 'OutreachSourceCode'],
  ...['OutreachSummary', 'DonorGiftSummary', 'PartyPhilanthropicMilestone', 'InternalOrganizationUnit'],
  ...['EmployeeCrisisAssessment', 'SchedulingPolicy', 'LearningAssignment', 'LearningItem', 'LearningItemProgress'],
  ...['LearningProgram', 'LearnerProfile', 'AcademicTerm', 'AcademicSession', 'EducationalInstitution'],
  ...['EnrollmentOpportunity', 'FundingRequest', 'FundingAward', 'FundingDisbursement', 'PreferenceCenter'],
  ...['RecommendationReaction', 'ThanksFeed', 'WorkGoal', 'FeedbackQuestion', 'VoiceCoaching', 'VoiceMailContent'],
  ...['VoiceMailGreeting', 'VoiceMailMessage', 'VoiceUserLine', 'VoiceVendorInfo', 'VoiceVendorLine'],
  ...['VoiceLocalPresenceNumber', 'CallDisposition', 'CallDispositionCategory', 'ActionCadence'],
  ...['ActionCadenceTracker', 'ActionCadenceStep', 'ActionCadenceStepTracker', 'ListEmailSentResult'],
  ...['EmailRoutingAddress', 'ContractDocumentVersion', 'ContractType', 'TransactionProcessingType'],
  ...['BillingSchedule', 'BillingPolicy', 'BillingTreatment', 'TaxEngineProvider', 'TaxTreatment', 'QuoteAction'],
  ...['OrderAction', 'QuoteLineGroup', 'QuoteLineRelationship', 'SalesTransaction', 'BotDefinition', 'BotVersion'],
  ...['EinsteinModelFactor', 'ApexCodeCoverage', 'ApexCodeCoverageAggregate', 'AttachedContentNote'],
  ...['ProcessInstanceHistory', 'OrderSummaryCreatedEvent', 'TwoFactorInfo', 'TwoFactorMethodsInfo'],
  ...['TwoFactorTempCode', 'UserConfigTransferButton', 'UserConfigTransferSkill', 'ContentNote'],
  ...['ContentSubscription', 'Product2DataTranslation', 'DataCategoryGroup', 'NavigationLinkSetLocalization'],
  ...['NetworkAuthApiSettings', 'ModerationRule', 'UserCriteria', 'RecordActionHistory', 'RecordVisibility'],
  ...['CollaborationGroupRank', 'UserProfileFeed', 'ChatterMessage', 'ChatterConversation'],
  ...['ChatterConversationMember'],
];

const NAMES: ReadonlySet<string> = new Set(OBJECTS.map((name) => name.toLowerCase()));

export function isFeatureObject(name: string): boolean {
  return NAMES.has(name.toLowerCase());
}
