/**
 * Approval processes: a record is submitted, locked, and goes from step to step until somebody rejects or all approve
 * (Help, "Approval Processes"; Apex Reference, "Approval Namespace"; Object Reference, "ProcessInstance" and its parts).
 * Field updates are made; e-mails, tasks and messages of a process are not, which its deploy says.
 */
import type { AccessEngine } from '../access/access.ts';
import { filterMet } from '../dml/lookupFilters.ts';
import type { FormulaEngine } from '../formula/engine.ts';
import type { Store } from '../storage/store.ts';
import type { DmlError, DmlOptions, RecordValues, SaveResult, SObjectDescribe } from '../types.ts';
import { NotImplementedError } from '../types.ts';
import { rowError } from '../dml/errors.ts';
import { NO_APPROVALS } from './definition.ts';
import type { ApprovalAction, ApprovalCatalog, ApprovalCriteria, ApprovalProcess, ApprovalStep } from './definition.ts';
import { mayStart, nextActors } from './people.ts';
import { changeOf } from './fieldUpdates.ts';
import type { Locks } from './locks.ts';

export interface SubmitRequest {
  recordId: string;
  submitterId: string | null;
  /** Name or id of the process; null takes the first that fits. */
  process: string | null;
  skipsCriteria: boolean;
  comments: string | null;
  nextApprovers: string[];
}

export interface WorkitemRequest {
  workitemId: string;
  /** `Approve`, `Reject` or `Removed`. */
  action: string;
  comments: string | null;
  nextApprovers: string[];
}

export interface ApprovalOutcome {
  entityId: string | null;
  instanceId: string | null;
  status: string | null;
  workitemIds: string[];
  actorIds: string[];
  errors: DmlError[];
}

export interface ApprovalParts {
  store: Store;
  formulas: FormulaEngine;
  access: AccessEngine;
  locks: Locks;
  update(object: string, rows: RecordValues[], options: DmlOptions): SaveResult[];
}

/** Ends a request with the errors that its outcome tells. */
class Refused extends Error {
  readonly errors: DmlError[];
  constructor(...errors: DmlError[]) {
    super(errors[0]?.message);
    this.errors = errors;
  }
}

/** What one request works on. */
interface Running {
  process: ApprovalProcess;
  object: SObjectDescribe;
  instanceId: string;
  recordId: string;
  submitterId: string;
  actorId: string;
  nextApprovers: string[];
  workitemIds: string[];
  actorIds: string[];
}

