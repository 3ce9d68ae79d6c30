/** Turns a user filter into SOQL (reference/scim.md §1.5). */
import type { Scalar } from '../../data/types.ts';
import type { ScimRequest } from '../context.ts';
import { ScimError } from '../errors.ts';
import { compareField, parseFilter, type Condition, type Operator } from '../filter.ts';
import { COMPLEX_ATTRIBUTES, customSchema, FILTER_FIELDS } from './attributes.ts';

const PHONES = ['Phone', 'MobilePhone', 'Fax'];
const MEMBERSHIPS = ['entitlements', 'groups'];

export function userCondition(request: ScimRequest, filter: string): Condition {
  let memberships = 0;
  return parseFilter(filter, (attribute, operator, value, bind) => {
    const name = attribute.replace(/\.value$/, '');
    if (MEMBERSHIPS.includes(name)) {
      if (operator !== 'ne') memberships += 1;
      if (memberships > 1) throw new ScimError(400, 'Only one membership criteria allowed in filter.');
      return membership(name, operator, value, bind);
    }
    if (name === 'roles') return equality('role', 'UserRoleId', operator, bind(value));
    if (name === 'phoneNumbers') return phone(operator, value, bind);
    return compareField(fieldOf(request, attribute), operator, typed(request, attribute, value), bind);
  });
}

function fieldOf(request: ScimRequest, attribute: string): string {
  const field = FILTER_FIELDS.get(attribute);
  if (field) return field;
  if (COMPLEX_ATTRIBUTES.includes(attribute)) {
    throw new ScimError(400, `Complex attribute ${attribute}. Please specify subattribute.`);
  }
  const custom = `${customSchema(request.data.orgId)}:`;
  if (attribute.startsWith(custom)) {
    const found = request.data.schema.field('User', attribute.slice(custom.length));
    if (found?.custom) return found.name;
  }
  throw new ScimError(400, `Unsupported attribute : ${attribute}`);
}

/** The quoted value in the field's own type. */
function typed(request: ScimRequest, attribute: string, value: string): Scalar {
  const type = request.data.schema.field('User', fieldOf(request, attribute))?.type;
  if (type === 'boolean') return value.toLowerCase() === 'true';
  if (type === 'int' || type === 'double') return Number(value);
  if (type !== 'datetime') return value;
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw new ScimError(400, `Illegal token : ${value}`);
  return new Date(time).toISOString().replace('Z', '+0000');
}

function membership(name: string, operator: Operator, id: string, bind: (value: Scalar) => string): string {
  if (operator !== 'eq' && operator !== 'ne') throw new ScimError(400, `Unsupported comparison for ${name} field`);
  const not = operator === 'ne' ? 'NOT ' : '';
  if (name === 'groups') return `Id ${not}IN (SELECT UserOrGroupId FROM GroupMember WHERE GroupId = ${bind(id)})`;
  if (id.startsWith('0PS'))
    return `Id ${not}IN (SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSetId = ${bind(id)})`;
  return `ProfileId ${operator === 'eq' ? '=' : '!='} ${bind(id)}`;
}

function equality(label: string, field: string, operator: Operator, bound: string): string {
  if (operator === 'eq') return `${field} = ${bound}`;
  if (operator === 'ne') return `${field} != ${bound}`;
  throw new ScimError(400, `Unsupported comparison for ${label} field`);
}

function phone(operator: Operator, value: string, bind: (value: Scalar) => string): string {
  if (operator !== 'eq') throw new ScimError(400, 'Unsupported comparison for entitlements field');
  const bound = bind(value);
  return `(${PHONES.map((field) => `${field} = ${bound}`).join(' OR ')})`;
}
