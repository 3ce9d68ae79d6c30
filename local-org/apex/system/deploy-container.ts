/**
 * `Metadata.DeployContainer`: what code puts together for a deployment, and its tests look into (Apex Reference,
 * "DeployContainer Class"; Apex Developer Guide, "Testing Metadata Deployments"). Deploying it is refused by name.
 */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList } from '../values/collections.ts';
import { typeRef } from '../values/type.ts';
import { required } from './arguments.ts';

interface Metadata {
  values: Record<string, unknown>;
}

class DeployContainer {
  readonly typeName = 'Metadata.DeployContainer';
  metadata: Metadata[] = [];
}

/** Takes out what `isWanted` finds; whether there was any. */
function remove(self: DeployContainer, isWanted: (one: Metadata) => boolean): boolean {
  const left = self.metadata.filter((one) => !isWanted(one));
  const found = left.length < self.metadata.length;
  self.metadata = left;
  return found;
}

export const deployContainerType: SystemType = {
  name: 'Metadata.DeployContainer',
  is: (value) => value instanceof DeployContainer,
  constructors: { '()': () => new DeployContainer() },
  methods: {
    addMetadata: (rt: Runtime, self: DeployContainer, metadata: Metadata | null) => {
      self.metadata.push(required(rt, metadata));
      return null;
    },
    getMetadata: (_rt, self: DeployContainer) => new ApexList(typeRef('List<Metadata.Metadata>'), [...self.metadata]),
    removeMetadata: (rt, self: DeployContainer, metadata: Metadata | null) => {
      const wanted = required(rt, metadata);
      return remove(self, (one) => one === wanted);
    },
    removeMetadataByFullName: (rt, self: DeployContainer, fullName: string | null) => {
      const wanted = required(rt, fullName).toLowerCase();
      return remove(self, ({ values }) => String(values.fullName).toLowerCase() === wanted);
    },
  },
};

/** Only subclasses of tests have instances here; what they override is called. */
export const deployCallbackContextType: SystemType = {
  name: 'Metadata.DeployCallbackContext',
  methods: { getCallbackJobId: (rt, self: object) => rt.call(self, 'getCallbackJobId', []) },
};
