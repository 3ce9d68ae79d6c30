/** Prices, opportunity products, campaign members (Object Reference pages of the same names). */
import { rowError } from '../dml/errors.ts';
import type { Store } from '../storage/store.ts';
import type { RecordValues } from '../types.ts';
import type { ObjectRule, RuleContext } from './rule.ts';
import { CONTRACT_PHASES } from './statuses.ts';

/** The standard price of a product: its entry in the standard price book. */
function standardEntry(store: Store, productId: unknown): RecordValues | undefined {
  const standard = store.first('Pricebook2', { IsStandard: true });
  return (
    standard && store.first('PricebookEntry', { Pricebook2Id: standard.Id as string, Product2Id: productId as string })
  );
}

export const pricebookEntryRule: ObjectRule = {
  complete({ store }, row) {
    const product =
      typeof row.Product2Id === 'string' ? store.pick('Product2', row.Product2Id, 'Name', 'ProductCode') : undefined;
    row.Name = product?.Name ?? null;
    row.ProductCode = product?.ProductCode ?? null;
    if (row.UseStandardPrice === true)
      row.UnitPrice = standardEntry(store, row.Product2Id)?.UnitPrice ?? row.UnitPrice ?? null;
  },
  validate({ store }, row, old) {
    if (old) return [];
    const book = store.byId('Pricebook2', row.Pricebook2Id as string);
    if (book?.IsStandard !== true && !standardEntry(store, row.Product2Id))
      return [rowError('STANDARD_PRICE_NOT_DEFINED', 'Before creating a custom price, create a standard price.')];
    const held = store.ids('PricebookEntry', {
      Pricebook2Id: row.Pricebook2Id ?? null,
      Product2Id: row.Product2Id ?? null,
      IsDeleted: false,
    });
    return held.length > 0
      ? [rowError('DUPLICATE_VALUE', 'This price definition already exists in this price book')]
      : [];
  },
};

