/** `Flow.Interview` and the class that an org makes of each flow (Apex Reference, "Interview Class"). */
import type { FlowRun, Runtime, SystemType } from '../runtime/contract.ts';
import type { ApexMap } from '../values/collections.ts';
import { required } from './arguments.ts';
import { NotImplementedError } from '../../data/types.ts';

const INTERVIEW = 'Flow.Interview';

class FlowInterview {
  readonly typeName: string;
  readonly name: string;
  private readonly inputs: ReadonlyMap<string, unknown>;
  private run: FlowRun | null = null;
  constructor(name: string, inputs: ReadonlyMap<string, unknown>) {
    this.typeName = `${INTERVIEW}.${name}`;
    this.name = name;
    this.inputs = inputs;
  }
  /** In system context; with sharing where the calling class is declared so. */
  start(rt: Runtime): void {
    const { sharing } = rt.access();
    this.run = rt.flows.interview(rt, this.name, this.inputs, { mode: 'system', sharing });
    this.run.start();
  }
  value(rt: Runtime, name: string): unknown {
    return this.run ? this.run.value(name) : rt.raise('System.FlowException', 'Interview not started');
  }
}

/** "If the flow doesn't exist in the current org, a TypeException is thrown." */
function create(rt: Runtime, namespace: string | null, name: string | null, inputs: ApexMap | null): FlowInterview {
  const flow = required(rt, name);
  if (namespace) throw new NotImplementedError(`The flow ${namespace}.${flow} of an installed package`);
  if (!rt.flows.has(flow)) rt.raise('System.TypeException', `Invalid type: ${INTERVIEW}.${flow}`);
  const entries = (inputs?.entries() ?? []) as Iterable<[string, unknown]>;
  return new FlowInterview(flow, new Map(entries));
}

/** The class of one flow: `new Flow.Interview.Renewal(inputs)`; those of packages are refused when they are made. */
export function interviewType(name: string): SystemType | undefined {
  const flow = /^flow\.interview\.(\w+)$/i.exec(name)?.[1];
  if (flow === undefined) return undefined;
  return {
    name,
    is: (value) => value instanceof FlowInterview && value.name.toLowerCase() === flow.toLowerCase(),
    constructors: { '(Map<String,Object>)': (rt, inputs: ApexMap | null) => create(rt, null, flow, inputs) },
  };
}

export const flowTypes: SystemType[] = [
  {
    name: INTERVIEW,
    is: (value) => value instanceof FlowInterview,
    statics: {
      'createInterview(String,Map<String,Object>)': (rt, name: string | null, inputs: ApexMap | null) =>
        create(rt, null, name, inputs),
      'createInterview(String,String,Map<String,Object>)': (
        rt,
        namespace: string | null,
        name: string | null,
        inputs: ApexMap | null,
      ) => create(rt, namespace, name, inputs),
    },
    methods: {
      start: (rt, self: FlowInterview) => self.start(rt),
      getVariableValue: (rt, self: FlowInterview, name: string | null) => self.value(rt, required(rt, name)),
    },
  },
];
