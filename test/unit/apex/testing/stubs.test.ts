/** `Test.createStub` (Apex Developer Guide, "Build a Mocking Framework with the Stub API" and its limitations). */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `public interface Greeter { String greet(String who); void touch(); }`,
    `public virtual class Polite implements Greeter {
      public interface Held { Boolean yes(); }
      public class Nested { public void run() { } }
      private Integer calls;
      public Polite(Integer calls) { this.calls = calls; }
      public String greet(String who) { return 'Hello ' + who + hidden(); }
      public String greet(String who, Integer times) { return who.repeat(times); }
      public virtual void touch() { calls++; }
      public Decimal cost(Integer count) { return count; }
      public String both() { return hidden(); }
      private String hidden() { return '!'; }
      public static String shared() { return 'static'; }
    }`,
    `public class Alone { private Alone() { } }`,
    `public class Rows implements Database.Batchable<SObject> {
      public Iterable<SObject> start(Database.BatchableContext c) { return new List<SObject>(); }
      public void execute(Database.BatchableContext c, List<SObject> rows) { }
      public void finish(Database.BatchableContext c) { }
    }`,
    `@IsTest public class Recorder implements StubProvider {
      public Map<String, Object> answers = new Map<String, Object>();
      public List<String> seen = new List<String>();
      public Object handleMethodCall(Object stub, String name, Type returns, List<Type> types, List<String> names, List<Object> args) {
        seen.add(name + types + names + args + ' ' + returns);
        if (answers.get(name) instanceof Exception) throw (Exception) answers.get(name);
        return answers.get(name);
      }
    }`,
    `@IsTest public class StubsTest {
      class BoomException extends Exception { }
      static void refuses(Type stubbed, String why) {
        try { Test.createStub(stubbed, new Recorder()); Assert.fail('no error'); }
        catch (TypeException e) { Assert.isTrue(e.getMessage().contains(why), e.getMessage()); }
      }
      @IsTest static void aClassAsksItsProvider() {
        Recorder r = new Recorder(); r.answers.put('greet', 'Hi');
        Polite stub = (Polite) Test.createStub(Polite.class, r);
        Assert.areEqual('Hi', stub.greet('Ada')); Assert.areEqual('Hi', stub.greet('Ada', 2)); stub.touch();
        Assert.areEqual(new List<String>{ 'greet(String)(who)(Ada) String', 'greet(String, Integer)(who, times)(Ada, 2) String', 'touch()()() void' }, r.seen);
        Assert.isNull(stub.cost(1));
      }
      @IsTest static void anInterfaceAsksItsProvider() {
        Recorder r = new Recorder(); r.answers.put('greet', 'Hi'); r.answers.put('yes', true);
        Greeter stub = (Greeter) Test.createStub(Greeter.class, r);
        Assert.areEqual('Hi', stub.greet('Ada'));
        Assert.isTrue(((Polite.Held) Test.createStub(Polite.Held.class, r)).yes());
      }
      @IsTest static void aStubIsOfItsType() {
        Object stub = Test.createStub(Polite.class, new Recorder());
        Assert.isTrue(stub instanceof Polite && stub instanceof Greeter && !(stub instanceof Recorder));
        Assert.isTrue(String.valueOf(stub).startsWith('Polite__sfdc_ApexStub:'), String.valueOf(stub));
      }
      @IsTest static void privateAndStaticMethodsStayReal() {
        Assert.areEqual('static', Polite.shared());
        Recorder r = new Recorder(); r.answers.put('both', 'mock');
        Assert.areEqual('mock', ((Polite) Test.createStub(Polite.class, r)).both());
        Assert.areEqual(1, r.seen.size());
      }
      @IsTest static void numbersWiden() {
        Recorder r = new Recorder(); r.answers.put('cost', 3);
        Assert.areEqual(3.0, ((Polite) Test.createStub(Polite.class, r)).cost(1));
      }
      @IsTest static void anAnswerOfAnotherTypeIsAnError() {
        Recorder r = new Recorder(); r.answers.put('greet', 3);
        Polite stub = (Polite) Test.createStub(Polite.class, r);
        try { stub.greet('Ada'); Assert.fail('no error'); } catch (TypeException e) { Assert.isTrue(e.getMessage().contains('Integer')); }
      }
      @IsTest static void exceptionsPassThrough() {
        Recorder r = new Recorder(); r.answers.put('touch', new BoomException('x'));
        try { ((Polite) Test.createStub(Polite.class, r)).touch(); Assert.fail('no error'); } catch (BoomException e) { Assert.areEqual('x', e.getMessage()); }
      }
      @IsTest static void whatThePlatformDoesNotStubIsRefused() {
        refuses(Account.class, 'sObjects'); refuses(Polite.Nested.class, 'inner'); refuses(Alone.class, 'private constructors');
        refuses(Rows.class, 'Batchable'); refuses(String.class, 'system types');
      }
    }`,
  ],
});

describe('a stub', () => {
  itPassesInApex(org, 'StubsTest');
});
