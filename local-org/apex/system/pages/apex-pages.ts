/**
 * `ApexPages`, its messages and `SelectOption` (Apex Reference, ApexPages Namespace), as far as controllers use them:
 * the current page is the one of `Test.setCurrentPage`.
 */
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { ApexException, shownMessage } from '../../values/object.ts';
import type { ApexEnumValue } from '../../values/object.ts';
import { typeRef } from '../../values/type.ts';
import { required } from '../arguments.ts';
import { enumValue } from '../enums.ts';
import { PageReference } from './page-reference.ts';

interface PageState {
  current: PageReference | null;
  messages: Message[];
}

const states = new WeakMap<Runtime, PageState>();

/** A test has an empty page from the start; elsewhere no page is drawn. */
export function pageState(rt: Runtime): PageState {
  let state = states.get(rt);
  if (!state) states.set(rt, (state = { current: rt.test ? new PageReference('') : null, messages: [] }));
  return state;
}

class Message {
  readonly typeName = 'ApexPages.Message';
  readonly severity: ApexEnumValue | null;
  readonly summary: string | null;
  readonly detail: string | null;
  readonly componentLabel: string | null;
  constructor(severity: ApexEnumValue | null, summary: string | null, detail?: string | null, id?: string | null) {
    this.severity = severity;
    this.summary = summary;
    // A message without a detail shows its summary as one.
    this.detail = detail ?? summary;
    this.componentLabel = id ?? null;
  }
  toString(): string {
    return `ApexPages.Message["${this.summary ?? ''}"]`;
  }
}

class SelectOption {
  readonly typeName = 'SelectOption';
  readonly values: Record<string, unknown>;
  constructor(value: unknown, label: unknown, disabled = false) {
    this.values = { value, label, disabled, escapeItem: true };
  }
  toString(): string {
    return `System.SelectOption[value="${String(this.values['value'])}", label="${String(this.values['label'])}", disabled="${String(this.values['disabled'])}"]`;
  }
}

/** Messages of an exception: of each failed row of a DmlException, else its own. */
function addExceptionMessages(rt: Runtime, exception: unknown): void {
  if (!(exception instanceof ApexException)) return rt.raise('System.TypeException', 'addMessages takes an exception');
  const { rows } = exception.state;
  const texts = rows.length ? rows.map((row) => row.message) : [shownMessage(exception)];
  const error = enumValue('ApexPages.Severity', 'ERROR') ?? null;
  for (const text of texts) pageState(rt).messages.push(new Message(error, text));
}

const option =
  (name: string): SystemFunction =>
  (_rt, self: SelectOption) =>
    self.values[name] ?? null;
const setOption =
  (name: string): SystemFunction =>
  (_rt, self: SelectOption, value: unknown) => {
    self.values[name] = value;
  };

export const apexPagesTypes: SystemType[] = [
  {
    name: 'ApexPages',
    statics: {
      currentPage: (rt) => pageState(rt).current,
      addMessage: (rt, message: Message | null) => void pageState(rt).messages.push(required(rt, message)),
      addMessages: (rt, exception: unknown) => addExceptionMessages(rt, required(rt, exception)),
      getMessages: (rt) => new ApexList(typeRef('List<ApexPages.Message>'), [...pageState(rt).messages]),
      'hasMessages()': (rt) => pageState(rt).messages.length > 0,
      'hasMessages(ApexPages.Severity)': (rt, severity: ApexEnumValue | null) =>
        pageState(rt).messages.some((message) => message.severity === severity),
    },
  },
  {
    name: 'ApexPages.Message',
    is: (value) => value instanceof Message,
    constructors: {
      '/2': (_rt, severity: ApexEnumValue | null, summary: string | null) => new Message(severity, summary),
      '/3': (_rt, severity: ApexEnumValue | null, summary: string | null, detail: string | null) =>
        new Message(severity, summary, detail),
      '/4': (_rt, severity: ApexEnumValue | null, summary: string | null, detail: string | null, id: string | null) =>
        new Message(severity, summary, detail, id),
    },
    methods: {
      getSeverity: (_rt, self: Message) => self.severity,
      getSummary: (_rt, self: Message) => self.summary,
      getDetail: (_rt, self: Message) => self.detail,
      getComponentLabel: (_rt, self: Message) => self.componentLabel,
    },
  },
  {
    name: 'SelectOption',
    is: (value) => value instanceof SelectOption,
    constructors: {
      '/2': (_rt, value: unknown, label: unknown) => new SelectOption(value, label),
      '/3': (_rt, value: unknown, label: unknown, disabled: boolean) => new SelectOption(value, label, disabled),
    },
    methods: {
      getValue: option('value'),
      getLabel: option('label'),
      getDisabled: option('disabled'),
      getEscapeItem: option('escapeItem'),
      setValue: setOption('value'),
      setLabel: setOption('label'),
      setDisabled: setOption('disabled'),
      setEscapeItem: setOption('escapeItem'),
    },
  },
];
