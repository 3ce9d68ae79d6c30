/** ValidationRule: its formula is checked, and decides over every save while the rule is active. */
import { fieldOf } from '../../data/schema/orgSchema.ts';
import type { DeployContext } from '../deploy/context.ts';
import { checkFormula, DeployNames } from '../fields/formulas.ts';
import type { Component } from '../package/component.ts';
import { flag, placeOf, rawTextOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { fieldParts } from './custom-field.ts';
import type { TypeHandler } from './handler.ts';
import { refuseUnknownObject } from './unknown-object.ts';

/** Longest message (ValidationRule reference, "errorMessage"). */
const MAX_MESSAGE = 255;

function check(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const { object, field: name } = fieldParts(component.fullName);
  if (name === '') {
    context.problem(component, 'Required field is missing: fullName', { at: document.at });
    return;
  }
  if (!context.resolves('CustomObject', object)) {
    refuseUnknownObject(component, object, context);
    return;
  }
  const formula = rawTextOf(document, 'errorConditionFormula');
  const message = textOf(document, 'errorMessage');
  if (formula === undefined || formula.trim() === '')
    context.problem(component, 'Required field is missing: errorConditionFormula', { at: document.at });
  if (message === undefined) context.problem(component, 'Required field is missing: errorMessage', { at: document.at });
  else if (message.length > MAX_MESSAGE)
    context.problem(component, `Error Message: data value too large: ${message} (max length=${MAX_MESSAGE})`, {
      at: placeOf(document, 'errorMessage'),
    });
  const shown = textOf(document, 'errorDisplayField');
  if (shown !== undefined && !displayField(context, object, shown))
    context.missing(
      component,
      'errorDisplayField',
      'CustomField',
      `${object}.${shown}`,
      placeOf(document, 'errorDisplayField'),
    );
  if (formula !== undefined && formula.trim() !== '')
    checkFormula(
      component,
      document,
      'errorConditionFormula',
      formula,
      { names: new DeployNames(context), object, use: 'validation', blankAsZero: false, result: 'Boolean' },
      context,
    );
}

/** API name of the field; metadata may name a standard relationship without `Id`. */
function displayField(context: DeployContext, object: string, name: string): string | undefined {
  const describe = context.data.schema.find(object);
  const field = describe && (fieldOf(describe, name) ?? fieldOf(describe, `${name}Id`));
  if (field) return field.name;
  return context.resolves('CustomField', `${object}.${name}`) ? name : undefined;
}

export const validationRuleHandler: TypeHandler = {
  types: ['ValidationRule'],
  check,
  apply(component, context) {
    const document = component.document as XmlElement;
    const { object, field: name } = fieldParts(component.fullName);
    if (!flag(document, 'active')) {
      context.data.schema.removeValidationRule(object, name);
      return {};
    }
    const shown = textOf(document, 'errorDisplayField');
    const errorField = shown === undefined ? undefined : displayField(context, object, shown);
    context.data.schema.applyValidationRule(object, {
      name,
      formula: rawTextOf(document, 'errorConditionFormula') ?? '',
      errorMessage: textOf(document, 'errorMessage') ?? '',
      ...(errorField === undefined ? {} : { errorField }),
    });
    return {};
  },
  remove(fullName, { data }) {
    const { object, field: name } = fieldParts(fullName);
    data.schema.removeValidationRule(object, name);
  },
};
