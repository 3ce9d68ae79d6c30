/** `RestContext`, `RestRequest`, `RestResponse` (Apex Reference), as tests of REST classes set them. */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexMap } from '../values/collections.ts';
import { STRING, mapOf } from '../values/type.ts';
import { plainFields } from './plain.ts';

export class RestMessage {
  readonly typeName: string;
  readonly values: Record<string, unknown>;
  constructor(typeName: string, values: Record<string, unknown>) {
    this.typeName = typeName;
    this.values = values;
  }
}

const texts = (): ApexMap => new ApexMap(mapOf(STRING, STRING));
const REQUEST = ['headers', 'httpMethod', 'params', 'remoteAddress', 'requestBody', 'requestURI', 'resourcePath'];
const RESPONSE = ['headers', 'responseBody', 'statusCode'];
const put = (field: string) => (rt: Runtime, self: RestMessage, name: string, value: string) => {
  (self.values[field] as ApexMap).put(rt, name, value);
};

/** One pair a transaction. */
const contexts = new WeakMap<Runtime, { request: RestMessage | null; response: RestMessage | null }>();

function contextOf(rt: Runtime): { request: RestMessage | null; response: RestMessage | null } {
  let context = contexts.get(rt);
  if (!context) contexts.set(rt, (context = { request: null, response: null }));
  return context;
}

/** The request that an Apex REST method sees, and the response it may fill; both become `RestContext`. */
export function openRestContext(
  rt: Runtime,
  given: { values: Record<string, unknown>; headers: [string, string][]; params: [string, string][] },
): RestMessage {
  const request = new RestMessage('RestRequest', { ...given.values, headers: texts(), params: texts() });
  for (const [name, value] of given.headers) (request.values.headers as ApexMap).put(rt, name, value);
  for (const [name, value] of given.params) (request.values.params as ApexMap).put(rt, name, value);
  const response = new RestMessage('RestResponse', { headers: texts() });
  contexts.set(rt, { request, response });
  return response;
}

/** The response as the code left it: a method may have put another one in place. */
export function restResponse(rt: Runtime): RestMessage | null {
  return contextOf(rt).response;
}

export const restTypes: SystemType[] = [
  {
    name: 'RestContext',
    staticFields: { request: (rt) => contextOf(rt).request, response: (rt) => contextOf(rt).response },
    staticSetters: {
      request: (rt, value: RestMessage | null) => {
        contextOf(rt).request = value;
      },
      response: (rt, value: RestMessage | null) => {
        contextOf(rt).response = value;
      },
    },
  },
  {
    name: 'RestRequest',
    is: (value) => value instanceof RestMessage && value.typeName === 'RestRequest',
    constructors: { '()': () => new RestMessage('RestRequest', { headers: texts(), params: texts() }) },
    fields: plainFields(REQUEST),
    methods: { addHeader: put('headers'), addParameter: put('params') },
  },
  {
    name: 'RestResponse',
    is: (value) => value instanceof RestMessage && value.typeName === 'RestResponse',
    constructors: { '()': () => new RestMessage('RestResponse', { headers: texts() }) },
    fields: plainFields(RESPONSE),
    methods: { addHeader: put('headers') },
  },
];
