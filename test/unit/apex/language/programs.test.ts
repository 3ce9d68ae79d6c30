/** Ordinary Apex as projects write it: handlers, selectors, builders, services, mocks. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const CLASSES = [
  `public enum Status { ACTIVE, FROZEN, CLOSED }`,
  `public with sharing class Ticket {
    public Status status { get; set; }
    public Id ownerId { get; private set; }
    public transient String cache;
    private static Map<Status, Integer> counters = new Map<Status, Integer>();
    public Ticket(Status status) {
      this.status = status;
      if (!counters.containsKey(status)) { counters.put(status, 0); }
      counters.put(status, counters.get(status) + 1);
    }
    public Boolean isOpen() { return status != Status.CLOSED; }
    public Ticket close() { this.status = Status.CLOSED; return this; }
    public static Integer counted(Status status) { return counters.get(status) ?? 0; }
  }`,
  `public virtual inherited sharing class Selector {
    public virtual List<String> fields() { return new List<String>{ 'Id', 'Name' }; }
    public List<Account> byName(Set<String> names) {
      String soql = 'SELECT ' + String.join(fields(), ', ') + ' FROM Account WHERE Name IN :names ORDER BY Name';
      return Database.query(soql);
    }
    public Map<Id, Account> mapByName(Set<String> names) { return new Map<Id, Account>(byName(names)); }
  }`,
  `public class WideSelector extends Selector {
    public override List<String> fields() { List<String> all = super.fields(); all.add('Description'); return all; }
  }`,
  `public abstract class Handler {
    private static Set<String> bypassed = new Set<String>();
    public static void bypass(String name) { bypassed.add(name); }
    public void run() {
      if (bypassed.contains(String.valueOf(this).split(':')[0])) { return; }
      before();
      work(new List<SObject>{ new Account(Name = 'Handled') });
    }
    protected virtual void before() { System.debug('default before'); }
    protected abstract void work(List<SObject> rows);
  }`,
  `public class AccountHandler extends Handler {
    protected override void work(List<SObject> rows) {
      for (Account a : (List<Account>) rows) { System.debug('work ' + a.Name); }
    }
  }`,
  `public class Builder {
    private Account record = new Account();
    public Builder named(String name) { record.Name = name; return this; }
    public Builder with(SObjectField field, Object value) { record.put(field, value); return this; }
    public Account build() { return record.clone(false, true); }
  }`,
  `public class Wrapper implements Comparable {
    public String key;
    public List<Child> children;
    public Map<String, Object> extra;
    public class Child { public Integer size; public Date born; }
    public Integer compareTo(Object other) { return key.compareTo(((Wrapper) other).key); }
  }`,
  `public class ServiceException extends Exception {
    public override String getMessage() { return 'service: ' + super.getMessage(); }
  }`,
  `public class Service {
    public interface Notifier { void notify(String text); }
    @TestVisible private static Notifier notifier = new DebugNotifier();
    private class DebugNotifier implements Notifier { public void notify(String text) { System.debug('notified ' + text); } }
    public static void replace(Notifier other) { notifier = other; }
    public static Integer save(List<Account> rows) {
      Savepoint before = Database.setSavepoint();
      Integer saved = 0;
      for (Database.SaveResult result : Database.insert(rows, false)) {
        if (result.isSuccess()) { saved++; }
        else { for (Database.Error error : result.getErrors()) { notifier.notify(String.valueOf(error.getStatusCode())); } }
      }
      if (saved < rows.size()) { Database.rollback(before); throw new ServiceException('rolled back'); }
      notifier.notify('all');
      return saved;
    }
  }`,
  `public class Visitor {
    public static String walk(Object node, Integer depth) {
      String pad = '  '.repeat(depth);
      if (node == null) { return pad + 'null'; }
      if (node instanceof List<Object>) {
        List<String> parts = new List<String>();
        for (Object each : (List<Object>) node) { parts.add(walk(each, depth + 1)); }
        return String.join(parts, ',');
      }
      if (node instanceof Map<String, Object>) {
        Map<String, Object> fields = (Map<String, Object>) node;
        List<String> names = new List<String>(fields.keySet());
        names.sort();
        String text = '';
        for (String name : names) { text += pad + name + '=' + walk(fields.get(name), 0) + ';'; }
        return text;
      }
      return pad + String.valueOf(node);
    }
  }`,
  `public class Fibonacci implements Iterable<Long> {
    private Integer most;
    public Fibonacci(Integer most) { this.most = most; }
    public Iterator<Long> iterator() { return new Walker(most); }
    private class Walker implements Iterator<Long> {
      private Long a = 0, b = 1;
      private Integer left;
      Walker(Integer left) { this.left = left; }
      public Boolean hasNext() { return left-- > 0; }
      public Long next() { Long now = a; a = b; b += now; return now; }
    }
  }`,
];

const org = openApexOrg({ classes: CLASSES });
afterAll(() => org.data.close());

const PRINTS: [string, string, string[]][] = [
  [
    'a property named like its enum',
    `
    Status status = Status.ACTIVE;
    Ticket ticket = new Ticket(status);
    System.debug(ticket.isOpen() + ' ' + ticket.close().isOpen());
    status = Status.FROZEN;
    System.debug(status == Status.FROZEN);
    System.debug(Ticket.counted(Status.ACTIVE) + Ticket.counted(Status.CLOSED));`,
    ['true false', 'true', '1'],
  ],
  [
    'a variable named like its class',
    "Account account = new Account(Name = 'n'); System.debug(account.Name + Account.SObjectType);",
    ['nAccount'],
  ],
  [
    'selectors with dynamic queries',
    `
    insert new List<Account>{ new Account(Name = 'S2', Description = 'd'), new Account(Name = 'S1') };
    System.debug(new Selector().byName(new Set<String>{ 'S1', 'S2' })[0].Name);
    List<Account> wide = new WideSelector().byName(new Set<String>{ 'S2' });
    System.debug(wide[0].Description + ' ' + new WideSelector().mapByName(new Set<String>{ 'S2' }).keySet().contains(wide[0].Id));`,
    ['S1', 'd true'],
  ],
  [
    'handlers with template methods',
    "new AccountHandler().run(); Handler.bypass('AccountHandler'); new AccountHandler().run();",
    ['default before', 'work Handled'],
  ],
  [
    'builders with field tokens',
    "Account a = new Builder().named('B').with(Account.NumberOfEmployees, 5).build(); System.debug(a.Name + a.NumberOfEmployees);",
    ['B5'],
  ],
  [
    'JSON into classes',
    `
    Wrapper w = (Wrapper) JSON.deserialize('{"key":"k","children":[{"size":2,"born":"2026-01-02"}],"extra":{"a":[1,true,null]}}', Wrapper.class);
    System.debug(w.key + w.children[0].size + w.children[0].born.year() + w.extra.get('a'));
    Wrapper v = new Wrapper();
    v.key = 'a';
    List<Wrapper> sorted = new List<Wrapper>{ w, v };
    sorted.sort();
    System.debug(sorted[0].key);
    System.debug(JSON.serialize(v));`,
    ['k22026(1, true, null)', 'a', '{"key":"a","extra":null,"children":null}'],
  ],
  [
    'untyped JSON',
    'System.debug(Visitor.walk(JSON.deserializeUntyped(\'{"b":[1,2.5],"a":{"x":"y"},"n":null}\'), 0));',
    ['a=x=y;;b=  1,  2.5;n=null;'],
  ],
  [
    'partial success, savepoints and injected doubles',
    `
    try { Service.save(new List<Account>{ new Account(Name = 'P1'), new Account() }); }
    catch (ServiceException e) { System.debug(e.getMessage()); }
    System.debug([SELECT COUNT() FROM Account WHERE Name = 'P1']);
    System.debug(Service.save(new List<Account>{ new Account(Name = 'P2') }));`,
    ['notified REQUIRED_FIELD_MISSING', 'service: rolled back', '0', 'notified all', '1'],
  ],
  [
    'iterators of inner classes',
    'List<Long> all = new List<Long>(); for (Long n : new Fibonacci(8)) { all.add(n); } System.debug(all);',
    ['(0, 1, 1, 2, 3, 5, 8, 13)'],
  ],
  [
    'list iterators',
    "Iterator<String> i = new List<String>{ 'a', 'b' }.iterator(); while (i.hasNext()) { System.debug(i.next()); }",
    ['a', 'b'],
  ],
  [
    'maps of maps',
    `
    Map<String, Map<Integer, Set<Id>>> deep = new Map<String, Map<Integer, Set<Id>>>();
    if (!deep.containsKey('a')) deep.put('a', new Map<Integer, Set<Id>>());
    if (deep.get('a').get(1) == null) deep.get('a').put(1, new Set<Id>());
    deep.get('a').get(1).add(UserInfo.getUserId());
    System.debug(deep.get('a').get(1).size());`,
    ['1'],
  ],
  [
    'relationship paths',
    `
    User me = [SELECT Profile.UserLicense.Name, (SELECT PermissionSet.Name FROM PermissionSetAssignments WHERE PermissionSet.IsOwnedByProfile = true) FROM User WHERE Id = :UserInfo.getUserId()];
    System.debug(me.Profile.UserLicense.Name + ' ' + me.PermissionSetAssignments.size());`,
    ['Salesforce 1'],
  ],
  [
    'recursion',
    'Integer fact(Integer n) { return n <= 1 ? 1 : n * fact(n - 1); } System.debug(fact(10));',
    ['3628800'],
  ],
  [
    'nested functions of strings',
    "List<String> out = new List<String>(); for (String word : 'the quick brown'.split(' ')) { out.add(word.capitalize().substring(0, 2).reverse()); } System.debug(String.join(out, '-'));",
    ['hT-uQ-rB'],
  ],
  [
    'dml exceptions carry rows',
    `
    try { insert new List<Account>{ new Account(Name = 'ok'), new Account() }; }
    catch (DmlException e) { System.debug(e.getNumDml() + ' ' + e.getDmlIndex(0) + ' ' + e.getDmlType(0) + ' ' + e.getDmlFieldNames(0)); }`,
    ['1 1 REQUIRED_FIELD_MISSING (Name)'],
  ],
  [
    'exceptions cross finally',
    `
    Integer run() { try { return 1; } finally { System.debug('cleanup'); } }
    System.debug(run());`,
    ['cleanup', '1'],
  ],
];

describe('Apex programs', () => {
  it.each(PRINTS)('%s', (_, code, printed) => {
    expect(org.debugged(code)).toEqual(printed);
  });

  it('keep private setters private', () => {
    const result = org.apex.executeAnonymous(org.admin, 'new Ticket(Status.ACTIVE).ownerId = UserInfo.getUserId();');
    expect(result.compileProblem).toBe('Variable is not visible: Ticket.ownerId');
  });

  it('outside triggers Trigger.isExecuting is false', () => {
    expect(org.debugged("System.debug(Trigger.isExecuting + ' ' + (Trigger.new == null));")).toEqual(['false true']);
  });
});
