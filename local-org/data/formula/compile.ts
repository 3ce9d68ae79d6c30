/** Syntax tree -> something that runs, with every type checked on the way. */
import { FUNCTIONS, REFUSED_FUNCTIONS } from './functions/index.ts';
import type { FunctionCall } from './functions/signature.ts';
import type { FieldDescribe, SObjectDescribe } from '../types.ts';
import type { Compiled, FormulaNames, FormulaUse } from './moment.ts';
import { fieldReference } from './names.ts';
import { operatorOf } from './operators.ts';
import { parseFormula } from './parse.ts';
import type { Node } from './parse.ts';
import { noSuchFunction, notAvailable, notInThisFormula, wrongResult, picklistRefused } from './problem.ts';
import type { FormulaType } from './type.ts';
import { Numbers } from './values.ts';
import { vlookup } from './vlookup.ts';

export interface FormulaOptions {
  names: FormulaNames;
  /** The object whose rows the formula looks at. */
  object: string;
  use: FormulaUse;
  /** Formula fields: empty numbers count as 0 (CustomField, formulaTreatBlanksAs `BlankAsZero`). */
  blankAsZero: boolean;
  /** What the formula must come to. */
  result: FormulaType;
  /** Ids have 18 characters, as stored: for filters. Formulas see the first 15. */
  wholeIds?: boolean;
  /** Told of every field that the formula refers to. */
  onField?: (object: SObjectDescribe, field: FieldDescribe) => void;
}

/** Raises FormulaProblem with what is wrong. */
export function compileFormula(formula: string, options: FormulaOptions): Compiled {
  const compiled = compileNode(parseFormula(formula), options);
  if (compiled.type === 'Null' || compiled.type === options.result) return compiled;
  if (compiled.field !== undefined && (compiled.type === 'Picklist' || compiled.type === 'Multi-Select Picklist'))
    throw picklistRefused(compiled.field, compiled.type !== 'Picklist');
  throw wrongResult(options.result, compiled.type);
}

function compileNode(node: Node, options: FormulaOptions): Compiled {
  switch (node.kind) {
    case 'text':
      return { type: 'Text', literal: node.text, run: () => (node.text === '' ? null : node.text) };
    case 'number': {
      const number = new Numbers(node.text);
      return { type: 'Number', run: () => number };
    }
    case 'boolean':
      return { type: 'Boolean', run: () => node.value };
    case 'null':
      return { type: 'Null', run: () => null };
    case 'field':
      return fieldReference(node.name, options);
    case 'operator':
      return operatorOf(
        node.sign,
        node.args.map((arg) => compileNode(arg, options)),
      );
    case 'call':
      return callOf(node, options);
  }
}

function callOf(node: Node & { kind: 'call' }, options: FormulaOptions): Compiled {
  if (node.name === 'VLOOKUP') return vlookup(node.args, options, (arg) => compileNode(arg, options));
  const rule = FUNCTIONS[node.name];
  if (!rule) {
    if (REFUSED_FUNCTIONS.has(node.name)) throw notAvailable(`the formula function ${node.name}`);
    throw noSuchFunction(node.written);
  }
  if (rule.uses && !rule.uses.includes(options.use)) throw notInThisFormula(node.name);
  const call: FunctionCall = {
    name: node.name,
    place: `function '${node.name}()'`,
    args: node.args.map((arg) => compileNode(arg, options)),
  };
  return rule.build(call);
}
