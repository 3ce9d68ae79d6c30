/**
 * What is wrong with a formula, in the platform's words: those of Salesforce's published formula engine
 * (github.com/salesforce/formula-engine, `formulaLabels.xml`, section FormulaFieldExceptionMessages).
 */
import type { FormulaType } from './type.ts';

export class FormulaProblem extends Error {
  /** The embedded org does not know it; the platform may. */
  readonly unknown: boolean;
  constructor(message: string, unknown = false) {
    super(message);
    this.name = 'FormulaProblem';
    this.unknown = unknown;
  }
}

/** What a deploy says where the embedded org cannot decide: validate shows it as not checked, never as an error of the author. */
export const notAvailable = (what: string): FormulaProblem =>
  new FormulaProblem(`Not available for deploy in the embedded org: ${what}`, true);

export const noSuchField = (name: string): FormulaProblem =>
  new FormulaProblem(`Field ${name} does not exist. Check spelling.`);

export const noSuchFunction = (name: string): FormulaProblem =>
  new FormulaProblem(`Unknown function ${name}. Check spelling.`);

export const notInThisFormula = (name: string): FormulaProblem =>
  new FormulaProblem(`Function ${name} may not be used in this type of formula`);

/** @param place `function 'IF()'` or `operator '+'` */
export const wrongType = (place: string, expected: readonly FormulaType[], received: FormulaType): FormulaProblem =>
  new FormulaProblem(`Incorrect parameter type for ${place}. Expected ${expected.join(', ')}, received ${received}`);

export const wrongCount = (place: string, expected: number | string, received: number): FormulaProblem =>
  new FormulaProblem(`Incorrect number of parameters for ${place}. Expected ${expected}, received ${received}`);

export const wrongArgument = (place: string): FormulaProblem =>
  new FormulaProblem(`Incorrect argument type for ${place}. `);

export const wrongResult = (expected: FormulaType, received: FormulaType): FormulaProblem =>
  new FormulaProblem(`Formula result is data type (${received}), incompatible with expected data type (${expected}).`);

export const picklistRefused = (name: string, multi: boolean): FormulaProblem =>
  new FormulaProblem(
    multi
      ? `Field ${name} is a multi-select picklist field. Multi-select picklist fields are only supported in certain functions.`
      : `Field ${name} is a picklist field. Picklist fields are only supported in certain functions.`,
  );

export const unsupportedField = (type: string, name: string): FormulaProblem =>
  new FormulaProblem(`You referenced an unsupported field type called "${type}" using the following field: ${name}`);
