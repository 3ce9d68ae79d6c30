/** `Approval` and its requests and results (Apex Reference, "Approval Class", "Approval Namespace"). */
import type { ApprovalOutcome } from '../../data/approval/engine.ts';
import type { DmlError } from '../../data/types.ts';
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { ApexList, ApexMap } from '../values/collections.ts';
import { toId18 } from '../../data/ids.ts';
import { ApexSObject } from '../values/sobject.ts';
import { ID, mapOf, typeRef } from '../values/type.ts';
import { required } from './arguments.ts';
import { DatabaseError } from './database/results.ts';
import { dmlException } from './dml.ts';
import { plainFields } from './plain.ts';
import { uncommittedWork } from './uncommitted.ts';

/** A request or a result: values by the name of their property. */
class ApprovalValue {
  readonly typeName: string;
  readonly values: Record<string, unknown>;
  constructor(typeName: string, values: Record<string, unknown> = {}) {
    this.typeName = typeName;
    this.values = values;
  }
}

const REQUEST = ['Comments', 'NextApproverIds'];
const SUBMIT = [...REQUEST, 'ObjectId', 'ProcessDefinitionNameOrId', 'SkipEntryCriteria', 'SubmitterId'];
const WORKITEM = [...REQUEST, 'Action', 'WorkitemId'];
const RESULT = ['ActorIds', 'EntityId', 'Errors', 'InstanceId', 'InstanceStatus', 'NewWorkitemIds'];
const LOCKED = ['Errors', 'Id'];

const errorList = (errors: DmlError[]): ApexList =>
  new ApexList(
    typeRef('List<Database.Error>'),
    errors.map((error) => new DatabaseError(error)),
  );
const idList = (ids: readonly string[]): ApexList => new ApexList(typeRef('List<Id>'), [...ids]);

/** `process(one or list [, allOrNone])`: with allOrNone a failure undoes all and raises DmlException. */
const process: SystemFunction = (rt, wanted: unknown, allOrNone: boolean | null = true) => {
  const requests = itemsOf(rt, wanted) as ApprovalValue[];
  rt.charge('dmlStatements', 1);
  rt.charge('dmlRows', requests.length);
  uncommittedWork(rt).writes++;
  const all = rt.data.savepoint();
  const outcomes = requests.map((request) => {
    const before = rt.data.savepoint();
    const outcome = answered(rt, request);
    if (outcome.errors.length > 0) rt.data.rollbackTo(before);
    return outcome;
  });
  refuse(
    rt,
    all,
    'process',
    outcomes.map(({ errors }) => ({ id: null, errors })),
    allOrNone !== false,
  );
  const results = outcomes.map((outcome) => resultOf(outcome));
  return wanted instanceof ApexList ? new ApexList(typeRef('List<Approval.ProcessResult>'), results) : results[0];
};

function answered(rt: Runtime, { typeName, values }: ApprovalValue): ApprovalOutcome {
  const { approvals } = rt.data;
  const text = (name: string): string | null => (values[name] as string | null | undefined) ?? null;
  const comments = text('Comments');
  const nextApprovers = ((values.NextApproverIds as ApexList | null | undefined)?.items ?? []) as string[];
  if (typeName === 'Approval.ProcessWorkitemRequest')
    return approvals.respond(
      { workitemId: idOf(text('WorkitemId')), action: text('Action') ?? '', comments, nextApprovers },
      rt.actor.userId,
    );
  return approvals.submit(
    {
      recordId: idOf(text('ObjectId')),
      submitterId: text('SubmitterId'),
      process: text('ProcessDefinitionNameOrId'),
      skipsCriteria: values.SkipEntryCriteria === true,
      comments,
      nextApprovers,
    },
    rt.actor.userId,
  );
}

function idOf(text: string | null): string {
  return toId18(text ?? '') ?? text ?? '';
}

function resultOf(outcome: ApprovalOutcome): ApprovalValue {
  const done = outcome.errors.length === 0;
  return new ApprovalValue('Approval.ProcessResult', {
    Success: done,
    Errors: errorList(outcome.errors),
    EntityId: outcome.entityId,
    InstanceId: outcome.instanceId,
    InstanceStatus: outcome.status,
    NewWorkitemIds: done ? idList(outcome.workitemIds) : null,
    ActorIds: done ? idList(outcome.actorIds) : null,
  });
}

function itemsOf(rt: Runtime, wanted: unknown): unknown[] {
  const items = required(rt, wanted) instanceof ApexList ? (wanted as ApexList).items : [wanted];
  return items.map((item) => required(rt, item));
}

