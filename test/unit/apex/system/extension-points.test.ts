/** System classes that code extends, web service stubs and install handlers (Apex Reference; Apex Developer Guide). */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `global class Colors extends VisualEditor.DynamicPickList {
      private String start;
      global Colors() { super(); start = 'Red'; }
      global override VisualEditor.DataRow getDefaultValue() { return new VisualEditor.DataRow(start, 'r'); }
      global override VisualEditor.DynamicPickListRows getValues() {
        VisualEditor.DynamicPickListRows rows = new VisualEditor.DynamicPickListRows(); rows.addRow(getDefaultValue()); rows.addRow(new VisualEditor.DataRow('Blue', 'b', true)); return rows;
      }
    }`,
    `public class Soap {
      public class Answer { public String text; }
      public String endpoint_x = 'https://ada.example.com';
      public String ask(String question) {
        Map<String, Object> response_map_x = new Map<String, Object>(); Answer response_x; response_map_x.put('response_x', response_x);
        WebServiceCallout.invoke(this, question, response_map_x, new String[]{ endpoint_x, 'act', 'urn:x', 'ask', 'urn:x', 'askResponse', 'Soap.Answer' });
        response_x = (Answer) response_map_x.get('response_x'); return response_x.text;
      }
    }`,
    `global class Installed implements InstallHandler, UninstallHandler {
      public static List<String> seen = new List<String>();
      global void onInstall(InstallContext c) { seen.add((c.isUpgrade() ? 'upgrade from ' + c.previousVersion().major() : 'new') + (c.isPush() ? ' pushed' : '') + (c.installerId() == UserInfo.getUserId())); }
      global void onUninstall(UninstallContext c) { seen.add('gone' + (c.organizationId() == UserInfo.getOrganizationId())); }
    }`,
    `@IsTest public class ExtensionTest {
      class Mock implements WebServiceMock {
        public void doInvoke(Object stub, Object request, Map<String, Object> response, String endpoint, String soapAction, String requestName, String responseNS, String responseName, String responseType) {
          Soap.Answer answer = new Soap.Answer(); answer.text = String.join(new List<String>{ (String) request, endpoint, soapAction, requestName, responseNS, responseName, responseType }, ' '); response.put('response_x', answer);
        }
      }
      @IsTest static void aPickListHasRows() {
        VisualEditor.DynamicPickList list_x = new Colors(); VisualEditor.DynamicPickListRows rows = list_x.getValues(); Assert.areEqual(2, rows.size()); Assert.areEqual('Red', list_x.getDefaultValue().getLabel()); Assert.isTrue(rows.get(1).isSelected());
        rows.sort(); Assert.areEqual('Blue', rows.getDataRows()[0].getLabel()); Object any_x = list_x; Assert.isTrue(any_x instanceof VisualEditor.DynamicPickList && any_x instanceof Colors && !(any_x instanceof Exception)); Assert.isTrue(rows.containsAllRows());
      }
      @IsTest static void aWebServiceAnswersFromItsMock() { Test.setMock(WebServiceMock.class, new Mock()); Assert.areEqual('why https://ada.example.com act ask urn:x askResponse Soap.Answer', new Soap().ask('why')); Assert.areEqual(1, Limits.getCallouts()); }
      @IsTest static void aWebServiceWithoutMockIsAnError() { try { new Soap().ask('why'); Assert.fail('no error'); } catch (TypeException e) { Assert.isTrue(e.getMessage().contains('Web service callouts')); } }
      @IsTest static void handlersSeeTheirInstallation() {
        Test.testInstall(new Installed(), null); Test.testInstall(new Installed(), new Version(2, 1), true); Test.testUninstall(new Installed());
        Assert.areEqual(new List<String>{ 'newtrue', 'upgrade from 2 pushedtrue', 'gonetrue' }, Installed.seen);
      }
    }`,
  ],
});

describe('extension points', () => {
  itPassesInApex(org, 'ExtensionTest');
});
