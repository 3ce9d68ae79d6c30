/** Flows in few words: the XML of elements and resources, in the order that the Metadata API wants. */
import { xml } from '../unit/metadata/support/package.ts';
import type { Files } from '../unit/metadata/support/package.ts';

const PLACE = '<locationX>0</locationX><locationY>0</locationY>';

export const to = (target: string, connector = 'connector'): string =>
  `<${connector}><targetReference>${target}</targetReference></${connector}>`;

/** An element; `next` is where it leads. */
export const element = (kind: string, name: string, body: string, next?: string): string =>
  `<${kind}><name>${name}</name><label>${name}</label>${PLACE}${body}${next === undefined ? '' : to(next)}</${kind}>`;

/** `text:`, `number:`, `boolean:` before a value; anything else is a reference. */
export function value(written: string, tag = 'value'): string {
  const [, kind, rest] = /^(text|number|boolean|date|dateTime):(.*)$/s.exec(written) ?? [];
  return kind === undefined
    ? `<${tag}><elementReference>${written}</elementReference></${tag}>`
    : `<${tag}><${kind === 'text' ? 'string' : kind}Value>${rest}</${kind === 'text' ? 'string' : kind}Value></${tag}>`;
}

export const assign = (name: string, items: [to: string, operator: string, value: string][], next?: string): string =>
  element(
    'assignments',
    name,
    items
      .map(
        ([target, operator, given]) =>
          `<assignmentItems><assignToReference>${target}</assignToReference><operator>${operator}</operator>${value(given)}</assignmentItems>`,
      )
      .join(''),
    next,
  );

export const condition = (left: string, operator: string, right: string): string =>
  `<conditions><leftValueReference>${left}</leftValueReference><operator>${operator}</operator>${value(right, 'rightValue')}</conditions>`;

export const filter = (field: string, operator: string, given: string): string =>
  `<filters><field>${field}</field><operator>${operator}</operator>${value(given)}</filters>`;

export const input = (field: string, given: string): string =>
  `<inputAssignments><field>${field}</field>${value(given)}</inputAssignments>`;

/** One outcome and a default one. */
export const decision = (
  name: string,
  { logic = 'and', conditions, yes, no }: { logic?: string; conditions: string; yes?: string; no?: string },
): string =>
  element(
    'decisions',
    name,
    `${no === undefined ? '' : to(no, 'defaultConnector')}<defaultConnectorLabel>No</defaultConnectorLabel><rules><name>${name}_yes</name><conditionLogic>${logic}</conditionLogic>${conditions}${yes === undefined ? '' : to(yes)}<label>Yes</label></rules>`,
  );

export interface Variable {
  type?: string;
  object?: string;
  apexClass?: string;
  collection?: boolean;
  input?: boolean;
  output?: boolean;
  given?: string;
}

export const variable = (name: string, options: Variable = {}): string => {
  const {
    type = 'String',
    object,
    apexClass,
    collection = false,
    input: isInput = false,
    output = false,
    given,
  } = options;
  return [
    `<variables><name>${name}</name>`,
    apexClass === undefined ? '' : `<apexClass>${apexClass}</apexClass>`,
    `<dataType>${type}</dataType><isCollection>${collection}</isCollection><isInput>${isInput}</isInput><isOutput>${output}</isOutput>`,
    object === undefined ? '' : `<objectType>${object}</objectType>`,
    type === 'Number' ? '<scale>2</scale>' : '',
    given === undefined ? '' : value(given),
    '</variables>',
  ].join('');
};

export const formula = (name: string, type: string, expression: string): string =>
  `<formulas><name>${name}</name><dataType>${type}</dataType><expression>${expression}</expression>${type === 'Number' ? '<scale>2</scale>' : ''}</formulas>`;

export interface FlowOptions {
  /** Where it begins. */
  first?: string;
  start?: string;
  parts: string[];
  status?: string;
  processType?: string;
  runInMode?: string;
  label?: string;
  triggerOrder?: number;
}

const kindOf = (part: string): string => /^<(\w+)/.exec(part)?.[1] ?? '';

/** A flow that is started by its name. */
export function flow(name: string, options: FlowOptions): Files {
  const {
    first,
    start = '',
    parts,
    status = 'Active',
    processType = 'AutoLaunchedFlow',
    runInMode,
    label = name,
  } = options;
  const body = [
    '<apiVersion>65.0</apiVersion>',
    `<label>${label}</label>`,
    `<processType>${processType}</processType>`,
    runInMode === undefined ? '' : `<runInMode>${runInMode}</runInMode>`,
    `<start>${PLACE}${first === undefined ? '' : to(first)}${start}</start>`,
    `<status>${status}</status>`,
    options.triggerOrder === undefined ? '' : `<triggerOrder>${options.triggerOrder}</triggerOrder>`,
    // Those of one kind stand together.
    ...[...parts].sort((one, other) => kindOf(one).localeCompare(kindOf(other))),
  ];
  return { [`flows/${name}.flow`]: xml('Flow', body.join('\n')) };
}

/** A flow that a save of the object starts. */
export function recordFlow(
  name: string,
  when: 'RecordBeforeSave' | 'RecordAfterSave' | 'RecordBeforeDelete',
  options: FlowOptions & { object?: string; on?: string; entry?: string; after?: string },
): Files {
  const { object = 'Widget__c', on = 'CreateAndUpdate', entry = '', after = '' } = options;
  const more = `${entry}<object>${object}</object><recordTriggerType>${when === 'RecordBeforeDelete' ? 'Delete' : on}</recordTriggerType>${after}<triggerType>${when}</triggerType>`;
  return flow(name, { ...options, start: more });
}
