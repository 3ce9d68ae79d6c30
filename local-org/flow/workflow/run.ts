/**
 * Workflow rules at their place in a save (Apex Developer Guide, "Triggers and Order of Execution", steps of workflow rules):
 * behind the after triggers. Field updates are saved once more with the update triggers, and without validation rules, flows
 * and further workflow.
 */
import type { DmlEvent } from '../../data/contract.ts';
import type { Runtime } from '../../apex/runtime/contract.ts';
import type { RecordValues } from '../../data/types.ts';
import { SYSTEM } from '../../data/types.ts';
import { flag } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';
import { sendAlert } from './alert.ts';
import type { WorkflowCatalog, WorkflowRule } from './catalog.ts';
import { meetsRule } from './criteria.ts';
import { fieldChange } from './field-update.ts';
import { taskFor } from './task.ts';

/** "Re-evaluate Workflow Rules after Field Change": "up to five more times" (Help, "Field Updates That Re-evaluate Workflow Rules"). */
const MOST_EVALUATIONS = 5;

export function startsWorkflow(catalog: WorkflowCatalog, operation: DmlEvent['operation'], object: string): boolean {
  return (operation === 'insert' || operation === 'update') && catalog.of(object).length > 0;
}

export function runWorkflow(rt: Runtime, catalog: WorkflowCatalog, event: DmlEvent): void {
  const rules = catalog.of(event.object);
  const changed: { index: number; values: RecordValues; old: RecordValues | null }[] = [];
  for (const [index, row] of (event.newRows ?? []).entries()) {
    const old = event.operation === 'update' ? (event.oldRows?.[index] ?? null) : null;
    const evaluation = new Evaluation(rt, rules, row, old);
    evaluation.run();
    if (evaluation.changes.size > 0)
      changed.push({ index, values: { Id: row.Id!, ...Object.fromEntries(evaluation.changes) }, old });
    for (const task of evaluation.tasks) addTask(rt, event, index, task);
    for (const { name, xml } of evaluation.alerts) sendAlert(rt, `${event.object}.${name}`, xml, row);
  }
  if (changed.length === 0) return;
  const results = rt.data.update(
    event.object,
    changed.map(({ values }) => values),
    {
      ...SYSTEM,
      actor: rt.actor,
      allOrNone: false,
      workflowUpdate: new Map(changed.flatMap(({ values, old }) => (old ? [[String(values.Id), old]] : []))),
    },
  );
  for (const [at, { errors }] of results.entries())
    for (const { message, fields, statusCode } of errors)
      event.addError(changed[at]!.index, message, fields[0], statusCode);
}

function addTask(rt: Runtime, event: DmlEvent, index: number, task: RecordValues): void {
  const [result] = rt.data.insert('Task', [task], { ...SYSTEM, actor: rt.actor, allOrNone: false });
  for (const { message, statusCode } of result?.errors ?? []) event.addError(index, message, undefined, statusCode);
}

/** The rules of an object, asked of one record. */
class Evaluation {
  readonly changes = new Map<string, RecordValues[string]>();
  readonly tasks: RecordValues[] = [];
  readonly alerts: { name: string; xml: XmlElement }[] = [];
  private readonly rt: Runtime;
  private readonly rules: readonly WorkflowRule[];
  private row: RecordValues;
  private readonly old: RecordValues | null;
  private readonly fired = new Set<WorkflowRule>();

  constructor(rt: Runtime, rules: readonly WorkflowRule[], row: RecordValues, old: RecordValues | null) {
    this.rt = rt;
    this.rules = rules;
    this.row = row;
    this.old = old;
  }

  run(): void {
    for (let times = 0; times <= MOST_EVALUATIONS; times++) if (!this.evaluate()) return;
  }

  /** Whether a field update that wants the rules evaluated again changed its field. */
  private evaluate(): boolean {
    const firing = this.rules.filter((rule) => !this.fired.has(rule) && this.fires(rule));
    let again = false;
    const before = this.row;
    for (const rule of firing) {
      this.fired.add(rule);
      for (const { type, name, xml } of rule.actions) {
        if (!xml) continue;
        if (type === 'Alert') this.alerts.push({ name, xml });
        if (type === 'Task') this.tasks.push(taskFor(this.rt, rule.object, xml, this.row));
        if (type !== 'FieldUpdate') continue;
        const change = fieldChange(this.rt, rule.object, xml, before, this.old);
        if (!change) continue;
        if (flag(xml, 'reevaluateOnChange') && this.row[change.field] !== change.value) again = true;
        this.changes.set(change.field, change.value);
        this.row = { ...this.row, [change.field]: change.value };
      }
    }
    return again;
  }

  /** "created, and any time it's edited to subsequently meet criteria" is what `onCreateOrTriggeringUpdate` stands for. */
  private fires(rule: WorkflowRule): boolean {
    if (!meetsRule(this.rt, rule, this.row, this.old)) return false;
    if (this.old === null || rule.triggerType === 'onAllChanges') return true;
    return rule.triggerType === 'onCreateOrTriggeringUpdate' && !meetsRule(this.rt, rule, this.old, null);
  }
}
