/**
 * `WebServiceCallout.invoke`, which classes generated from a WSDL call: in tests the mock of `Test.setMock` answers
 * (Apex Developer Guide, "Testing Web Service Callouts"); elsewhere it is refused by name.
 */
import { NotImplementedError } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import type { ApexList, ApexMap } from '../values/collections.ts';
import { ApexObject } from '../values/object.ts';
import { required } from './arguments.ts';
import { admitCallout } from './callouts.ts';

/** Texts of a generated call: endpoint, SOAP action, namespace and name of the request, then those of the response and its type. */
function invoke(rt: Runtime, stub: unknown, request: unknown, response: ApexMap | null, info: ApexList | null): void {
  admitCallout(rt);
  if (!rt.test) throw new NotImplementedError('A web service callout outside a test');
  const mock = rt.test.mocks.get('WebServiceMock');
  if (!(mock instanceof ApexObject))
    rt.raise('System.TypeException', 'Methods defined as TestMethod do not support Web service callouts');
  const [endpoint, action, , name, namespace, responseName, type] = required(rt, info).items;
  const texts = [endpoint, action, name, namespace, responseName, type].map((text) => text ?? null);
  rt.call(mock as ApexObject, 'doInvoke', [stub, request, required(rt, response), ...texts]);
}

export const webServiceTypes: SystemType[] = [
  { name: 'WebServiceMock' },
  {
    name: 'WebServiceCallout',
    statics: {
      invoke: (rt, stub: unknown, request: unknown, response: ApexMap | null, info: ApexList | null) =>
        invoke(rt, stub, request, response, info),
    },
  },
];
