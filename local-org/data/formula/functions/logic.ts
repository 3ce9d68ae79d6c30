/** Conditions and choices (Salesforce Help, "Logical Functions"; blanks as formula-engine has them). */
import type { Compiled } from '../moment.ts';
import { equal } from '../operators.ts';
import { FormulaProblem, wrongArgument, wrongCount, wrongType } from '../problem.ts';
import { commonType } from '../type.ts';
import type { FormulaType } from '../type.ts';
import { arguments_, conjunction, disjunction, simple } from './signature.ts';
import type { FunctionCall, FunctionRule } from './signature.ts';

/** The type that all alternatives share. */
function shared(call: FunctionCall, alternatives: readonly Compiled[]): FormulaType {
  let type: FormulaType = 'Null';
  for (const one of alternatives) {
    arguments_.refusePicklist(one);
    const common = commonType(type, one.type);
    if (common === undefined) throw wrongType(call.place, [type], one.type);
    type = common;
  }
  return type;
}

function choice(call: FunctionCall): Compiled {
  arguments_.count(call, 3);
  const [condition, yes, no] = call.args as [Compiled, Compiled, Compiled];
  arguments_.expect(call.place, condition, 'Boolean');
  return {
    type: shared(call, [yes, no]),
    run: (moment) => (condition.run(moment) === true ? yes : no).run(moment),
  };
}

/** CASE(expression, value, result, …, otherwise). */
function caseOf(call: FunctionCall): Compiled {
  const { args, place } = call;
  if (args.length < 4 || args.length % 2 !== 0)
    throw wrongCount(place, 4 + Math.trunc((args.length - 4) / 2) * 2, args.length);
  const [subject] = args as [Compiled];
  if (subject.type === 'Boolean' || subject.type === 'Geolocation') throw wrongArgument(place);
  if (subject.type === 'Multi-Select Picklist') arguments_.refusePicklist(subject);
  const picklist = subject.type === 'Picklist';
  const pairs: [value: Compiled, result: Compiled][] = [];
  for (let index = 1; index < args.length - 1; index += 2)
    pairs.push([args[index] as Compiled, args[index + 1] as Compiled]);
  const otherwise = args.at(-1) as Compiled;
  const type = picklist ? 'Text' : shared(call, [subject, ...pairs.map(([value]) => value)]);
  for (const [value] of pairs) {
    if (picklist && value.literal === undefined) throw wrongType(place, ['Text'], value.type);
    if (value.type === 'Boolean') throw wrongArgument(place);
  }
  const results = [...pairs.map(([, result]) => result), otherwise];
  if (results.some((result) => result.type === 'Boolean')) throw wrongArgument(place);
  return {
    type: shared(call, results),
    run: (moment) => {
      const wanted = subject.run(moment);
      const found = pairs.find(([value]) => equal(type, wanted, value.run(moment)) === true);
      return (found?.[1] ?? otherwise).run(moment);
    },
  };
}

/** BLANKVALUE and NULLVALUE; texts are never null, so NULLVALUE leaves them (Help, "NULLVALUE"). */
function substituted(call: FunctionCall): Compiled {
  arguments_.count(call, 2);
  const [value, substitute] = call.args as [Compiled, Compiled];
  const type = shared(call, [value, substitute]);
  const keepsText = call.name === 'NULLVALUE' && type === 'Text';
  return {
    type,
    run: (moment) => {
      const found = value.run(moment);
      return found === null && !keepsText ? substitute.run(moment) : found;
    },
  };
}

function blank(call: FunctionCall): Compiled {
  arguments_.count(call, 1);
  const [value] = call.args as [Compiled];
  // Text fields are never null (Help, "ISNULL").
  const never = call.name === 'ISNULL' && value.type === 'Text';
  return { type: 'Boolean', run: (moment) => !never && value.run(moment) === null };
}

function picklistValue(call: FunctionCall): Compiled {
  arguments_.count(call, 2);
  const [field, value] = call.args as [Compiled, Compiled];
  if (field.field === undefined || (field.type !== 'Picklist' && !field.maybePicklist))
    throw new FormulaProblem(`Incorrect parameter for ${call.place}. Expected Picklist field reference.`);
  arguments_.expect(call.place, value, 'Text');
  if (value.literal === undefined)
    throw new FormulaProblem(
      `Incorrect parameter type for ${call.place}. Expected Text Literal, received ${value.type}`,
    );
  const wanted = value.literal;
  return { type: 'Boolean', run: (moment) => ((field.run(moment) as string | null) ?? '') === wanted };
}

function includes(call: FunctionCall): Compiled {
  arguments_.count(call, 2);
  const [field, value] = call.args as [Compiled, Compiled];
  if (field.field === undefined || (field.type !== 'Multi-Select Picklist' && !field.maybePicklist))
    throw new FormulaProblem(`Incorrect parameter for ${call.place}. Expected Multi-Select Picklist field reference.`);
  arguments_.expect(call.place, value, 'Text');
  if (value.literal !== undefined && field.choices && !field.choices.includes(value.literal))
    throw new FormulaProblem(
      'Incorrect parameter for function INCLUDES(). Text Literal must be a valid value for this multi-select picklist field.',
    );
  return {
    type: 'Boolean',
    run: (moment) => {
      const chosen = field.run(moment) as string | null;
      return chosen !== null && chosen.split(';').includes((value.run(moment) as string | null) ?? '');
    },
  };
}

export const LOGIC: Record<string, FunctionRule> = {
  AND: { build: (call) => (arguments_.count(call, 1, Infinity), conjunction(call.place, call.args)) },
  OR: { build: (call) => (arguments_.count(call, 1, Infinity), disjunction(call.place, call.args)) },
  NOT: simple({ params: [['Boolean']], result: 'Boolean', run: ([value]) => value !== true }),
  IF: { build: choice },
  CASE: { build: caseOf },
  BLANKVALUE: { build: substituted },
  NULLVALUE: { build: substituted },
  ISBLANK: { build: blank },
  ISNULL: { build: blank },
  ISPICKVAL: { build: picklistValue },
  INCLUDES: { build: includes },
};
