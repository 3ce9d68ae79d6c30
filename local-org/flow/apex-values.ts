/** Values of a flow as Apex-defined types and invocable methods take them, and back (Help, "Flow Data Types", "Apex-Defined"). */
import type { TypeRef } from '../apex/runtime/contract.ts';
import { ApexList } from '../apex/values/collections.ts';
import { id18 } from '../apex/values/id.ts';
import { ApexDouble, asDecimal, isNumeric } from '../apex/values/number.ts';
import type { ApexDecimal } from '../apex/values/number.ts';
import { ApexSObject } from '../apex/values/sobject.ts';
import { FlowFault } from './faults.ts';
import { copyOf } from './values.ts';

/** Numbers become the number type that is wanted, lists get its element type, and records are copied. */
export function toApexType(value: unknown, type: TypeRef): unknown {
  if (value === null) return null;
  if (value instanceof ApexSObject) return copyOf(value);
  const [element] = type.args;
  if (value instanceof ApexList && element)
    return new ApexList(
      type,
      value.items.map((item) => toApexType(item, element)),
    );
  if (isNumeric(value)) return numberAs(asDecimal(value) as ApexDecimal, type.name);
  if (type.name === 'Id' && typeof value === 'string' && value !== '') {
    const id = id18(value);
    if (id === undefined) throw new FlowFault(`The value ${value} isn't a valid ID.`);
    return id;
  }
  return type.name === 'Id' && value === '' ? null : value;
}

function numberAs(value: ApexDecimal, type: string): unknown {
  switch (type) {
    case 'Integer':
      return value.value.trunc().toNumber() | 0;
    case 'Long':
      return BigInt(value.value.trunc().toFixed(0));
    case 'Double':
      return new ApexDouble(value.toNumber());
    default:
      return value;
  }
}
