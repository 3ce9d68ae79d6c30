/** `Database.convertLead` (Apex Reference, "Database Class", "LeadConvert Class", "LeadConvertResult Class"). */
import type { LeadConversion, LeadConversionResult } from '../../../data/dml/convertLead.ts';
import { NotImplementedError } from '../../../data/types.ts';
import type { DmlOptions } from '../../../data/types.ts';
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { typeRef } from '../../values/type.ts';
import { AccessLevel, accessOf } from '../access.ts';
import { required } from '../arguments.ts';
import { dmlException } from '../dml.ts';
import { plainFields } from '../plain.ts';
import { DatabaseError } from './results.ts';

/** Most leads of a call ("Converting Leads", Considerations). */
const MAXIMUM_LEADS = 100;

/** Property -> name of its getter. */
const PROPERTIES: Readonly<Record<string, string>> = {
  AccountId: 'getAccountId',
  AccountRecord: 'getAccountRecord',
  BypassAccountDedupeCheck: 'getBypassAccountDedupeCheck',
  BypassContactDedupeCheck: 'getBypassContactDedupeCheck',
  ContactId: 'getContactId',
  ContactRecord: 'getContactRecord',
  ConvertedStatus: 'getConvertedStatus',
  DoNotCreateOpportunity: 'isDoNotCreateOpportunity',
  LeadId: 'getLeadId',
  OpportunityId: 'getOpportunityId',
  OpportunityName: 'getOpportunityName',
  OpportunityRecord: 'getOpportunityRecord',
  OverwriteLeadSource: 'isOverwriteLeadSource',
  OwnerId: 'getOwnerId',
  SendNotificationEmail: 'isSendNotificationEmail',
};

const SWITCHES = [
  'BypassAccountDedupeCheck',
  'BypassContactDedupeCheck',
  'DoNotCreateOpportunity',
  'OverwriteLeadSource',
  'SendNotificationEmail',
];

class LeadConvert {
  readonly typeName = 'Database.LeadConvert';
  readonly values: Record<string, unknown> = Object.fromEntries(SWITCHES.map((name) => [name, false]));
}

export class LeadConvertResult {
  readonly typeName = 'Database.LeadConvertResult';
  readonly values: Record<string, unknown>;
  constructor({ leadId, accountId, contactId, opportunityId, errors }: LeadConversionResult) {
    this.values = {
      LeadId: leadId,
      AccountId: accountId,
      ContactId: contactId,
      OpportunityId: opportunityId,
      Success: errors.length === 0,
      Errors: new ApexList(
        typeRef('List<Database.Error>'),
        errors.map((error) => new DatabaseError(error)),
      ),
    };
  }
}

/** `convertLead(one or list [, allOrNone] [, accessLevel])`: with allOrNone one failure undoes all and raises DmlException. */
export const databaseConvertLead: SystemFunction = (rt, wanted: unknown, ...rest: unknown[]) => {
  const level = rest.find((value) => value instanceof AccessLevel);
  const allOrNone = (rest.find((value) => typeof value === 'boolean') as boolean | undefined) ?? true;
  const requests = (required(rt, wanted) instanceof ApexList ? (wanted as ApexList).items : [wanted]).map((one) =>
    conversionOf(required(rt, one as LeadConvert | null)),
  );
  if (requests.length > MAXIMUM_LEADS)
    rt.raise(
      'System.LimitException',
      `Database.convertLead takes at most ${MAXIMUM_LEADS} leads, not ${requests.length}`,
    );
  const results = convert(rt, requests, { ...accessOf(rt, level), actor: rt.actor, allOrNone }).map(
    (result) => new LeadConvertResult(result),
  );
  return wanted instanceof ApexList ? new ApexList(typeRef('List<Database.LeadConvertResult>'), results) : results[0];
};

function convert(rt: Runtime, requests: LeadConversion[], options: DmlOptions): LeadConversionResult[] {
  if (requests.length === 0) return [];
  rt.charge('dmlStatements', 1);
  rt.charge('dmlRows', requests.length);
  const savepoint = rt.data.savepoint();
  const results = requests.map((request) => rt.data.convertLead(request, options));
  if (options.allOrNone && results.some(({ errors }) => errors.length > 0)) {
    rt.data.rollbackTo(savepoint);
    throw dmlException(
      'convertLead',
      [],
      results.map(({ leadId, errors }) => ({ id: leadId, success: errors.length === 0, created: false, errors })),
    );
  }
  return results;
}

/** Raises NotImplementedError for what would be done besides. */
function conversionOf({ values }: LeadConvert): LeadConversion {
  for (const name of ['AccountRecord', 'ContactRecord', 'OpportunityRecord', 'SendNotificationEmail'])
    if (values[name]) throw new NotImplementedError(`Database.LeadConvert.set${name}`);
  const text = (name: string): string | null => (values[name] as string | null | undefined) ?? null;
  return {
    leadId: text('LeadId'),
    convertedStatus: text('ConvertedStatus'),
    accountId: text('AccountId'),
    contactId: text('ContactId'),
    opportunityId: text('OpportunityId'),
    opportunityName: text('OpportunityName'),
    doNotCreateOpportunity: values.DoNotCreateOpportunity === true,
    overwriteLeadSource: values.OverwriteLeadSource === true,
    ownerId: text('OwnerId'),
  };
}

function getter(property: string): SystemFunction {
  return (_rt, self: { values: Record<string, unknown> }) => self.values[property] ?? null;
}

const RESULT_GETTERS = ['LeadId', 'AccountId', 'ContactId', 'OpportunityId', 'Errors'];

export const leadConvertTypes: SystemType[] = [
  {
    name: 'Database.LeadConvert',
    is: (value) => value instanceof LeadConvert,
    constructors: { '()': () => new LeadConvert() },
    fields: plainFields(Object.keys(PROPERTIES)),
    methods: Object.fromEntries(
      Object.entries(PROPERTIES).flatMap(([property, get]) => [
        [get, getter(property)],
        [
          `set${property}`,
          (_rt: Runtime, self: LeadConvert, value: unknown) => {
            self.values[property] = value;
          },
        ],
      ]),
    ),
  },
  {
    name: 'Database.LeadConvertResult',
    is: (value) => value instanceof LeadConvertResult,
    fields: plainFields([...RESULT_GETTERS, 'Success']),
    methods: {
      ...Object.fromEntries(RESULT_GETTERS.map((property) => [`get${property}`, getter(property)])),
      isSuccess: getter('Success'),
    },
  },
];