const NOTHING = { entityId: null, instanceId: null, status: null, workitemIds: [], actorIds: [] };
const invalid = (): Refused => new Refused(rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'));

export class Approvals {
  catalog: ApprovalCatalog = NO_APPROVALS;
  private readonly parts: ApprovalParts;

  constructor(parts: ApprovalParts) {
    this.parts = parts;
  }

  submit(request: SubmitRequest, actorId: string): ApprovalOutcome {
    return this.attempt(request.recordId, () => {
      const { store, locks } = this.parts;
      const object = store.schema.byKeyPrefix(request.recordId.slice(0, 3));
      const row = object && store.byId(object.name, request.recordId);
      if (!object || !row || row.IsDeleted === true) throw invalid();
      if (store.first('ProcessInstance', { TargetObjectId: request.recordId, Status: 'Pending' }))
        throw new Refused(rowError('ALREADY_IN_PROCESS', 'Cannot submit object already in process.'));
      const submitterId = request.submitterId ?? actorId;
      const process = this.chosen(object, row, request, submitterId);
      const instanceId = store.insert('ProcessInstance', {
        ProcessDefinitionId: process.id,
        TargetObjectId: request.recordId,
        Status: 'Pending',
        SubmittedById: submitterId,
        LastActorId: actorId,
        CreatedById: actorId,
      });
      const { recordId, nextApprovers } = request;
      const running: Running = {
        ...{ process, object, instanceId, recordId, submitterId, actorId, nextApprovers },
        workitemIds: [],
        actorIds: [],
      };
      this.note(running, 'Started', { ActorId: submitterId, OriginalActorId: submitterId, Comments: request.comments });
      locks.lock(request.recordId, process.approverEdits);
      this.act(running, process.initialActions);
      this.enter(running, 0, true);
      return running;
    });
  }

  respond(request: WorkitemRequest, actorId: string): ApprovalOutcome {
    const { store } = this.parts;
    const workitem = store.byId('ProcessInstanceWorkitem', request.workitemId);
    const instance = workitem && store.byId('ProcessInstance', workitem.ProcessInstanceId as string);
    return this.attempt((instance?.TargetObjectId as string | undefined) ?? null, () => {
      if (!workitem || !instance) throw invalid();
      const recordId = instance.TargetObjectId as string;
      const object = store.schema.byKeyPrefix(recordId.slice(0, 3)) as SObjectDescribe;
      const process = this.catalog.processes(object.name).find(({ id }) => id === instance.ProcessDefinitionId);
      if (!process) throw invalid();
      const running: Running = {
        ...{ process, object, instanceId: instance.Id as string, recordId, actorId },
        submitterId: instance.SubmittedById as string,
        nextApprovers: request.nextApprovers,
        workitemIds: [],
        actorIds: [],
      };
      this.checkActor(running, request.action, workitem.ActorId as string);
      if (request.action === 'Removed') this.recall(running, request.comments);
      else if (request.action === 'Approve') this.approve(running, workitem, request.comments);
      else if (request.action === 'Reject') this.reject(running, workitem, request.comments);
      else throw new Refused(rowError('INVALID_OPERATION', `invalid action: ${request.action}`));
      return running;
    });
  }

  private attempt(entityId: string | null, work: () => Running): ApprovalOutcome {
    try {
      const { instanceId, workitemIds, actorIds } = work();
      const status = String(this.parts.store.byId('ProcessInstance', instanceId)?.Status);
      return { entityId, instanceId, status, workitemIds, actorIds, errors: [] };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { ...NOTHING, entityId, errors: error.errors };
    }
  }

  /** The process that is named, or the first active one whose criteria and submitters fit. */
  private chosen(
    object: SObjectDescribe,
    row: RecordValues,
    { process: named, skipsCriteria }: SubmitRequest,
    submitterId: string,
  ): ApprovalProcess {
    const { store } = this.parts;
    const wanted = named?.toLowerCase();
    const found = this.catalog
      .processes(object.name)
      .filter((one) => one.active)
      .filter(
        ({ id, name }) =>
          wanted === undefined || name.toLowerCase() === wanted || id.slice(0, 15) === named!.slice(0, 15),
      )
      .toSorted((one, other) => one.order - other.order)
      .find(
        (one) =>
          mayStart(store, one, row, submitterId) &&
          ((wanted !== undefined && skipsCriteria) || this.meets(object, row, one.criteria)),
      );
    if (!found) throw new Refused(rowError('NO_APPLICABLE_PROCESS', 'No applicable approval process was found.'));
    return found;
  }

  private meets(object: SObjectDescribe, row: RecordValues, criteria: ApprovalCriteria | undefined): boolean {
    const { formulas } = this.parts;
    if (!criteria) return true;
    if (criteria.formula !== undefined) return formulas.workedOut(object, criteria.formula, 'Boolean', row) === true;
    return filterMet(formulas, criteria, (path) => formulas.read(object, path, row));
  }

  /** Goes to a step, or past those whose criteria the record does not meet. */
  private enter(running: Running, from: number, isFirst: boolean): void {
    const { store } = this.parts;
    for (let at = from; at < running.process.steps.length; at++) {
      const step = running.process.steps[at]!;
      const row = store.byId(running.object.name, running.recordId) as RecordValues;
      if (!this.meets(running.object, row, step.criteria)) {
        if (step.ifCriteriaNotMet === 'ApproveRecord') return this.finish(running, 'Approved');
        if (step.ifCriteriaNotMet === 'RejectRecord') return this.finish(running, 'Rejected');
        continue;
      }
      return this.assign(running, step, row, isFirst);
    }
    this.finish(running, 'Approved');
  }

  private assign(running: Running, step: ApprovalStep, row: RecordValues, isFirst: boolean): void {
    const { store } = this.parts;
    const actors = nextActors(store, running.process, step, {
      row,
      previousId: isFirst
        ? running.process.hierarchy?.ofOwner
          ? String(row.OwnerId)
          : running.submitterId
        : running.actorId,
      chosen: running.nextApprovers,
    });
    if ('error' in actors) throw new Refused(actors.error);
    const ProcessNodeId = this.nodeId(running.process, step);
    store.insert('ProcessInstanceNode', {
      ProcessInstanceId: running.instanceId,
      ProcessNodeId,
      ProcessNodeName: step.label,
      NodeStatus: 'Pending',
    });
    running.actorIds.push(...actors.ids);
    for (const ActorId of actors.ids)
      running.workitemIds.push(
        store.insert('ProcessInstanceWorkitem', {
          ProcessInstanceId: running.instanceId,
          ActorId,
          OriginalActorId: ActorId,
          CreatedById: running.actorId,
        }),
      );
  }

  private checkActor(running: Running, action: string, assigned: string): void {
    const { store, access } = this.parts;
    const { actorId, process, object, submitterId } = running;
    if (access.object(actorId, object.name).modifyAll) return;
    const isMember = (): boolean => store.ids('GroupMember', { GroupId: assigned, UserOrGroupId: actorId }).length > 0;
    const may =
      action === 'Removed' ? process.allowRecall && actorId === submitterId : actorId === assigned || isMember();
    // Of somebody else's request the references say nothing; this is what the platform says of ids that do not fit.
    if (!may) throw invalid();
  }

  private approve(running: Running, workitem: RecordValues, comments: string | null): void {
    const { at, step } = this.current(running);
    this.answer(running, workitem, 'Approved', comments, step);
    const others = this.parts.store.rows('ProcessInstanceWorkitem', { ProcessInstanceId: running.instanceId });
    if (step.unanimous && others.length > 0) return;
    this.leave(running, step, 'Approved');
    this.act(running, step.approvalActions);
    this.enter(running, at + 1, false);
  }

  private reject(running: Running, workitem: RecordValues, comments: string | null): void {
    const { at, step } = this.current(running);
    this.answer(running, workitem, 'Rejected', comments, step);
    this.leave(running, step, 'Rejected');
    this.act(running, step.rejectionActions);
    if (step.backToPrevious && at > 0) this.enter(running, at - 1, at === 1);
    else this.finish(running, 'Rejected');
  }

  private recall(running: Running, Comments: string | null): void {
    this.note(running, 'Removed', { ActorId: running.actorId, OriginalActorId: running.actorId, Comments });
    this.leave(running, this.current(running).step, 'Removed');
    this.act(running, running.process.recallActions);
    this.close(running, 'Removed');
    this.parts.locks.unlock(running.recordId);
  }

  private finish(running: Running, status: 'Approved' | 'Rejected'): void {
    const { process, recordId } = running;
    const approved = status === 'Approved';
    this.close(running, status);
    if (!(approved ? process.keepsLockApproved : process.keepsLockRejected)) this.parts.locks.unlock(recordId);
    this.act(running, approved ? process.approvalActions : process.rejectionActions);
  }

  private close({ instanceId, actorId }: Running, Status: string): void {
    const { store } = this.parts;
    store.update('ProcessInstance', instanceId, { Status, CompletedDate: store.now(), LastActorId: actorId });
  }

  /** The step that waits for an answer. */
  private current({ process, instanceId }: Running): { at: number; step: ApprovalStep } {
    const { store } = this.parts;
    const node = store.first('ProcessInstanceNode', { ProcessInstanceId: instanceId, NodeStatus: 'Pending' });
    const name = node && store.byId('ProcessNode', node.ProcessNodeId as string)?.DeveloperName;
    const at = process.steps.findIndex((step) => step.name === name);
    if (at < 0) throw invalid();
    return { at, step: process.steps[at]! };
  }

  private answer(
    running: Running,
    workitem: RecordValues,
    status: string,
    Comments: string | null,
    step: ApprovalStep,
  ): void {
    const OriginalActorId = workitem.OriginalActorId ?? workitem.ActorId ?? null;
    const StepNodeId = this.nodeId(running.process, step);
    this.note(running, status, { ActorId: running.actorId, OriginalActorId, Comments, StepNodeId });
    this.parts.store.purge('ProcessInstanceWorkitem', workitem.Id as string);
  }

  /** Who else was asked is asked no more. */
  private leave(running: Running, step: ApprovalStep, NodeStatus: string): void {
    const { store } = this.parts;
    const { instanceId, actorId } = running;
    for (const { Id, ActorId } of store.rows('ProcessInstanceWorkitem', { ProcessInstanceId: instanceId })) {
      if (NodeStatus !== 'Removed')
        this.note(running, 'NoResponse', {
          ActorId: ActorId ?? null,
          OriginalActorId: ActorId ?? null,
          StepNodeId: this.nodeId(running.process, step),
        });
      store.purge('ProcessInstanceWorkitem', Id as string);
    }
    for (const id of store.ids('ProcessInstanceNode', { ProcessInstanceId: instanceId, NodeStatus: 'Pending' }))
      store.update('ProcessInstanceNode', id, { NodeStatus, CompletedDate: store.now(), LastActorId: actorId });
  }

  private note({ instanceId, actorId }: Running, StepStatus: string, values: RecordValues): void {
    const { store } = this.parts;
    store.insert('ProcessInstanceStep', { ProcessInstanceId: instanceId, StepStatus, CreatedById: actorId, ...values });
  }

  private nodeId({ id }: ApprovalProcess, { name, label }: ApprovalStep): string {
    const { store } = this.parts;
    const key = { ProcessDefinitionId: id, DeveloperName: name };
    return store.ids('ProcessNode', key)[0] ?? store.insert('ProcessNode', { ...key, Name: label });
  }

  private act({ object, recordId, actorId, process }: Running, actions: ApprovalAction[]): void {
    for (const { type, name } of actions) {
      if (type !== 'FieldUpdate') continue;
      const update = this.catalog.fieldUpdate(object.name, name);
      if (!update)
        throw new NotImplementedError(`The field update ${name} of the approval process ${process.fullName}`);
      const change = changeOf(this.parts, object, recordId, update);
      const options: DmlOptions = {
        ...{ actor: { userId: actorId }, mode: 'system', sharing: false, allOrNone: true },
        overLocks: true,
      };
      const [saved] = this.parts.update(change.object, [{ Id: change.id, [change.field]: change.value }], options);
      if (saved && !saved.success) throw new Refused(...saved.errors);
    }
  }
}
