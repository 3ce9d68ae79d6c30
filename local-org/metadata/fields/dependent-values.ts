/** Values of dependent picklists and of the fields that control them (CustomField reference, "ValueSettings"). */
import type { FieldDescribe } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { child, childrenNamed, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { DeployNames } from './formulas.ts';
import { isNoStandardValue } from './standard-values.ts';

function isNoValue(object: string, field: FieldDescribe, value: string, context: DeployContext): boolean {
  if (field.type === 'boolean') return !/^(un)?checked$|^true$|^false$/i.test(value);
  if (!field.custom) return isNoStandardValue(object, field.name, value, context);
  const known = field.picklistValues.map((one) => one.value.toLowerCase());
  return known.length > 0 && !known.includes(value.toLowerCase());
}

function fieldNamed(object: string, name: string, names: DeployNames): FieldDescribe | undefined {
  const fields = names.find(object)?.fields;
  return [...(fields?.values() ?? [])].find((field) => field.name.toLowerCase() === name.toLowerCase());
}

/** Reports values in the settings that neither field has; the field itself is among the references. */
export function checkDependentValues(
  component: Component,
  object: string,
  field: FieldDescribe,
  names: DeployNames,
  context: DeployContext,
): void {
  const set = child(component.document as XmlElement, 'valueSet');
  const controller = fieldNamed(object, (set && textOf(set, 'controllingField')) ?? '', names);
  const tell = (element: XmlElement, owner: FieldDescribe): void => {
    const value = element.text.trim();
    if (isNoValue(object, owner, value, context))
      context.problem(component, `Picklist value: ${value} in picklist: ${owner.name} not found`, { at: element.at });
  };
  for (const settings of set ? childrenNamed(set, 'valueSettings') : []) {
    for (const value of childrenNamed(settings, 'valueName')) tell(value, field);
    for (const value of controller ? childrenNamed(settings, 'controllingFieldValue') : [])
      tell(value, controller as FieldDescribe);
  }
}
