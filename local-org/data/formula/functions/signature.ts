/** How the functions of formulas are described: parameters, result, and what they do with blanks. */
import type { Compiled, FormulaUse, Moment } from '../moment.ts';
import { picklistRefused, wrongCount, wrongType } from '../problem.ts';
import type { FormulaType, FormulaValue } from '../type.ts';

export interface FunctionCall {
  name: string;
  /** As messages name it: `function 'IF()'`. */
  place: string;
  args: Compiled[];
}

export interface FunctionRule {
  /** Raises FormulaProblem for arguments that do not fit. */
  build(call: FunctionCall): Compiled;
  /** Where the function may be used; absent: everywhere. */
  uses?: readonly FormulaUse[];
}

/** Checks of arguments. */
export const arguments_ = {
  count(call: FunctionCall, least: number, most = least): void {
    const given = call.args.length;
    if (given < least || given > most) throw wrongCount(call.place, given < least ? least : most, given);
  },

  /** Literals of null go with every type. */
  expect(place: string, arg: Compiled, ...types: FormulaType[]): void {
    if (arg.type === 'Null' || types.includes(arg.type)) return;
    if (arg.maybePicklist && types.includes('Picklist')) return;
    arguments_.refusePicklist(arg);
    throw wrongType(place, types, arg.type);
  },

  refusePicklist(arg: Compiled): void {
    if (arg.type === 'Picklist' || arg.type === 'Multi-Select Picklist')
      throw picklistRefused(arg.field ?? '', arg.type !== 'Picklist');
  },
};

export interface Simple {
  params: readonly (readonly FormulaType[])[];
  /** Parameters at the end that may be left out. */
  optional?: number;
  result: FormulaType;
  /** Runs although an argument is blank; without it the result of a blank argument is blank. */
  takesBlanks?: boolean;
  /** Arguments are values of the types in `params`. */
  run(values: FormulaValue[], moment: Moment): FormulaValue;
}

/** A function whose arguments are all worked out before it runs. */
export function simple(rule: Simple): FunctionRule {
  return {
    build(call) {
      const { args } = call;
      arguments_.count(call, rule.params.length - (rule.optional ?? 0), rule.params.length);
      args.forEach((arg, index) => arguments_.expect(call.place, arg, ...(rule.params[index] as FormulaType[])));
      return {
        type: rule.result,
        run: (moment) => {
          const values = args.map((arg) => arg.run(moment));
          return !rule.takesBlanks && values.includes(null) ? null : rule.run(values, moment);
        },
      };
    },
  };
}

/** AND: true when every condition is; what is blank is not. */
export function conjunction(place: string, args: Compiled[]): Compiled {
  for (const arg of args) arguments_.expect(place, arg, 'Boolean');
  return { type: 'Boolean', run: (moment) => args.every((arg) => arg.run(moment) === true) };
}

/** OR: true when one condition is. */
export function disjunction(place: string, args: Compiled[]): Compiled {
  for (const arg of args) arguments_.expect(place, arg, 'Boolean');
  return { type: 'Boolean', run: (moment) => args.some((arg) => arg.run(moment) === true) };
}
