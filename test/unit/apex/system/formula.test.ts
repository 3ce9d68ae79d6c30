/** Formulas in Apex (Apex Reference, "FormulaEval Namespace"). */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { plainField } from '../../../../local-org/data/index.ts';

const org = openApexOrg({
  classes: [
    `global class Trip {
      global Account target; global Trip before; global String name; global Integer days; global Decimal cost; global Date starts; public String secret;
      global Boolean isLong { get { return days > 7; } }
      global String boom { get { throw new IllegalArgumentException('a getter that no formula names'); } }
    }`,
    'public class Hidden { public String name; }',
  ],
});

/** What a formula over `context` comes to, or the exception. */
function evaluated(type: string, result: string, formula: string, context: string, more = ''): string {
  const code = `
    ${context}
    try {
      FormulaEval.FormulaInstance formula = Formula.builder()
        .withReturnType(FormulaEval.FormulaReturnType.${result})
        .withType(${type}).withFormula('${formula}')${more}.build();
      Object value = formula.evaluate(it);
      System.debug(value);
    } catch (Exception problem) { System.debug(problem.getTypeName() + ': ' + problem.getMessage()); }`;
  return org.debugged(code).join();
}

describe('over an sObject', () => {
  const account =
    "Account it = new Account(Name = 'Ada', NumberOfEmployees = 7, AnnualRevenue = 10.5, Parent = new Account(Name = 'Up'));";
  const of = (result: string, formula: string, more = ''): string =>
    evaluated('Account.SObjectType', result, formula, account, more);

  it('gives the value in the Apex type that was asked for', () => {
    expect(of('BOOLEAN', 'Name = "Ada" && NumberOfEmployees > 6')).toBe('true');
    expect(of('STRING', 'Name & "!"')).toBe('Ada!');
    expect(of('STRING', 'Site')).toBe('null');
    expect(of('INTEGER', 'NumberOfEmployees * 2')).toBe('14');
    expect(of('LONG', 'NumberOfEmployees')).toBe('7');
    expect(of('DOUBLE', 'NumberOfEmployees / 2')).toBe('3.5');
    expect(of('DECIMAL', 'AnnualRevenue')).toBe('10.5');
    expect(of('DATE', 'DATE(2024, 1, 31) + 1')).toBe('2024-02-01 00:00:00');
    expect(of('DATETIME', 'DATETIMEVALUE("2024-01-31 10:00:00")')).toBe('2024-01-31 10:00:00');
    expect(of('TIME', 'TIMEVALUE("10:30:00.000")')).toBe('10:30:00.000Z');
    expect(evaluated('Account.class', 'ID', 'Id', "Account it = new Account(Id = '001000000000001AAA');")).toBe(
      '001000000000001AAA',
    );
  });

  it('sees parents in memory', () => {
    expect(of('STRING', 'Parent.Name')).toBe('Up');
  });

  it('counts blank numbers as zero where the builder says so', () => {
    expect(of('BOOLEAN', 'ISBLANK(Fax) && NumberOfEmployees + BillingLatitude > 1')).toBe('false');
    expect(of('BOOLEAN', 'NumberOfEmployees + BillingLatitude > 1', '.treatNumericNullAsZero(true)')).toBe('true');
  });

  it('knows the globals that were asked for', () => {
    const globals = '.withGlobalVariables(new List<FormulaEval.FormulaGlobal>{ FormulaEval.FormulaGlobal.USER })';
    expect(of('BOOLEAN', '$User.Id <> ""', globals)).toBe('true');
    expect(of('BOOLEAN', '$Organization.Id <> ""', globals)).toBe(
      'System.FormulaValidationException: The global variable $Organization is not among those of withGlobalVariables()',
    );
  });

  it('refuses what does not hold together', () => {
    expect(of('BOOLEAN', 'Nope = 1')).toMatch(/^System.FormulaValidationException: /);
    expect(of('BOOLEAN', 'Name')).toMatch(/^System.FormulaValidationException: /);
    expect(evaluated('Account.class', 'STRING', 'Name', 'Contact it = new Contact();')).toBe(
      'System.FormulaEvaluationException: The context object is no Account',
    );
    expect(() => of('STRING', 'Name', '.parseAsTemplate(true)')).toThrow(/parseAsTemplate\(true\) is not implemented/);
    const parts = { withReturnType: 'The formula is missing', withFormula: 'The return type is missing' };
    for (const [method, problem] of Object.entries(parts)) {
      const argument = method === 'withFormula' ? "'Name'" : 'FormulaEval.FormulaReturnType.STRING';
      expect(() => org.debugged(`Formula.builder().${method}(${argument}).build();`)).toThrow(problem);
    }
    const noType =
      "FormulaEval.FormulaBuilder.builder().withReturnType(FormulaEval.FormulaReturnType.STRING).withFormula('1')";
    expect(() => org.debugged(`${noType}.build();`)).toThrow('The context type is missing');
  });
});