function refuse(
  rt: Runtime,
  savepoint: ReturnType<Runtime['data']['savepoint']>,
  operation: 'process' | 'lock' | 'unlock',
  outcomes: { id: string | null; errors: DmlError[] }[],
  allOrNone: boolean,
): void {
  if (!allOrNone || outcomes.every(({ errors }) => errors.length === 0)) return;
  rt.data.rollbackTo(savepoint);
  throw dmlException(
    operation,
    [],
    outcomes.map(({ id, errors }) => ({ id, success: errors.length === 0, created: false, errors })),
  );
}

const recordId = (item: unknown): string | null => (item instanceof ApexSObject ? item.id : (item as string));

/** `lock` and `unlock` of one record or several, by id or as records. */
function locking(operation: 'lock' | 'unlock', result: string): SystemFunction {
  return (rt, wanted: unknown, allOrNone: boolean | null = true) => {
    const ids = itemsOf(rt, wanted).map((item) => recordId(item));
    rt.charge('dmlStatements', 1);
    rt.charge('dmlRows', ids.length);
    uncommittedWork(rt).writes++;
    const savepoint = rt.data.savepoint();
    const outcomes = ids.map((id) => ({ id, errors: lockErrors(rt, operation, id) }));
    refuse(rt, savepoint, operation, outcomes, allOrNone !== false);
    const results = outcomes.map(
      ({ id, errors }) =>
        new ApprovalValue(result, { Id: id, Success: errors.length === 0, Errors: errorList(errors) }),
    );
    return wanted instanceof ApexList ? new ApexList(typeRef(`List<${result}>`), results) : results[0];
  };
}

function lockErrors(rt: Runtime, operation: 'lock' | 'unlock', id: string | null): DmlError[] {
  const object = rt.data.schema.byKeyPrefix((id ?? '').slice(0, 3));
  if (id === null || !object || rt.data.rows(object.name, { Id: idOf(id) }).length === 0)
    return [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: [] }];
  rt.data.locks[operation](idOf(id));
  return [];
}

const isLocked: SystemFunction = (rt, wanted: unknown) => {
  const ids = itemsOf(rt, wanted).map((item) => recordId(item));
  const locked = (id: string | null): boolean => id !== null && rt.data.locks.isLocked(idOf(id));
  if (!(wanted instanceof ApexList)) return locked(ids[0]!);
  const map = new ApexMap(mapOf(ID, typeRef('Boolean')));
  for (const id of ids) map.put(rt, id, locked(id));
  return map;
};

function getters(names: readonly string[]): Record<string, SystemFunction> {
  return Object.fromEntries(
    names.map((name) => [`get${name}`, (_rt: Runtime, self: ApprovalValue) => self.values[name] ?? null]),
  );
}

function setters(names: readonly string[]): Record<string, SystemFunction> {
  return Object.fromEntries(
    names.map((name) => [
      `set${name}`,
      (_rt: Runtime, self: ApprovalValue, value: unknown) => {
        self.values[name] = value;
      },
    ]),
  );
}

function valueType(name: string, names: readonly string[], rest: Partial<SystemType>): SystemType {
  const isRequest = name === 'Approval.ProcessRequest';
  return {
    name,
    is: (value) =>
      value instanceof ApprovalValue && (value.typeName === name || (isRequest && /Request$/.test(value.typeName))),
    fields: plainFields([...names]),
    ...rest,
  };
}

function request(name: string, names: readonly string[]): SystemType {
  return valueType(name, names, {
    constructors: { '()': () => new ApprovalValue(name) },
    methods: { ...getters(names), ...setters(names) },
  });
}

function result(name: string, names: readonly string[]): SystemType {
  return valueType(name, [...names, 'Success'], {
    methods: { ...getters(names), isSuccess: (_rt, self: ApprovalValue) => self.values.Success === true },
  });
}

export const approvalTypes: SystemType[] = [
  {
    name: 'Approval',
    statics: {
      process,
      lock: locking('lock', 'Approval.LockResult'),
      unlock: locking('unlock', 'Approval.UnlockResult'),
      isLocked,
    },
  },
  request('Approval.ProcessRequest', REQUEST),
  request('Approval.ProcessSubmitRequest', SUBMIT),
  request('Approval.ProcessWorkitemRequest', WORKITEM),
  result('Approval.ProcessResult', RESULT),
  result('Approval.LockResult', LOCKED),
  result('Approval.UnlockResult', LOCKED),
];
