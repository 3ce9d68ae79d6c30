/** Roll-up summary fields of a deploy: what they sum up must be there (CustomField reference, "summaryForeignKey"). */
import { FILTER_OPERATIONS } from '../../data/dml/filters.ts';
import { fieldOf } from '../../data/schema/orgSchema.ts';
import type { FieldDescribe, SObjectDescribe } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { placeOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { DeployNames } from './formulas.ts';

/** Standard lookups that roll up like master-details (Help, "Roll-Up Summary Field"). */
const STANDARD_MASTERS = new Set([
  'Opportunity.AccountId',
  'OpportunityLineItem.OpportunityId',
  'CampaignMember.CampaignId',
  'QuoteLineItem.QuoteId',
  'OrderItem.OrderId',
]);
const SUMMED = new Set(['int', 'double', 'currency', 'percent']);
const COMPARED = new Set([...SUMMED, 'date', 'datetime']);

/** The field with the type that its summary has; undefined after a problem. */
export function checkedSummary(
  component: Component,
  object: string,
  field: FieldDescribe,
  names: DeployNames,
  context: DeployContext,
): FieldDescribe | undefined {
  const { summary } = field;
  if (!summary) return field;
  const element = component.document as XmlElement;
  const child = names.find(summary.child);
  const foreignKey = child && keyOf(child, summary.foreignKey);
  const at = (name: string): { at: ReturnType<typeof placeOf> } => ({ at: placeOf(element, name) });
  if (!child || !foreignKey) {
    context.missing(
      component,
      'summaryForeignKey',
      'CustomField',
      `${summary.child}.${summary.foreignKey}`,
      at('summaryForeignKey').at,
    );
    return undefined;
  }
  const isMaster =
    foreignKey.referenceTo.some((name) => name.toLowerCase() === object.toLowerCase()) &&
    ((foreignKey.cascadeDelete && !foreignKey.nillable) || STANDARD_MASTERS.has(`${child.name}.${foreignKey.name}`));
  if (!isMaster) {
    context.problem(
      component,
      'Summary foreign key must be a master-detail field to this object',
      at('summaryForeignKey'),
    );
    return undefined;
  }
  const summed = summary.field === undefined ? undefined : fieldOf(child, summary.field);
  if (summary.operation !== 'count') {
    const allowed = summary.operation === 'sum' ? SUMMED : COMPARED;
    if (!summed) {
      context.missing(
        component,
        'summarizedField',
        'CustomField',
        `${child.name}.${summary.field ?? ''}`,
        at('summarizedField').at,
      );
      return undefined;
    }
    if (!allowed.has(summed.type)) {
      context.problem(component, `Cannot ${summary.operation} a field of type ${summed.type}`, at('summarizedField'));
      return undefined;
    }
  }
  if (!filtersSound(component, child, field, context)) return undefined;
  return {
    ...field,
    ...(summed && summary.operation !== 'count'
      ? { type: summed.type === 'int' ? 'double' : summed.type, precision: summed.precision, scale: summed.scale }
      : { precision: 18, scale: 0 }),
    summary: { ...summary, child: child.name, foreignKey: foreignKey.name },
  };
}

function keyOf(child: SObjectDescribe, name: string): FieldDescribe | undefined {
  return fieldOf(child, name) ?? fieldOf(child, `${name}Id`);
}

function filtersSound(
  component: Component,
  child: SObjectDescribe,
  { summary }: FieldDescribe,
  context: DeployContext,
): boolean {
  const element = component.document as XmlElement;
  const at = placeOf(element, 'summaryFilterItems');
  for (const filter of summary?.filters ?? []) {
    const field = fieldOf(child, filter.field);
    if (!field) {
      context.missing(component, 'field', 'CustomField', `${child.name}.${filter.field}`, at);
      return false;
    }
    if (!FILTER_OPERATIONS.has(filter.operation) || ['date', 'datetime', 'time'].includes(field.type)) {
      context.problem(
        component,
        `Not available for deploy in the embedded org: the filter ${filter.operation} of a roll-up summary on a field of type ${field.type}`,
        { at },
      );
      return false;
    }
  }
  return true;
}
