/**
 * Converting a lead into an account, a contact and, if wanted, an opportunity (SOAP API Developer Guide, "convertLead()";
 * Apex Reference, "LeadConvert Class"). Mappings of custom fields (LeadConvertSettings) are not acted on.
 */
import { NotImplementedError } from '../types.ts';
import type { DmlError, DmlOptions, RecordValues, SaveResult, SObjectDescribe } from '../types.ts';
import { CONVERTED_LEAD } from '../rules/statuses.ts';
import { deletedEntity, invalidReference, rowError } from './errors.ts';
import { mappedValues } from './leadMapping.ts';
import type { DmlEngineParts } from './row.ts';

export interface LeadConversion {
  leadId: string | null;
  convertedStatus: string | null;
  /** Existing records to merge into; new ones are made without them. */
  accountId: string | null;
  contactId: string | null;
  opportunityId: string | null;
  opportunityName: string | null;
  doNotCreateOpportunity: boolean;
  overwriteLeadSource: boolean;
  /** Owner of what is made; the lead's by default. */
  ownerId: string | null;
}

export interface LeadConversionResult {
  leadId: string | null;
  accountId: string | null;
  contactId: string | null;
  opportunityId: string | null;
  errors: DmlError[];
}

/** Saves one row of the object, with triggers and rules. */
export type SaveRow = (verb: 'insert' | 'update', object: string, values: RecordValues) => SaveResult;

/** Fields of the lead that only a conversion writes. */
export const CONVERSION_FIELDS: ReadonlySet<string> = new Set([
  'IsConverted',
  'ConvertedDate',
  'ConvertedAccountId',
  'ConvertedContactId',
  'ConvertedOpportunityId',
]);

/** What hangs on a lead and would move: to which of the three records, the documents leave open. */
const LEFT_OPEN: readonly [object: string, field: string][] = [
  ['Task', 'WhoId'],
  ['Event', 'WhoId'],
  ['Attachment', 'ParentId'],
  ['Note', 'ParentId'],
  ['ContentDocumentLink', 'LinkedEntityId'],
];

/** A step that failed; carries the errors of its row. */
class Refused extends Error {
  readonly errors: DmlError[];
  constructor(errors: DmlError[]) {
    super('refused');
    this.errors = errors;
  }
}

/** Converts one lead. With errors the caller rolls back what was written. */
export function convertLead(
  parts: DmlEngineParts,
  request: LeadConversion,
  options: DmlOptions,
  saveRow: SaveRow,
): LeadConversionResult {
  const result: LeadConversionResult = {
    leadId: request.leadId,
    accountId: null,
    contactId: null,
    opportunityId: null,
    errors: [],
  };
  try {
    new Conversion(parts, request, options, saveRow).run(result);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ...result, accountId: null, contactId: null, opportunityId: null, errors: error.errors };
  }
  return result;
}

class Conversion {
  private readonly parts: DmlEngineParts;
  private readonly request: LeadConversion;
  private readonly options: DmlOptions;
  private readonly saveRow: SaveRow;

  constructor(parts: DmlEngineParts, request: LeadConversion, options: DmlOptions, saveRow: SaveRow) {
    this.parts = parts;
    this.request = request;
    this.options = options;
    this.saveRow = saveRow;
  }

