/** What the platform has and the embedded org lacks: it deploys, and a run that gets there stops by name. */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { failuresInApex, itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `@IsTest public class RefusedTest {
      public class Later implements Queueable { public void execute(QueueableContext c) { Ideas.markRead('x'); } }
      public class Last implements Finalizer { public void execute(FinalizerContext c) { } }
      public class Guarded implements Queueable { public void execute(QueueableContext c) { System.attachFinalizer(new Last()); Ideas.markRead('x'); } }
      @IsTest static void method() { try { Ideas.markRead('x'); } catch (Exception e) { return; } }
      @IsTest static void constructor() { try { Object o = new Messaging.MassEmailMessage(); } catch (Exception e) { return; } }
      @IsTest static void variable() { String token = new DataSource.QueryContext().queryMoreToken; }
      @IsTest static void connectApi() { ConnectApi.FeedItemInput item = new ConnectApi.FeedItemInput(); item.subjectId = 'me'; ConnectApi.ChatterFeeds.postFeedElement(null, item); }
      @IsTest(SeeAllData=true) static void connectApiWithData() { try { ConnectApi.ChatterFeeds.postFeedElement(null, null); } catch (Exception e) { return; } }
      @IsTest static void queueable() { Test.startTest(); System.enqueueJob(new Later()); try { Test.stopTest(); } catch (Exception e) { return; } }
      @IsTest static void finalized() { Test.startTest(); System.enqueueJob(new Guarded()); Test.stopTest(); }
    }`,
    `@IsTest public class HoldersTest {
      public class Handler implements Messaging.InboundEmailHandler {
        public Messaging.InboundEmailResult handleInboundEmail(Messaging.InboundEmail email, Messaging.InboundEnvelope envelope) {
          Messaging.InboundEmailResult result = new Messaging.InboundEmailResult(); result.success = email.subject == 'Hi'; result.message = envelope.fromAddress; return result;
        }
      }
      @IsTest static void holdWhatIsPutIn() {
        Messaging.InboundEmail email = new Messaging.InboundEmail(); Messaging.InboundEnvelope envelope = new Messaging.InboundEnvelope();
        email.subject = 'Hi'; envelope.fromAddress = 'ada@example.com';
        email.binaryAttachments = new List<Messaging.InboundEmail.BinaryAttachment>{ new Messaging.InboundEmail.BinaryAttachment() };
        Messaging.InboundEmailResult result = new Handler().handleInboundEmail(email, envelope);
        Assert.isTrue(result.success); Assert.areEqual('ada@example.com', result.message); Assert.isNull(email.plainTextBody);
      }
      @IsTest static void knowTheirAncestors() {
        Metadata.CustomMetadata made = new Metadata.CustomMetadata(); Metadata.CustomMetadataValue value = new Metadata.CustomMetadataValue();
        made.fullName = 'Rule.First'; value.field = 'Text__c'; made.values.add(value);
        Metadata.Metadata general = made; Object held = general;
        Assert.areEqual('Rule.First', general.fullName); Assert.isTrue(held instanceof Metadata.CustomMetadata); Assert.areEqual(1, made.values.size());
      }
    }`,
  ],
});

describe('classes that only hold values', () => {
  itPassesInApex(org, 'HoldersTest');
});

describe('a feature that the embedded org lacks', () => {
  const IDEAS =
    'System.UnsupportedOperationException: System.Ideas.markRead(String) is not implemented in the embedded org.';

  it('fails each test that gets there by its name, caught or not', () => {
    expect(failuresInApex(org, 'RefusedTest')).toEqual({
      method: IDEAS,
      constructor: expect.stringContaining('Messaging.MassEmailMessage() is not implemented'),
      variable: expect.stringContaining('DataSource.QueryContext.queryMoreToken is not implemented'),
      connectApi:
        'System.UnsupportedOperationException: ConnectApi methods are not supported in data siloed tests. Please use @IsTest(SeeAllData=true).',
      connectApiWithData: expect.stringContaining('ConnectApi.ChatterFeeds.postFeedElement('),
      queueable: IDEAS,
      finalized: IDEAS,
    });
  });

  it('shows where the code got there', () => {
    const [result] = org.apex.runTests({ classes: [{ name: 'RefusedTest', methods: ['method'] }] }).methods;
    expect(result?.stackTrace).toBe('Class.RefusedTest.method: line 5, column 1');
  });

  it('is named to anonymous Apex', () => {
    expect(org.apex.executeAnonymous(org.admin, 'Ideas.markRead(null);').exceptionMessage).toContain(
      'System.Ideas.markRead(String) is not implemented in the embedded org.',
    );
  });
});