export const opportunityLineItemRule: ObjectRule = {
  complete({ store }, row, old) {
    const opportunity = store.byId('Opportunity', String(row.OpportunityId));
    const entry =
      typeof row.PricebookEntryId === 'string'
        ? store.byId('PricebookEntry', row.PricebookEntryId)
        : entryOf(store, opportunity, row);
    if (entry) {
      row.PricebookEntryId = entry.Id ?? null;
      row.Product2Id = entry.Product2Id ?? null;
      row.ListPrice = entry.UnitPrice ?? null;
      row.ProductCode = entry.ProductCode ?? null;
    }
    row.Name = [opportunity?.Name, entry?.Name].filter((part) => part).join(' ') || null;
    price(row, old);
  },
  validate(_context, row, old) {
    if (old) return [];
    const errors = [];
    if ((row.PricebookEntryId ?? null) === null)
      errors.push(
        rowError(
          'FIELD_INTEGRITY_EXCEPTION',
          'field integrity exception: PricebookEntryId (pricebook entry not found)',
          ['PricebookEntryId'],
        ),
      );
    if ((row.UnitPrice ?? null) === null && (row.TotalPrice ?? null) === null)
      errors.push(rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [UnitPrice]', ['UnitPrice']));
    return errors;
  },
  afterSave: ({ store }, row) => amountOf(store, row.OpportunityId as string, row),
  afterDelete: ({ store }, row) => amountOf(store, row.OpportunityId as string),
};

/** The entry of a product in the price book of its opportunity. */
function entryOf(store: Store, opportunity: RecordValues | undefined, row: RecordValues): RecordValues | undefined {
  const book = opportunity?.Pricebook2Id;
  if (typeof book !== 'string' || typeof row.Product2Id !== 'string') return undefined;
  return store.first('PricebookEntry', { Pricebook2Id: book, Product2Id: row.Product2Id });
}

/** Sales price and total say each other; the sales price wins where both are given. */
function price(row: RecordValues, old: RecordValues | null): void {
  const quantity = row.Quantity;
  if (typeof quantity !== 'number' || quantity === 0) return;
  const kept = 1 - (typeof row.Discount === 'number' ? row.Discount : 0) / 100;
  const totalChanged = typeof row.TotalPrice === 'number' && row.TotalPrice !== old?.TotalPrice;
  const unitChanged = typeof row.UnitPrice === 'number' && row.UnitPrice !== old?.UnitPrice;
  if (totalChanged && !unitChanged && (old !== null || typeof row.UnitPrice !== 'number') && kept !== 0)
    row.UnitPrice = cents((row.TotalPrice as number) / quantity / kept);
  if (typeof row.UnitPrice !== 'number') return;
  row.Subtotal = cents(row.UnitPrice * quantity);
  row.TotalPrice = cents(row.UnitPrice * quantity * kept);
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The amount of an opportunity with products is their sum; its price book is theirs. */
function amountOf(store: Store, opportunityId: string, added?: RecordValues): void {
  const opportunity = store.byId('Opportunity', opportunityId);
  if (!opportunity) return;
  const lines = store.rows('OpportunityLineItem', { OpportunityId: opportunityId, IsDeleted: false });
  const amount = lines.reduce((sum, line) => sum + ((line.TotalPrice as number | null) ?? 0), 0);
  const probability = (opportunity.Probability as number | null) ?? 0;
  const book =
    typeof added?.PricebookEntryId === 'string'
      ? store.pick('PricebookEntry', added.PricebookEntryId, 'Pricebook2Id')?.Pricebook2Id
      : undefined;
  store.update('Opportunity', opportunityId, {
    HasOpportunityLineItem: lines.length > 0,
    ...(lines.length > 0 ? { Amount: cents(amount), ExpectedRevenue: (amount * probability) / 100 } : {}),
    ...(book && (opportunity.Pricebook2Id ?? null) === null ? { Pricebook2Id: book } : {}),
  });
}

/** Every campaign begins with two statuses (Help, "Campaign Member Status"). */
export const campaignRule: ObjectRule = {
  afterSave({ store }, row, old) {
    if (old) return;
    const status = (Label: string, IsDefault: boolean, SortOrder: number): string =>
      store.insert('CampaignMemberStatus', {
        CampaignId: row.Id as string,
        Label,
        IsDefault,
        HasResponded: !IsDefault,
        SortOrder,
      });
    status('Sent', true, 1);
    status('Responded', false, 2);
  },
};

export const campaignMemberRule: ObjectRule = {
  complete({ store }, row, old) {
    const person = (row.ContactId ?? row.LeadId) as string | null | undefined;
    const object = typeof row.ContactId === 'string' ? 'Contact' : 'Lead';
    const found = typeof person === 'string' ? store.pick(object, person, 'Name', 'OwnerId') : undefined;
    row.LeadOrContactId = person ?? null;
    row.LeadOrContactOwnerId = found?.OwnerId ?? null;
    row.Name = found?.Name ?? null;
    row.Type = object;
    const statuses = store.rows('CampaignMemberStatus', { CampaignId: (row.CampaignId as string | null) ?? null });
    row.Status ??= (statuses.find((one) => one.IsDefault === true)?.Label as string | undefined) ?? null;
    row.HasResponded = statuses.some((one) => one.Label === row.Status && one.HasResponded === true);
    if (row.HasResponded && old?.HasResponded !== true) row.FirstRespondedDate = store.now().slice(0, 10);
  },
  validate({ store }, row, old) {
    if (old) return [];
    if ((row.LeadOrContactId ?? null) === null)
      return [
        rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LeadId, ContactId]', ['LeadId', 'ContactId']),
      ];
    const held = store.ids('CampaignMember', {
      CampaignId: row.CampaignId ?? null,
      LeadOrContactId: row.LeadOrContactId ?? null,
      IsDeleted: false,
    });
    return held.length > 0 ? [rowError('DUPLICATE_VALUE', 'Already a campaign member.')] : [];
  },
  afterSave: (context, row) => countMembers(context, row.CampaignId as string),
  afterDelete: (context, row) => countMembers(context, row.CampaignId as string),
};

function countMembers({ store }: RuleContext, campaignId: string): void {
  const members = store.rows('CampaignMember', { CampaignId: campaignId, IsDeleted: false });
  store.update('Campaign', campaignId, {
    NumberOfLeads: members.filter((one) => one.Type === 'Lead').length,
    NumberOfContacts: members.filter((one) => one.Type === 'Contact').length,
    NumberOfResponses: members.filter((one) => one.HasResponded === true).length,
  });
}

export const orderItemRule: ObjectRule = {
  complete({ store }, row) {
    const entry =
      typeof row.PricebookEntryId === 'string' ? store.byId('PricebookEntry', row.PricebookEntryId) : undefined;
    if (entry) {
      row.Product2Id = entry.Product2Id ?? null;
      row.ListPrice = entry.UnitPrice ?? null;
    }
    if (typeof row.UnitPrice === 'number' && typeof row.Quantity === 'number')
      row.TotalPrice = cents(row.UnitPrice * row.Quantity);
  },
  afterSave: ({ store }, row) => totalOf(store, row.OrderId as string),
  afterDelete: ({ store }, row) => totalOf(store, row.OrderId as string),
};

function totalOf(store: Store, orderId: string): void {
  const items = store.rows('OrderItem', { OrderId: orderId, IsDeleted: false });
  const total = items.reduce((sum, item) => sum + ((item.TotalPrice as number | null) ?? 0), 0);
  store.update('Order', orderId, { TotalAmount: cents(total) });
}

/** What a status means to the platform (Object Reference, "StatusCode"). */
export const statusCodeRule: ObjectRule = {
  complete(_context, row) {
    row.StatusCode = CONTRACT_PHASES[String(row.Status)] ?? 'Draft';
  },
};

/**
 * An asset is of an account, a contact, or both (Object Reference, Asset: AccountId is required if ContactId isn't
 * specified, and the other way round). That holds while access to assets is Controlled by Parent, the default: with
 * access of their own, they need no parent. The words are those of the platform's error as public articles quote it.
 */
export const assetRule: ObjectRule = {
  validate({ store }, row) {
    if ((row.AccountId ?? null) !== null || (row.ContactId ?? null) !== null) return [];
    if (store.describe('Asset').sharingModel !== 'ControlledByParent') return [];
    return [
      rowError('FIELD_INTEGRITY_EXCEPTION', 'Every asset needs an account, a contact, or both.', [
        'AccountId',
        'ContactId',
      ]),
    ];
  },
};
