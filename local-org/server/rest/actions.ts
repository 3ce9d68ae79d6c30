/** Invocable Apex and flows at `/services/data/vX/actions/custom` (REST API Developer Guide, "Custom Invocable Actions"). */
import type { ActionKind, InvocableAction, InvocableParameter } from '../../apex/contract.ts';
import { PlatformError } from '../../data/types.ts';
import { notFound } from '../errors.ts';
import type { RestCall, RestReply, RestResource } from './router.ts';

export const actionResources: RestResource[] = [
  {
    pattern: 'actions',
    methods: { GET: ({ base }) => ({ body: { custom: `${base}/actions/custom` } }) },
  },
  {
    pattern: 'actions/custom',
    methods: {
      GET: ({ base }) => ({ body: { apex: `${base}/actions/custom/apex`, flow: `${base}/actions/custom/flow` } }),
    },
  },
  { pattern: 'actions/custom/apex', methods: { GET: (call) => list(call, 'apex') } },
  {
    pattern: 'actions/custom/apex/:name',
    methods: { GET: (call) => describe(call, 'apex'), POST: (call) => invoke(call, 'apex') },
  },
  { pattern: 'actions/custom/flow', methods: { GET: (call) => list(call, 'flow') } },
  {
    pattern: 'actions/custom/flow/:name',
    methods: { GET: (call) => describe(call, 'flow'), POST: (call) => invoke(call, 'flow') },
  },
];

function list(call: RestCall, kind: ActionKind): RestReply {
  const actions = call.context.org.apex.invocableActions(call.session.actor, kind);
  return { body: { actions: actions.map((action) => entry(call, kind, action)) } };
}

function entry(call: RestCall, kind: ActionKind, { name, label }: InvocableAction): object {
  return { label, name, type: kind.toUpperCase(), url: `${call.base}/actions/custom/${kind}/${name}` };
}

function describe(call: RestCall, kind: ActionKind): RestReply {
  const wanted = (call.params.name ?? '').toLowerCase();
  const action = call.context.org.apex
    .invocableActions(call.session.actor, kind)
    .find(({ name }) => name.toLowerCase() === wanted);
  if (!action) throw notFound();
  return {
    body: {
      ...entry(call, kind, action),
      category: action.category,
      configurationEditor: null,
      description: action.description,
      genericTypes: [],
      inputs: action.inputs.map((each) => parameter(each)),
      outputs: action.outputs.map((each) => parameter(each)),
      standard: false,
      targetEntityName: null,
    },
  };
}

function parameter({ maxOccurs, ...each }: InvocableParameter): object {
  return { ...each, byteLength: 0, maxOccurs, picklistValues: null };
}

/** 200 when every input succeeded, 400 otherwise; one result for each input either way. */
function invoke(call: RestCall, kind: ActionKind): RestReply {
  const { actor } = call.session;
  const results = call.context.org.apex.invokeAction(actor, call.params.name ?? '', inputsOf(call.body), kind);
  return {
    status: results.some(({ error }) => error) ? 400 : 200,
    body: results.map(({ outputs, error }) => ({
      actionName: call.params.name,
      errors: error && [{ ...error, fields: [] }],
      invocationId: null,
      isSuccess: error === null,
      outcome: null,
      outputValues: outputs,
      sortOrder: -1,
      version: 1,
    })),
  };
}

function inputsOf(body: unknown): Record<string, unknown>[] {
  const inputs = isObject(body) ? body.inputs : undefined;
  if (!Array.isArray(inputs) || inputs.length === 0 || !inputs.every(isObject))
    throw new PlatformError(
      'INVALID_INPUT',
      'The request body must be an object with "inputs": a list with one object of parameters for each invocation.',
    );
  return inputs;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
