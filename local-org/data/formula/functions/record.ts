/** What happens to the record (Salesforce Help, "ISNEW", "ISCHANGED", "PRIORVALUE"): not in formula fields. */
import type { Compiled } from '../moment.ts';
import { FormulaProblem } from '../problem.ts';
import { isDecimal } from '../values.ts';
import { arguments_, simple } from './signature.ts';
import type { FunctionCall, FunctionRule } from './signature.ts';

function fieldArgument(call: FunctionCall): Compiled & { prior: NonNullable<Compiled['prior']> } {
  arguments_.count(call, 1);
  const [arg] = call.args as [Compiled];
  if (!arg.prior) throw new FormulaProblem(`Incorrect parameter for ${call.place}. Expected field reference.`);
  return { ...arg, prior: arg.prior };
}

const uses = ['validation'] as const;

export const RECORD: Record<string, FunctionRule> = {
  ISNEW: { ...simple({ params: [], result: 'Boolean', run: (_, { old }) => old === null }), uses },
  // Apex and the APIs make no clones.
  ISCLONE: { ...simple({ params: [], result: 'Boolean', run: () => false }), uses },
  ISCHANGED: {
    uses,
    build: (call) => {
      const field = fieldArgument(call);
      return {
        type: 'Boolean',
        run: (moment) => {
          if (moment.old === null) return false;
          const [before, now] = [field.prior(moment), field.run(moment)];
          return isDecimal(before) && isDecimal(now) ? !before.equals(now) : before !== now;
        },
      };
    },
  },
  PRIORVALUE: {
    uses,
    build: (call) => {
      const field = fieldArgument(call);
      return { ...field, run: field.prior };
    },
  },
};
