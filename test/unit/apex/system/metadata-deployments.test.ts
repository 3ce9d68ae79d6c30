/** What code puts together for a deployment by Apex, and how its tests look at it (Apex Developer Guide, "Testing Metadata Deployments"). */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const DEPLOYS = `public class Deploys {
  public static Metadata.DeployContainer container() {
    Metadata.CustomMetadata record = new Metadata.CustomMetadata();
    record.fullName = 'Setting__mdt.One';
    Metadata.CustomMetadataValue value = new Metadata.CustomMetadataValue();
    value.field = 'Key__c';
    value.value = 'k';
    record.values.add(value);
    Metadata.DeployContainer container = new Metadata.DeployContainer();
    container.addMetadata(record);
    return container;
  }
  public class Callback implements Metadata.DeployCallback {
    public String seen;
    public void handleResult(Metadata.DeployResult result, Metadata.DeployCallbackContext context) {
      seen = result.status == Metadata.DeployStatus.Succeeded ? 'done ' + context.getCallbackJobId() : 'failed';
    }
  }
}`;
const TESTS = `@IsTest private class DeploysTest {
  class Context extends Metadata.DeployCallbackContext {
    public override Id getCallbackJobId() { return '000000000122ABC'; }
  }
  @IsTest static void theContainerTellsWhatIsInIt() {
    Metadata.DeployContainer container = Deploys.container();
    List<Metadata.Metadata> contents = container.getMetadata();
    Assert.areEqual(1, contents.size());
    Metadata.CustomMetadata record = (Metadata.CustomMetadata) contents[0];
    Assert.areEqual('Setting__mdt.One', record.fullName);
    Assert.areEqual('k', record.values[0].value);
    Assert.isFalse(container.removeMetadataByFullName('Setting__mdt.Two'));
    Assert.isTrue(container.removeMetadataByFullName('setting__mdt.one'));
    Assert.isFalse(container.removeMetadata(record));
    Assert.areEqual(0, container.getMetadata().size());
  }
  @IsTest static void theCallbackIsCalledByTheTest() {
    Deploys.Callback callback = new Deploys.Callback();
    Metadata.DeployResult result = new Metadata.DeployResult();
    result.status = Metadata.DeployStatus.Succeeded;
    callback.handleResult(result, new Context());
    Assert.isTrue(callback.seen.startsWith('done 000000000122ABC'), callback.seen);
    result.status = Metadata.DeployStatus.Failed;
    callback.handleResult(result, new Context());
    Assert.areEqual('failed', callback.seen);
  }
}`;
const org = openApexOrg({ classes: [DEPLOYS, TESTS] });

describe('a deployment by Apex', () => {
  itPassesInApex(org, 'DeploysTest');

  it('is refused by name', () => {
    expect(() => org.run('Metadata.Operations.enqueueDeployment(Deploys.container(), null);')).toThrow(
      'Metadata.Operations.enqueueDeployment',
    );
  });
});