  run(result: LeadConversionResult): void {
    const { request, parts } = this;
    this.checkPermission();
    const lead = this.existing('Lead', request.leadId, 'leadId');
    if (!lead) throw new Refused([rowError('REQUIRED_FIELD_MISSING', 'missing leadId', ['leadId'])]);
    if (lead.IsConverted === true)
      throw new Refused([rowError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead')]);
    if (request.convertedStatus !== CONVERTED_LEAD)
      throw new Refused([
        rowError('INVALID_STATUS', `invalid convertedStatus: ${request.convertedStatus ?? 'null'}`, [
          'convertedStatus',
        ]),
      ]);
    this.checkLeftOpen(lead.Id as string);
    const owner = this.owner(lead);
    const contact = this.existing('Contact', request.contactId, 'contactId');
    if (contact && (request.accountId === null || contact.AccountId !== request.accountId))
      throw new Refused([
        rowError('INVALID_ID_FIELD', 'the contact must belong to the account that is named', ['contactId']),
      ]);
    result.accountId = this.put('Account', request.accountId, lead, { OwnerId: owner });
    result.contactId = this.put(
      'Contact',
      request.contactId,
      lead,
      { OwnerId: owner, AccountId: result.accountId },
      request.overwriteLeadSource && (lead.LeadSource ?? null) !== null ? { LeadSource: lead.LeadSource ?? null } : {},
    );
    const memberships = parts.store.rows('CampaignMember', { LeadId: lead.Id as string });
    result.opportunityId = this.opportunity(lead, result, owner, memberships);
    for (const membership of memberships)
      parts.store.update('CampaignMember', membership.Id as string, { ContactId: result.contactId });
    this.saved('update', 'Lead', {
      Id: lead.Id as string,
      Status: request.convertedStatus,
      IsConverted: true,
      ConvertedDate: parts.store.now().slice(0, 10),
      ConvertedAccountId: result.accountId,
      ConvertedContactId: result.contactId,
      ConvertedOpportunityId: result.opportunityId,
    });
  }

  /** A user's own access needs the permission "Convert Leads" ("convertLead()", Usage). */
  private checkPermission(): void {
    const { actor, mode } = this.options;
    if (mode === 'user' && !this.parts.access.hasUserPermission(actor.userId, 'ConvertLeads'))
      throw new Refused([rowError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id')]);
  }

  /** The named row, or undefined where none is named; refused when it is not there. */
  private existing(object: string, id: string | null, field: string): RecordValues | undefined {
    if (id === null) return undefined;
    const { store } = this.parts;
    const row = store.schema.byKeyPrefix(id.slice(0, 3))?.name === object ? store.byId(object, id) : undefined;
    if (!row) throw new Refused([invalidReference([field])]);
    if (row.IsDeleted === true) throw new Refused([deletedEntity()]);
    return row;
  }

  private checkLeftOpen(leadId: string): void {
    for (const [object, field] of LEFT_OPEN)
      if (this.parts.store.rows(object, { [field]: leadId }).some((row) => row.IsDeleted !== true))
        throw new NotImplementedError(`Converting a lead that has rows of ${object}`);
  }

  /** Accounts and contacts cannot be owned by a queue ("convertLead()", ownerId). */
  private owner(lead: RecordValues): string {
    const owner = this.request.ownerId ?? (lead.OwnerId as string);
    if (this.parts.store.schema.byKeyPrefix(owner.slice(0, 3))?.name !== 'User')
      throw new Refused([
        rowError('REQUIRED_FIELD_MISSING', 'a lead that a queue owns needs an ownerId to be converted', ['ownerId']),
      ]);
    return owner;
  }

  /** Fills the empty fields of the record that exists, or makes one; its id. */
  private put(
    object: string,
    id: string | null,
    lead: RecordValues,
    made: RecordValues,
    always: RecordValues = {},
  ): string {
    const describe: SObjectDescribe = this.parts.store.describe(object);
    const into = this.existing(object, id, `${object.toLowerCase()}Id`);
    if (!into) return this.saved('insert', object, { ...mappedValues(describe, lead), ...made });
    const values = { ...mappedValues(describe, lead, into), ...always };
    if (Object.keys(values).length > 0) this.saved('update', object, { Id: into.Id as string, ...values });
    return into.Id as string;
  }

  private opportunity(
    lead: RecordValues,
    { accountId, contactId }: LeadConversionResult,
    owner: string,
    memberships: RecordValues[],
  ): string | null {
    const { request, parts } = this;
    if (request.doNotCreateOpportunity && request.opportunityId === null) return null;
    const stages = parts.store.schema.field('Opportunity', 'StageName')?.picklistValues ?? [];
    const newest = memberships.map((row) => ({ at: String(row.CreatedDate), campaign: row.CampaignId ?? null }));
    newest.sort((a, b) => b.at.localeCompare(a.at));
    const id = this.put('Opportunity', request.opportunityId, lead, {
      ...(request.opportunityName === null ? {} : { Name: request.opportunityName }),
      OwnerId: owner,
      AccountId: accountId,
      StageName: stages.find((stage) => stage.active)?.value ?? null,
      CloseDate: endOfQuarter(parts.store.now()),
      CampaignId: newest[0]?.campaign ?? null,
    });
    if (!parts.store.rows('OpportunityContactRole', { OpportunityId: id, ContactId: contactId }).length)
      this.saved('insert', 'OpportunityContactRole', {
        OpportunityId: id,
        ContactId: contactId,
        IsPrimary: request.opportunityId === null,
      });
    return id;
  }

  private saved(verb: 'insert' | 'update', object: string, values: RecordValues): string {
    const result = this.saveRow(verb, object, values);
    if (!result.success || result.id === null) throw new Refused(result.errors);
    return result.id;
  }
}

/** Last day of the quarter: the close date of opportunities that a conversion makes (Help, "Convert a Lead"). */
function endOfQuarter(now: string): string {
  const quarter = Math.floor((Number(now.slice(5, 7)) - 1) / 3);
  return new Date(Date.UTC(Number(now.slice(0, 4)), quarter * 3 + 3, 0)).toISOString().slice(0, 10);
}
