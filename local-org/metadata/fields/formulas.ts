/** Formulas of a deploy: checked against what the org will have once the deploy is through. */
import { compileFormula } from '../../data/formula/compile.ts';
import type { FormulaOptions } from '../../data/formula/compile.ts';
import { resultOf } from '../../data/formula/engine.ts';
import type { FormulaNames } from '../../data/formula/moment.ts';
import { FormulaProblem } from '../../data/formula/problem.ts';
import type { FieldDescribe, SObjectDescribe } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { placeOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';

/** Names of the org, with fields of the package that are not applied yet. */
export class DeployNames implements FormulaNames {
  private readonly context: DeployContext;
  /** lower-case object name -> fields to come */
  private readonly pending = new Map<string, FieldDescribe[]>();
  private readonly merged = new Map<string, SObjectDescribe>();

  constructor(context: DeployContext) {
    this.context = context;
  }

  /** A field that the deploy will add or change. */
  add(object: string, field: FieldDescribe): void {
    const key = object.toLowerCase();
    this.merged.delete(key);
    const relationshipName =
      field.type === 'reference' ? (field.relationshipName ?? field.name.replace(/__c$/i, '__r')) : null;
    this.pending.set(key, [...(this.pending.get(key) ?? []), { ...field, relationshipName }]);
  }

  find(name: string): SObjectDescribe | undefined {
    const key = name.toLowerCase();
    const known = this.merged.get(key);
    if (known) return known;
    const object = this.context.data.schema.find(name);
    const fields = this.pending.get(key);
    if (!object || !fields) return object;
    const merged = { ...object, fields: new Map(object.fields) };
    for (const field of fields) merged.fields.set(field.name, field);
    this.merged.set(key, merged);
    return merged;
  }

  exists(type: 'CustomLabel' | 'CustomPermission' | 'CustomMetadata', fullName: string): boolean {
    return this.context.resolves(type, fullName) || this.context.inPackage(type, fullName) !== undefined;
  }
}

/** Whether the formula names the field or object, or goes through the lookup: `Part__c` and `Part__r.Code__c`. */
function isNamed(name: string, formula: string): boolean {
  const plain = name.replaceAll(/[^\w]/g, '\\$&').replace(/__c$/i, '__[cr]');
  return new RegExp(`(?<!\\w)${plain}(?!\\w)`, 'i').test(formula);
}

function hasField(object: SObjectDescribe | undefined, name: string): boolean {
  return [...(object?.fields.keys() ?? [])].some((field) => field.toLowerCase() === name.toLowerCase());
}

/** Reports what is wrong with a formula, at the element that holds it. */
export function checkFormula(
  component: Component,
  element: XmlElement,
  part: string,
  formula: string,
  options: FormulaOptions,
  context: DeployContext,
): boolean {
  try {
    compileFormula(formula, options);
    return true;
  } catch (error) {
    if (!(error instanceof FormulaProblem)) throw error;
    // What a failed component would have brought is reported there, once.
    const isKnown = ({ type, fullName }: Component): boolean => {
      const [object = '', field = ''] = fullName.split('.');
      const describe = options.names.find(object);
      return type === 'CustomObject' ? describe !== undefined : hasField(describe, field);
    };
    const failed = context.allOrNothing ? context.failedNames(['CustomObject', 'CustomField'], isKnown) : [];
    const isLost = context.allOrNothing && context.anyFailed(['RecordType']) && isNamed('RecordType', formula);
    if (!isLost && !failed.some((name) => isNamed(name, formula)))
      context.problem(component, error.message, { at: placeOf(element, part) });
    return false;
  }
}

/** Formula and default value of a field that is to be deployed. */
export function checkFieldFormulas(
  component: Component,
  object: string,
  field: FieldDescribe,
  names: DeployNames,
  context: DeployContext,
): void {
  const element = component.document as XmlElement;
  const common = { names, object, result: resultOf(field) };
  if (field.formula !== undefined) {
    const sound = checkFormula(
      component,
      element,
      'formula',
      field.formula,
      { ...common, use: 'field', blankAsZero: field.blankAsZero === true },
      context,
    );
    if (sound && refersToItself(object, field, names))
      context.problem(
        component,
        `Formula cannot use another formula field that directly or indirectly refers to itself. ${field.name}`,
        { at: placeOf(element, 'formula') },
      );
  }
  if (field.defaultFormula !== undefined)
    checkFormula(
      component,
      element,
      'defaultValue',
      field.defaultFormula,
      { ...common, use: 'default', blankAsZero: false },
      context,
    );
}

/** Follows the formula fields that a formula refers to. */
function refersToItself(object: string, field: FieldDescribe, names: DeployNames): boolean {
  const own = `${object}.${field.name}`.toLowerCase();
  const seen = new Set<string>();
  const leadsBack = (holder: string, one: FieldDescribe): boolean => {
    const found: { object: string; field: FieldDescribe }[] = [];
    try {
      compileFormula(one.formula as string, {
        names,
        object: holder,
        use: 'field',
        blankAsZero: false,
        result: resultOf(one),
        onField: (at, referred) => found.push({ object: at.name, field: referred }),
      });
    } catch (error) {
      if (!(error instanceof FormulaProblem)) throw error;
      // Reported where it stands.
      return false;
    }
    return found.some(({ object: at, field: referred }) => {
      const key = `${at}.${referred.name}`.toLowerCase();
      if (key === own) return true;
      if (referred.formula === undefined || seen.has(key)) return false;
      seen.add(key);
      return leadsBack(at, referred);
    });
  };
  return leadsBack(object, field);
}
