/**
 * `VLOOKUP(field_to_return, field_on_lookup_object, lookup_value)`: the value of another custom object's row whose record
 * name is the one looked up; of several rows the first (Salesforce Help, "VLOOKUP"). In validation rules only.
 */
import { fieldOf } from '../schema/orgSchema.ts';
import type { FieldDescribe, SObjectDescribe } from '../types.ts';
import type { FormulaOptions } from './compile.ts';
import type { Compiled } from './moment.ts';
import type { Node } from './parse.ts';
import { FormulaProblem, noSuchField, notInThisFormula, wrongCount } from './problem.ts';
import { arguments_ } from './functions/signature.ts';
import { fromStored, typeOfField } from './values.ts';

const PLACE = "function 'VLOOKUP()'";
const REFERENCE = /^\$ObjectType\.(\w+)\.Fields\.(\w+)$/i;

/** @param compile of the value that is looked up. Raises FormulaProblem. */
export function vlookup(args: Node[], options: FormulaOptions, compile: (node: Node) => Compiled): Compiled {
  if (options.use !== 'validation') throw notInThisFormula('VLOOKUP');
  if (args.length !== 3) throw wrongCount(PLACE, 3, args.length);
  const [wanted, key] = [args[0]!, args[1]!].map((node) => referenced(node, options)) as [Referenced, Referenced];
  const value = compile(args[2]!);
  arguments_.expect(PLACE, value, 'Text');
  const type = typeOfField(wanted.field);
  if (!wanted.object.custom || wanted.object.name !== key.object.name || !key.field.nameField || type === undefined)
    throw new FormulaProblem(
      `Incorrect parameter for ${PLACE}. Expected the record name and a field of one custom object.`,
    );
  options.onField?.(wanted.object, wanted.field);
  return {
    type,
    run: (moment) => {
      const name = value.run(moment);
      const row =
        typeof name === 'string' ? moment.org.first(wanted.object.name, { [key.field.name]: name }) : undefined;
      if (!row) return null;
      return wanted.field.formula === undefined
        ? fromStored(wanted.field, row[wanted.field.name])
        : moment.org.calculated(wanted.object, wanted.field.name, row);
    },
  };
}

interface Referenced {
  object: SObjectDescribe;
  field: FieldDescribe;
}

/** `$ObjectType.Zip__c.Fields.City__c`. */
function referenced(node: Node, { names }: FormulaOptions): Referenced {
  const written = node.kind === 'field' ? node.name : '';
  const [, objectName, fieldName] = REFERENCE.exec(written.replaceAll(/\s/g, '')) ?? [];
  const object = objectName === undefined ? undefined : names.find(objectName);
  const field = object && fieldOf(object, fieldName!);
  if (!object || !field)
    throw written
      ? noSuchField(written)
      : new FormulaProblem(`Incorrect parameter for ${PLACE}. Expected field reference.`);
  return { object, field };
}
