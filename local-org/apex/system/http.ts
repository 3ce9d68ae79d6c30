/** `Http`, `HttpRequest`, `HttpResponse` (Apex Reference): callouts answer from `Test.setMock` and are refused elsewhere. */
import { NotImplementedError } from '../../data/types.ts';
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { ApexBlob } from '../values/blob.ts';
import { ApexList } from '../values/collections.ts';
import { ApexObject } from '../values/object.ts';
import { STRING, listOf } from '../values/type.ts';
import { required } from './arguments.ts';
import { admitCallout } from './callouts.ts';
import { ResourceMock, respondFromResource } from './callout-mocks.ts';
import { HttpMessage } from './http-message.ts';
import { documentOf } from './xml/dom.ts';
import type { XmlDocument } from './xml/dom.ts';
import { streamReaderOf } from './xml/reader.ts';

/** Apex Developer Guide, "Callout Limits and Limitations": 1 to 120,000 ms. */
const MAX_TIMEOUT = 120_000;

const get =
  (name: string, absent: unknown = null): SystemFunction =>
  (_rt, self: HttpMessage) =>
    self.values[name] ?? absent;
const set =
  (name: string): SystemFunction =>
  (_rt, self: HttpMessage, value: unknown) => {
    self.values[name] = value;
  };

const shared: Record<string, SystemFunction> = {
  getBody: (_rt, self: HttpMessage) => new TextDecoder().decode(self.body),
  getBodyAsBlob: (_rt, self: HttpMessage) => new ApexBlob(self.body),
  setBody: (rt, self: HttpMessage, text: string | null) => {
    self.body = ApexBlob.fromText(required(rt, text)).bytes;
  },
  setBodyAsBlob: (rt, self: HttpMessage, blob: ApexBlob | null) => {
    self.body = required(rt, blob).bytes;
  },
  getHeader: (rt, self: HttpMessage, name: string | null) =>
    self.headers.get(required(rt, name).toLowerCase())?.[1] ?? null,
  setHeader: (rt, self: HttpMessage, name: string | null, value: string | null) => {
    self.headers.set(required(rt, name).toLowerCase(), [name!, required(rt, value)]);
  },
  toString: (_rt: Runtime, self: HttpMessage) => self.toString(),
};

const request: SystemType = {
  name: 'HttpRequest',
  is: (value) => value instanceof HttpMessage && value.typeName === 'HttpRequest',
  constructors: { '()': () => new HttpMessage('HttpRequest') },
  methods: {
    ...shared,
    getBodyDocument: (rt, self: HttpMessage) => documentOf(rt, new TextDecoder().decode(self.body)),
    setBodyDocument: (rt, self: HttpMessage, document: XmlDocument | null) => {
      self.body = ApexBlob.fromText(required(rt, document).toXml()).bytes;
    },
    getEndpoint: get('endpoint'),
    setEndpoint: set('endpoint'),
    getMethod: get('method'),
    setMethod: set('method'),
    getCompressed: get('compressed', false),
    setCompressed: set('compressed'),
    setClientCertificateName: set('certificate'),
    setTimeout: (rt, self: HttpMessage, milliseconds: number | null) => {
      const value = required(rt, milliseconds);
      if (value < 1 || value > MAX_TIMEOUT)
        rt.raise('System.CalloutException', `Timeout must be between 1 and ${MAX_TIMEOUT} milliseconds`);
      self.values.timeout = value;
    },
  },
};

const response: SystemType = {
  name: 'HttpResponse',
  is: (value) => value instanceof HttpMessage && value.typeName === 'HttpResponse',
  constructors: { '()': () => new HttpMessage('HttpResponse') },
  methods: {
    ...shared,
    getStatus: get('status'),
    setStatus: set('status'),
    getStatusCode: get('statusCode', 0),
    setStatusCode: set('statusCode'),
    getBodyDocument: (rt, self: HttpMessage) => documentOf(rt, new TextDecoder().decode(self.body)),
    getXmlStreamReader: (rt, self: HttpMessage) => streamReaderOf(rt, new TextDecoder().decode(self.body)),
    getHeaderKeys: (_rt, self: HttpMessage) =>
      new ApexList(
        listOf(STRING),
        [...self.headers.values()].map(([name]) => name),
      ),
  },
};

const http: SystemType = {
  name: 'Http',
  is: (value) => value instanceof HttpSender,
  constructors: { '()': () => new HttpSender() },
  methods: { send: (rt, _self: unknown, message: HttpMessage | null) => send(rt, required(rt, message)) },
};

class HttpSender {
  readonly typeName = 'Http';
}

export const httpTypes: SystemType[] = [http, request, response, { name: 'HttpCalloutMock' }];

function send(rt: Runtime, message: HttpMessage): unknown {
  admitCallout(rt);
  if (!rt.test) throw new NotImplementedError('An HTTP callout outside a test');
  const mock = rt.test.mocks.get('HttpCalloutMock');
  if (mock instanceof ResourceMock) return respondFromResource(rt, mock, message);
  if (!(mock instanceof ApexObject)) {
    return rt.raise('System.TypeException', 'Methods defined as TestMethod do not support Web service callouts');
  }
  return rt.call(mock, 'respond', [message]);
}
