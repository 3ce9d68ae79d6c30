/** Continuations and sandbox scripts as tests run them, searches by `Search.find`, values that constructors fill (Apex Reference). */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `public class Fetcher {
      public String label; public String result;
      public Object start() {
        Continuation later = new Continuation(40); later.continuationMethod = 'finish'; later.state = 'kept';
        HttpRequest request = new HttpRequest(); request.setMethod('GET'); request.setEndpoint('https://example.com/a');
        label = later.addHttpRequest(request); return later;
      }
      public Object finish(Object state) { result = state + ' ' + Continuation.getResponse(label).getBody(); return null; }
    }`,
    `global class Script implements SandboxPostCopy {
      public static String seen;
      global void runApexClass(SandboxContext context) { seen = context.sandboxName() + context.sandboxId() + context.organizationId(); }
    }`,
    `global class Registration implements Auth.RegistrationHandler {
      global User createUser(Id portal, Auth.UserData data) { return new User(Email = data.email, LastName = data.attributeMap.get('family')); }
      global void updateUser(Id userId, Id portal, Auth.UserData data) { }
    }`,
    `global class Adder implements Process.Plugin {
      global Process.PluginResult invoke(Process.PluginRequest request) { return new Process.PluginResult(new Map<String, Object>{ 'sum' => (Integer) request.inputParameters.get('a') + 1 }); }
      global Process.PluginDescribeResult describe() {
        Process.PluginDescribeResult result = new Process.PluginDescribeResult();
        result.inputParameters = new List<Process.PluginDescribeResult.InputParameter>{ new Process.PluginDescribeResult.InputParameter('a', Process.PluginDescribeResult.ParameterType.INTEGER, true) };
        return result;
      }
    }`,
    `@IsTest private class LaterTest {
      @IsTest static void aContinuationGoesOnWithItsResponse() {
        Fetcher fetcher = new Fetcher(); Continuation later = (Continuation) fetcher.start();
        Map<String, HttpRequest> requests = later.getRequests();
        Assert.areEqual('https://example.com/a', requests.get(fetcher.label).getEndpoint());
        HttpResponse response = new HttpResponse(); response.setBody('body');
        Test.setContinuationResponse(fetcher.label, response);
        Assert.isNull(Test.invokeContinuationMethod(fetcher, later)); Assert.areEqual('kept body', fetcher.result);
      }
      @IsTest static void aContinuationHasThreeRequestsAndTwoMinutes() {
        Continuation later = new Continuation(1);
        for (Integer i = 0; i < 3; i++) later.addHttpRequest(new HttpRequest());
        Assert.areEqual(new Set<String>{ 'Continuation-1', 'Continuation-2', 'Continuation-3' }, later.getRequests().keySet());
        try { new Continuation(121); Assert.fail('no error'); } catch (IllegalArgumentException e) { Assert.isTrue(e.getMessage().contains('120')); }
      }
      @IsTest static void aSandboxScriptSeesItsSandbox() {
        Id org = UserInfo.getOrganizationId(); Test.testSandboxPostCopyScript(new Script(), org, org, 'dev');
        Assert.areEqual('dev' + org + org, Script.seen);
      }
      @IsTest static void aSearchFindsResultsByObject() {
        Account found = new Account(Name = 'Found'); insert found; Test.setFixedSearchResults(new List<Id>{ found.Id });
        Search.SearchResults results = Search.find('FIND \\'Found\\' IN ALL FIELDS RETURNING Account(Id, Name), Contact(Id)');
        Assert.areEqual('Found', ((Account) results.get('Account')[0].getSObject()).Name); Assert.areEqual(0, results.get('contact').size());
      }
      @IsTest static void constructorsFillValues() {
        Auth.UserData data = new Auth.UserData('id', 'Ada', 'Example', 'Ada Example', 'ada@example.com', null, 'ada', 'en', 'idp', null, new Map<String, String>{ 'family' => 'Example' });
        User made = new Registration().createUser(null, data); Assert.areEqual('ada@example.com Example Ada', made.Email + ' ' + made.LastName + ' ' + data.firstName);
        Assert.areEqual(3, new Adder().invoke(new Process.PluginRequest(new Map<String, Object>{ 'a' => 2 })).outputParameters.get('sum'));
        Assert.areEqual('a', new Adder().describe().inputParameters[0].name);
        Auth.OAuthRefreshResult refreshed = new Auth.OAuthRefreshResult('access', 'refresh'); Assert.areEqual('accessrefreshnull', refreshed.accessToken + refreshed.refreshToken + refreshed.error);
      }
    }`,
  ],
});

describe('what runs later, elsewhere or from outside', () => {
  itPassesInApex(org, 'LaterTest');

  it('is refused outside of tests', () => {
    expect(() => org.run("Continuation.getResponse('x');")).toThrow('A continuation outside a test');
  });

  it('names a static resource that does not exist', () => {
    expect(() => org.run("PageReference.forResource('Nothing');")).toThrow(
      'Static Resource named Nothing does not exist. Check spelling.',
    );
  });
});
