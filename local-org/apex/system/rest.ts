/** `RestContext`, `RestRequest`, `RestResponse` (Apex Reference), as tests of REST classes set them. */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexMap } from '../values/collections.ts';
import { STRING, mapOf } from '../values/type.ts';
import { plainFields } from './plain.ts';

class RestMessage {
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
