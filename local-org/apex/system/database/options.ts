/** `Database.DMLOptions`. Only OptAllOrNone changes what the embedded org does; the header classes keep their values. */
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
}

class PlainHeader {
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
