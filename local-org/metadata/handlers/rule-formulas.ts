/**
 * Formulas of rules, of their actions, and of approval and entitlement processes. Only names and brackets in them are judged:
 * which types of fields they take is not what validation rules take (a field update may read long text).
 */
import { compileFormula } from '../../data/formula/compile.ts';
import type { FormulaOptions } from '../../data/formula/compile.ts';
import { FormulaProblem } from '../../data/formula/problem.ts';
import type { DeployContext } from '../deploy/context.ts';
import { checkFormula, DeployNames } from '../fields/formulas.ts';
import type { Component } from '../package/component.ts';
import { elementsAt, objectOf } from '../references/reference.ts';
import { rawTextOf, textOf } from '../xml/element.ts';

const CERTAIN = /^(Field .+ does not exist|Unknown function .+)\. Check spelling\.$|^Syntax error\./;
/** Type -> elements that hold a formula, each with its name (Metadata API Developer Guide, each type's page). */
const FORMULAS: Readonly<Record<string, readonly [holder: string, name: string][]>> = {
  ApprovalProcess: [
    ['entryCriteria', 'formula'],
    ['approvalStep/entryCriteria', 'formula'],
  ],
  AssignmentRule: [['ruleEntry', 'formula']],
  AutoResponseRule: [['ruleEntry', 'formula']],
  EntitlementProcess: [
    ['', 'exitCriteriaFormula'],
    ['milestones', 'milestoneCriteriaFormula'],
  ],
  EscalationRule: [['ruleEntry', 'formula']],
  WorkflowFieldUpdate: [['', 'formula']],
  WorkflowRule: [['', 'formula']],
};

export function checkRuleFormulas(component: Component, context: DeployContext): void {
  const { document, fullName, type } = component;
  const object = type === 'EntitlementProcess' ? (textOf(document, 'SObjectType') ?? 'Case') : objectOf(fullName);
  if (!document || !context.data.schema.find(object)) return;
  const names = new DeployNames(context);
  const options: FormulaOptions = { names, object, use: 'validation', blankAsZero: false, result: 'Boolean' };
  for (const [path, name] of FORMULAS[type] ?? [])
    for (const holder of path === '' ? [document] : elementsAt(document, path)) {
      const formula = rawTextOf(holder, name);
      if (formula !== undefined && formula.trim() !== '' && isCertainlyWrong(formula, options))
        checkFormula(component, holder, name, formula, options, context);
    }
}

function isCertainlyWrong(formula: string, options: FormulaOptions): boolean {
  try {
    compileFormula(formula, options);
    return false;
  } catch (error) {
    if (!(error instanceof FormulaProblem)) throw error;
    return CERTAIN.test(error.message);
  }
}
