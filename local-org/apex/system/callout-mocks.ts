/** `StaticResourceCalloutMock` and `MultiStaticResourceCalloutMock` (Apex Reference): answers from static resources. */
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { required } from './arguments.ts';
import { HttpMessage } from './http-message.ts';

export class ResourceMock {
  readonly typeName: string;
  /** Static resource by endpoint; the only one of a StaticResourceCalloutMock under the empty endpoint. */
  readonly resources = new Map<string, string>();
  readonly headers: [string, string][] = [];
  status: string | null = null;
  statusCode = 200;
  constructor(typeName: string) {
    this.typeName = typeName;
  }
}

/** The response to a request; raises CalloutException where no resource fits it. */
export function respondFromResource(rt: Runtime, mock: ResourceMock, request: HttpMessage): HttpMessage {
  const endpoint = String(request.values.endpoint ?? '');
  const name =
    mock.resources.get('') ??
    mock.resources.get(endpoint) ??
    rt.raise('System.CalloutException', `No static resource is set for the endpoint ${endpoint}`);
  const content =
    rt.components.staticResource(name) ?? rt.raise('System.CalloutException', `Static resource not found: ${name}`);
  const response = new HttpMessage('HttpResponse');
  response.body = content;
  response.values.status = mock.status;
  response.values.statusCode = mock.statusCode;
  for (const [header, value] of mock.headers) response.headers.set(header.toLowerCase(), [header, value]);
  return response;
}

const shared: Record<string, SystemFunction> = {
  setHeader: (rt, self: ResourceMock, name: string | null, value: string | null) =>
    void self.headers.push([required(rt, name), required(rt, value)]),
  setStatus: (_rt, self: ResourceMock, status: string | null) => {
    self.status = status;
  },
  setStatusCode: (rt, self: ResourceMock, code: number | null) => {
    self.statusCode = required(rt, code);
  },
  respond: (rt, self: ResourceMock, request: HttpMessage | null) =>
    respondFromResource(rt, self, required(rt, request)),
};

function mockType(name: string, setStaticResource: SystemFunction): SystemType {
  return {
    name,
    is: (value) => value instanceof ResourceMock && value.typeName === name,
    constructors: { '()': () => new ResourceMock(name) },
    methods: { ...shared, setStaticResource },
  };
}

export const calloutMockTypes: SystemType[] = [
  mockType('StaticResourceCalloutMock', (rt, self: ResourceMock, resource: string | null) =>
    self.resources.set('', required(rt, resource)),
  ),
  mockType(
    'MultiStaticResourceCalloutMock',
    (rt, self: ResourceMock, endpoint: string | null, resource: string | null) =>
      self.resources.set(required(rt, endpoint), required(rt, resource)),
  ),
];
