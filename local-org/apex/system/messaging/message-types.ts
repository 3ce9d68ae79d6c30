/** `Messaging.SingleEmailMessage`, attachments and results (Apex Reference, "Messaging Namespace"): what holds values only. */
import type { DmlError } from '../../../data/types.ts';
import { findSystemType } from '../../language/types/catalogue.ts';
import type { SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { STRING, listOf, typeRef } from '../../values/type.ts';
import { statusCode } from '../enums.ts';
import { plainFields } from '../plain.ts';

export class Message {
  readonly typeName: string;
  readonly values: Record<string, unknown>;
  constructor(typeName: string, values: Record<string, unknown> = {}) {
    this.typeName = typeName;
    this.values = values;
  }
}

export class SendResult {
  readonly typeName = 'Messaging.SendEmailResult';
  readonly errors: DmlError[];
  readonly success: boolean;
  constructor(errors: DmlError[], success = errors.length === 0) {
    this.errors = errors;
    this.success = success;
  }
}

export class SendError {
  readonly typeName = 'Messaging.SendEmailError';
  readonly error: DmlError;
  constructor(error: DmlError) {
    this.error = error;
  }
}

const EMAIL = [
  'BccSender',
  'EmailPriority',
  'ReplyTo',
  'SaveAsActivity',
  'SenderDisplayName',
  'Subject',
  'UseSignature',
];
const SINGLE = [
  'BccAddresses',
  'CcAddresses',
  'Charset',
  'EntityAttachments',
  'FileAttachments',
  'HtmlBody',
  'InReplyTo',
  'OptOutPolicy',
  'OrgWideEmailAddressId',
  'PlainTextBody',
  'References',
  'TargetObjectId',
  'TemplateId',
  'TemplateName',
  'ToAddresses',
  'TreatBodiesAsTemplate',
  'TreatTargetObjectAsRecipient',
  'UserMail',
  'WhatId',
];
const ATTACHMENT = ['Body', 'ContentType', 'FileName', 'Id', 'Inline'];

/** The catalogue's `getX`, `isX` and `setX` of the given values. */
function accessors(typeName: string, names: string[]): Record<string, SystemFunction> {
  const methods: Record<string, SystemFunction> = {};
  for (const { name } of findSystemType(typeName)?.type.methods ?? []) {
    const [, verb, value] = /^(get|is|set)([A-Z]\w*)$/.exec(name) ?? [];
    if (value === undefined || !names.includes(value)) continue;
    methods[name] =
      verb === 'set'
        ? (_rt, self: Message, given: unknown) => {
            self.values[value] = given;
          }
        : (_rt, self: Message) => self.values[value] ?? null;
  }
  return methods;
}

/** Defaults of a new message ("SingleEmailMessage Methods"). */
const newEmail = (): Message =>
  new Message('Messaging.SingleEmailMessage', {
    SaveAsActivity: true,
    UseSignature: true,
    BccSender: false,
    TreatTargetObjectAsRecipient: true,
    TreatBodiesAsTemplate: false,
    UserMail: false,
  });

const errorsOf: SystemFunction = (_rt, self: SendResult) =>
  new ApexList(
    typeRef('List<Messaging.SendEmailError>'),
    self.errors.map((error) => new SendError(error)),
  );
const isSuccess: SystemFunction = (_rt, self: SendResult) => self.success;
const message: SystemFunction = (_rt, self: SendError) => self.error.message;
const status: SystemFunction = (_rt, self: SendError) => statusCode(self.error.statusCode);

export const messageTypes: SystemType[] = [
  {
    name: 'Messaging.Email',
    is: (value) => value instanceof Message && value.typeName === 'Messaging.SingleEmailMessage',
    fields: plainFields(EMAIL),
    methods: accessors('Messaging.Email', EMAIL),
  },
  {
    name: 'Messaging.SingleEmailMessage',
    is: (value) => value instanceof Message && value.typeName === 'Messaging.SingleEmailMessage',
    constructors: { '()': newEmail },
    fields: plainFields([...EMAIL, ...SINGLE]),
    methods: accessors('Messaging.SingleEmailMessage', SINGLE),
  },
  {
    name: 'Messaging.EmailFileAttachment',
    is: (value) => value instanceof Message && value.typeName === 'Messaging.EmailFileAttachment',
    constructors: { '()': () => new Message('Messaging.EmailFileAttachment') },
    fields: plainFields(ATTACHMENT),
    methods: accessors('Messaging.EmailFileAttachment', ATTACHMENT),
  },
  {
    name: 'Messaging.SendEmailResult',
    is: (value) => value instanceof SendResult,
    fields: { Errors: { get: errorsOf }, Success: { get: isSuccess } },
    methods: { getErrors: errorsOf, isSuccess },
  },
  {
    name: 'Messaging.SendEmailError',
    is: (value) => value instanceof SendError,
    fields: { Message: { get: message }, StatusCode: { get: status }, TargetObjectId: { get: () => null } },
    methods: {
      getMessage: message,
      getStatusCode: status,
      getTargetObjectId: () => null,
      getFields: (_rt, self: SendError) => new ApexList(listOf(STRING), [...self.error.fields]),
    },
  },
];