describe('over an object of a global class', () => {
  const trip = `Trip it = new Trip(); it.name = 'North'; it.days = 9; it.cost = 1.25; it.starts = Date.newInstance(2024, 1, 31);
    it.target = new Account(Name = 'Ada'); it.before = new Trip(); it.before.target = new Account(Name = 'Bob'); it.before.name = 'South';`;
  const of = (result: string, formula: string): string => evaluated('Trip.class', result, formula, trip);

  it('reads its global fields and properties, rows and other objects behind them', () => {
    expect(of('STRING', 'name & " " & target.Name & " " & before.target.Name & " " & before.name')).toBe(
      'North Ada Bob South',
    );
    expect(of('BOOLEAN', 'isLong')).toBe('true');
    expect(of('DECIMAL', 'cost * days')).toBe('11.25');
    expect(of('DATE', 'starts + 1')).toBe('2024-02-01 00:00:00');
    expect(of('BOOLEAN', 'ISBLANK(before.before.target.Name)')).toBe('true');
  });

  it('knows neither members nor classes that are not global', () => {
    expect(of('STRING', 'secret')).toMatch(/^System.FormulaValidationException: /);
    expect(evaluated('Hidden.class', 'STRING', 'name', 'Hidden it = new Hidden();')).toBe(
      'System.FormulaValidationException: The context type Hidden must be an sObject type or a global class',
    );
  });

  it('names what it refers to', () => {
    const names = org.debugged(
      "System.debug(Formula.builder().withReturnType(FormulaEval.FormulaReturnType.BOOLEAN).withType(Trip.class).withFormula('target.Name = name').build().getReferencedFields());",
    );
    expect(names).toEqual(['{target.Name, name}']);
  });
});

describe('recalculation', () => {
  const formula = { custom: true, calculated: true, createable: false, updateable: false };
  const { schema } = org.data;
  schema.applyField(
    'Account',
    plainField('Double__c', 'double', { ...formula, scale: 1, formula: 'NumberOfEmployees * 2' }),
  );
  schema.applyField('Account', plainField('Of__c', 'string', { ...formula, formula: 'Name & " of " & Parent.Name' }));
  schema.applyField(
    'Account',
    plainField('Root__c', 'double', { ...formula, scale: 1, formula: 'SQRT(NumberOfEmployees)' }),
  );

  it('puts the values of formula fields into rows that nobody stored', () => {
    const printed = org.debugged(`
      Account it = new Account(Name = 'Ada', NumberOfEmployees = 16, Parent = new Account(Name = 'Up'));
      FormulaRecalcResult result = Formula.recalculateFormulas(new List<Account>{ it })[0];
      System.debug(result.isSuccess() && result.getErrors().isEmpty() && result.getSObject() === it);
      System.debug(it.Double__c + ' ' + it.Of__c + ' ' + it.Root__c);
    `);
    expect(printed).toEqual(['true', '32 Ada of Up 4']);
  });

  it('takes what a queried row lacks from the stored one, and what was changed from the row', () => {
    const printed = org.debugged(`
      insert new Account(Name = 'Ada', NumberOfEmployees = 16);
      Account it = [SELECT Name FROM Account WHERE Name = 'Ada' LIMIT 1];
      it.Name = 'Eva';
      Formula.recalculateFormulas(new List<Account>{ it });
      System.debug(it.Double__c + ' ' + it.Of__c);
    `);
    expect(printed).toEqual(['32 Eva of ']);
  });

  it('tells of fields that cannot be worked out', () => {
    const printed = org.debugged(`
      FormulaRecalcResult result = Formula.recalculateFormulas(new List<Account>{ new Account(NumberOfEmployees = -1) })[0];
      System.debug(result.isSuccess());
      System.debug(result.getErrors()[0].getFieldName());
      System.debug(result.getErrors()[0].getFieldError() != null);
    `);
    expect(printed).toEqual(['false', 'Root__c', 'true']);
  });
});
