/**
 * Formulas of workflow rules and of their field updates. Only names in them are judged: which types of fields they take is
 * not what validation rules take (a field update may read long text).
 */
import { compileFormula } from '../../data/formula/compile.ts';
import type { FormulaOptions } from '../../data/formula/compile.ts';
import { FormulaProblem } from '../../data/formula/problem.ts';
import type { DeployContext } from '../deploy/context.ts';
import { checkFormula, DeployNames } from '../fields/formulas.ts';
import type { Component } from '../package/component.ts';
import { rawTextOf } from '../xml/element.ts';
import { fieldParts } from './custom-field.ts';

const WRONG_NAME = /^(Field .+ does not exist|Unknown function .+)\. Check spelling\.$/;

export function checkWorkflowFormula(component: Component, context: DeployContext): void {
  const { document } = component;
  const formula = document && rawTextOf(document, 'formula');
  const { object } = fieldParts(component.fullName);
  if (!document || formula === undefined || formula.trim() === '' || !context.data.schema.find(object)) return;
  const names = new DeployNames(context);
  const options: FormulaOptions = { names, object, use: 'validation', blankAsZero: false, result: 'Boolean' };
  if (hasWrongName(formula, options)) checkFormula(component, document, 'formula', formula, options, context);
}

function hasWrongName(formula: string, options: FormulaOptions): boolean {
  try {
    compileFormula(formula, options);
    return false;
  } catch (error) {
    if (!(error instanceof FormulaProblem)) throw error;
    return WRONG_NAME.test(error.message);
  }
}
