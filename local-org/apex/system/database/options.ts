/**
 * `Database.DMLOptions` (Apex Reference, "DMLOptions Class"). OptAllOrNone and AllowFieldTruncation change what the embedded
 * org does; the header classes keep their values.
 */
import type { RecordValues, SObjectDescribe } from '../../../data/types.ts';
import type { SystemType } from '../../runtime/contract.ts';
import { plainFields } from '../plain.ts';

export class DmlOptionsValue {
  readonly typeName = 'Database.DMLOptions';
  readonly values: Record<string, unknown> = {
    AllowFieldTruncation: null,
    AssignmentRuleHeader: new PlainHeader('Database.DMLOptions.AssignmentRuleHeader', [
      'AssignmentRuleId',
      'UseDefaultRule',
    ]),
    DuplicateRuleHeader: new PlainHeader('Database.DMLOptions.DuplicateRuleHeader', ['AllowSave', 'RunAsCurrentUser']),
    EmailHeader: new PlainHeader('Database.DMLOptions.EmailHeader', [
      'TriggerAutoResponseEmail',
      'TriggerOtherEmail',
      'TriggerUserEmail',
    ]),
    LocaleOptions: null,
    OptAllOrNone: null,
  };
  /** Without OptAllOrNone, Database methods with options allow partial success (Apex Reference, optAllOrNone). */
  get allOrNone(): boolean {
    return this.values.OptAllOrNone === true;
  }

  get truncates(): boolean {
    return this.values.AllowFieldTruncation === true;
  }
}

/** What `JSON.serialize` writes of options: by the names of the reference, since no document tells. */
export function optionsJson(value: DmlOptionsValue | PlainHeader): [string, unknown][] {
  return Object.entries(value.values).map(([name, one]) => [name.charAt(0).toLowerCase() + name.slice(1), one]);
}

/** Types whose values are cut (SOAP API Developer Guide, "AllowFieldTruncationHeader"). */
const CUT = new Set(['email', 'encryptedstring', 'multipicklist', 'phone', 'picklist', 'string', 'textarea']);

/** Cuts what is longer than its field. */
export function truncate(describe: SObjectDescribe, values: RecordValues): void {
  for (const [name, value] of Object.entries(values)) {
    const field = describe.fields.get(name);
    if (field && CUT.has(field.type) && field.length > 0 && typeof value === 'string' && value.length > field.length)
      values[name] = value.slice(0, field.length);
  }
}

export class PlainHeader {
  readonly typeName: string;
  readonly values: Record<string, unknown>;
  constructor(typeName: string, names: string[]) {
    this.typeName = typeName;
    this.values = Object.fromEntries(names.map((name) => [name, null]));
  }
}

export const optionTypes: SystemType[] = [
  {
    name: 'Database.DMLOptions',
    is: (value) => value instanceof DmlOptionsValue,
    constructors: { '()': () => new DmlOptionsValue() },
    fields: plainFields(Object.keys(new DmlOptionsValue().values)),
  },
  header('Database.DMLOptions.AssignmentRuleHeader', ['AssignmentRuleId', 'UseDefaultRule']),
  header('Database.DMLOptions.DuplicateRuleHeader', ['AllowSave', 'RunAsCurrentUser']),
  header('Database.DMLOptions.EmailHeader', ['TriggerAutoResponseEmail', 'TriggerOtherEmail', 'TriggerUserEmail']),
];

function header(name: string, names: string[]): SystemType {
  return {
    name,
    is: (value) => value instanceof PlainHeader && value.typeName === name,
    constructors: { '()': () => new PlainHeader(name, names) },
    fields: plainFields(names),
  };
}
