/** `System.Label` (Apex Reference, "Label Class"): custom labels by name, where `System.Label.Name` names one in the code. */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { required } from './arguments.ts';

/** There are no namespaces here but the org's own, which is null, empty or `c`. */
function ownLabel(rt: Runtime, namespace: string | null, name: string | null, language?: string): string {
  const wanted = required(rt, name);
  const own = !namespace || namespace.toLowerCase() === 'c';
  const text = own ? rt.label(wanted, language) : undefined;
  return (
    text ??
    rt.raise('System.IllegalArgumentException', `Custom label does not exist: ${own ? '' : `${namespace}.`}${wanted}`)
  );
}

export const labelType: SystemType = {
  name: 'Label',
  statics: {
    'get(String,String)': (rt, namespace: string | null, name: string | null) => ownLabel(rt, namespace, name),
    'get(String,String,String)': (rt, namespace: string | null, name: string | null, language: string | null) =>
      ownLabel(rt, namespace, name, required(rt, language)),
    translationExists: (rt, namespace: string | null, name: string | null, language: string | null) =>
      ownLabel(rt, namespace, name, required(rt, language)) !== ownLabel(rt, namespace, name, ''),
  },
};
