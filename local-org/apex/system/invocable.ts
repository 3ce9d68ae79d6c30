/**
 * `Invocable.Action`, its results and errors (Apex Reference, "Invocable Namespace"): actions of this org's classes and
 * flows. Standard actions are refused by name.
 */
import { NotImplementedError } from '../../data/types.ts';
import type { ActionOutcome, Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList, ApexMap } from '../values/collections.ts';
import { OBJECT, STRING, mapOf, typeRef } from '../values/type.ts';
import { required } from './arguments.ts';

const ACTION = 'Invocable.Action';
const ERRORS = 'List<Invocable.Action.Error>';
const RESULTS = 'List<Invocable.Action.Result>';

export class Action {
  readonly typeName = ACTION;
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  invocations: ApexMap[] = [];
  constructor(type: string, namespace: string | null, name: string) {
    this.type = type;
    this.namespace = namespace;
    this.name = name;
  }
}

export class ActionError {
  readonly typeName = 'Invocable.Action.Error';
  readonly code: string | null;
  readonly message: string | null;
  constructor(code: string | null, message: string | null) {
    this.code = code;
    this.message = message;
  }
}

export interface ActionResultParts {
  action: Action | null;
  errors: ApexList | null;
  inputs: ApexMap | null;
  outputs: ApexMap | null;
  success: boolean | null;
}

export class ActionResult {
  readonly typeName = 'Invocable.Action.Result';
  readonly parts: ActionResultParts;
  constructor(parts: ActionResultParts) {
    this.parts = parts;
  }
}

/** Parameters by name. */
function parameters(): ApexMap {
  return new ApexMap(mapOf(STRING, OBJECT));
}

function addInvocation(self: Action): ApexMap {
  const added = parameters();
  self.invocations.push(added);
  return added;
}

function setInvocations(rt: Runtime, self: Action, given: ApexList | null): Action {
  self.invocations = required(rt, given).items.map((item) => required(rt, item as ApexMap | null));
  return self;
}

function setParameter(rt: Runtime, self: Action, name: string | null, value: unknown): Action {
  (self.invocations.at(-1) ?? addInvocation(self)).put(rt, required(rt, name), value);
  return self;
}

function invoke(rt: Runtime, self: Action): ApexList {
  if (self.invocations.length === 0) addInvocation(self);
  const inputs = self.invocations.map((invocation) => new Map(invocation.entries() as Iterable<[string, unknown]>));
  const results = outcomes(rt, self, inputs).map(
    (outcome, index) =>
      new ActionResult({
        action: self,
        errors: errorsOf(outcome),
        inputs: self.invocations[index]!,
        outputs: outputsOf(rt, outcome),
        success: outcome.error === null,
      }),
  );
  return new ApexList(typeRef(RESULTS), results);
}

function outcomes(rt: Runtime, { type, namespace, name }: Action, inputs: Map<string, unknown>[]): ActionOutcome[] {
  const kind = type.toLowerCase();
  if (kind === 'apex' && !namespace) return rt.invokeApexAction(name, inputs);
  if (kind === 'flow' && !namespace)
    return rt.flows.invoke(rt, name, inputs, { mode: 'system', sharing: rt.access().sharing });
  throw new NotImplementedError(`Invocable.Action.invoke of the ${type} action ${name}`);
}

function errorsOf({ error }: ActionOutcome): ApexList {
  return new ApexList(typeRef(ERRORS), error ? [new ActionError(error.code, error.message)] : []);
}

function outputsOf(rt: Runtime, { outputs }: ActionOutcome): ApexMap {
  const map = parameters();
  for (const [name, value] of outputs) map.put(rt, name, value);
  return map;
}

function custom(rt: Runtime, type: string | null, namespace: string | null, name: string | null): Action {
  return new Action(required(rt, type), namespace, required(rt, name));
}

export const invocableTypes: SystemType[] = [
  {
    name: ACTION,
    is: (value) => value instanceof Action,
    statics: {
      'createCustomAction(String,String)': (rt, type: string | null, name: string | null) =>
        custom(rt, type, null, name),
      'createCustomAction(String,String,String)': custom,
      createStandardAction: (_rt, name: string | null) => {
        throw new NotImplementedError(`Invocable.Action.createStandardAction of ${name ?? 'null'}`);
      },
    },
    methods: {
      addInvocation: (_rt, self: Action) => {
        addInvocation(self);
        return self;
      },
      clearInvocations: (_rt, self: Action) => {
        self.invocations = [];
        return self;
      },
      getName: (_rt, self: Action) => self.name,
      getNamespace: (_rt, self: Action) => self.namespace,
      getType: (_rt, self: Action) => self.type,
      isStandard: () => false,
      setInvocationParameter: setParameter,
      setInvocations,
      invoke,
    },
  },
  {
    name: 'Invocable.Action.Error',
    is: (value) => value instanceof ActionError,
    methods: {
      getCode: (_rt, self: ActionError) => self.code,
      getMessage: (_rt, self: ActionError) => self.message,
    },
  },
  {
    name: 'Invocable.Action.Result',
    is: (value) => value instanceof ActionResult,
    methods: {
      getAction: (_rt, self: ActionResult) => self.parts.action,
      getErrors: (_rt, self: ActionResult) => self.parts.errors,
      getInvocationParameters: (_rt, self: ActionResult) => self.parts.inputs,
      getOutputParameters: (_rt, self: ActionResult) => self.parts.outputs,
      isSuccess: (_rt, self: ActionResult) => self.parts.success,
    },
  },
];

/** Names of results and errors in JSON, as tests write them to make results: no constructor does. */
export function actionJson(value: ActionError | ActionResult): [string, unknown][] {
  if (value instanceof ActionError)
    return [
      ['code', value.code],
      ['message', value.message],
    ];
  const { errors, inputs, outputs, success } = value.parts;
  return [
    ['success', success],
    ['errors', errors],
    ['invocationParameters', inputs],
    ['outputParameters', outputs],
  ];
}
