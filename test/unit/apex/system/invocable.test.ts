/** `Invocable.Action`: Apex that runs the actions of other classes, and results that tests make from JSON. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { failuresInApex, itPassesInApex } from '../../../support/apex-tests.ts';

const GREETER = `public class Greeter {
  public class Request {
    @InvocableVariable(required=true) public String name;
    @InvocableVariable public Account about;
  }
  public class Answer {
    @InvocableVariable public String text;
    public String kept = 'secret';
  }
  @InvocableMethod public static List<Answer> greet(List<Request> requests) {
    List<Answer> answers = new List<Answer>();
    for (Request request : requests) {
      if (request.name == 'nobody') {
        insert new Account(Name = 'left over');
        throw new IllegalArgumentException('Nobody to greet');
      }
      Answer answer = new Answer();
      answer.text = 'Hello ' + request.name + (request.about == null ? '' : ' of ' + request.about.Name);
      answers.add(answer);
    }
    return answers;
  }
}`;
const DOUBLER = `public class Doubler {
  @InvocableMethod public static List<Integer> twice(List<Integer> numbers) {
    List<Integer> results = new List<Integer>();
    for (Integer each : numbers) results.add(each * 2);
    return results;
  }
}`;
const RUNS = `@IsTest private class ActionRuns {
  @IsTest static void givesOneResultForEachInvocation() {
    Invocable.Action action = Invocable.Action.createCustomAction('apex', 'Greeter');
    action.setInvocationParameter('name', 'Ada').setInvocationParameter('about', new Account(Name = 'Acme'));
    action.addInvocation().setInvocationParameter('name', 'Bob');
    List<Invocable.Action.Result> results = action.invoke();
    System.assertEquals(2, results.size());
    System.assert(results[0].isSuccess());
    System.assertEquals(new Map<String, Object>{ 'text' => 'Hello Ada of Acme' }, results[0].getOutputParameters());
    System.assertEquals('Hello Bob', results[1].getOutputParameters().get('text'));
    System.assertEquals('Bob', results[1].getInvocationParameters().get('name'));
    System.assertEquals('Greeter', results[0].getAction().getName());
    System.assertEquals('apex', action.getType());
    System.assertEquals(false, action.isStandard());
    System.assertEquals(0, results[0].getErrors().size());
  }
  @IsTest static void takesListsOfPlainValues() {
    Invocable.Action action = Invocable.Action.createCustomAction('apex', 'Doubler');
    action.setInvocations(new List<Map<String, Object>>{ new Map<String, Object>{ 'numbers' => 21 } });
    System.assertEquals(42, action.invoke()[0].getOutputParameters().get('output'));
  }
  @IsTest static void tellsWhatIsMissing() {
    Invocable.Action.Result result = Invocable.Action.createCustomAction('apex', 'Greeter').invoke()[0];
    System.assertEquals(false, result.isSuccess());
    System.assert(result.getErrors()[0].getMessage().contains('name'), result.getErrors()[0].getMessage());
  }
  @IsTest static void turnsExceptionsIntoErrorsAndKeepsNoData() {
    Invocable.Action action = Invocable.Action.createCustomAction('apex', 'Greeter');
    Invocable.Action.Result result = action.setInvocationParameter('name', 'nobody').invoke()[0];
    System.assertEquals(false, result.isSuccess());
    System.assert(result.getErrors()[0].getMessage().contains('Nobody to greet'));
    System.assertEquals(0, [SELECT COUNT() FROM Account]);
  }
  @IsTest static void failsForAnActionThatIsNotThere() {
    for (String type : new List<String>{ 'apex', 'flow' }) {
      Invocable.Action action = Invocable.Action.createCustomAction(type, 'Nothing');
      action.setInvocations(new List<Map<String, Object>>{ new Map<String, Object>(), new Map<String, Object>() });
      List<Invocable.Action.Result> results = action.invoke();
      System.assertEquals(2, results.size());
      System.assertEquals(false, results[1].isSuccess());
      System.assertEquals(1, results[1].getErrors().size());
    }
  }
  @IsTest static void resultsAreMadeFromJson() {
    List<Invocable.Action.Error> errors = new List<Invocable.Action.Error>{
      (Invocable.Action.Error) JSON.deserialize('{"code": "C", "message": "M"}', Invocable.Action.Error.class)
    };
    Invocable.Action.Result result = (Invocable.Action.Result) JSON.deserialize(
      JSON.serialize(new Map<String, Object>{ 'success' => false, 'errors' => errors, 'outputParameters' => new Map<String, Object>() }),
      Invocable.Action.Result.class
    );
    result.getOutputParameters().put('record', new Account(Name = 'Acme'));
    System.assertEquals(false, result.isSuccess());
    System.assertEquals('C', result.getErrors()[0].getCode());
    System.assertEquals('M', result.getErrors()[0].getMessage());
    System.assertEquals(1, result.getOutputParameters().size());
    System.assertEquals(null, result.getAction());
  }
}`;
const STOPS = `@IsTest private class ActionStops {
  @IsTest static void standard() { Invocable.Action.createStandardAction('chatterPost'); }
}`;

const org = openApexOrg({ classes: [GREETER, DOUBLER, RUNS, STOPS] });
afterAll(() => org.data.close());

describe('an invocable action called from Apex', () => {
  itPassesInApex(org, 'ActionRuns');

  it('stops by its name where the org does not run it', () => {
    const stopped = failuresInApex(org, 'ActionStops');
    expect(stopped.standard).toContain('Invocable.Action.createStandardAction of chatterPost');
  });
});
