/** Classes, interfaces, enums, properties, exceptions and static state, seen from outside by what they print. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const CLASSES = [
  `public virtual class Animal {
    public static Integer born = 0;
    protected String name;
    public Animal() { this('nobody'); }
    public Animal(String name) { this.name = name; born++; }
    public virtual String sound() { return '...'; }
    public String speak() { return name + ' says ' + sound(); }
  }`,
  `public class Dog extends Animal {
    private Integer barks = 2;
    { barks += 1; }
    public Dog(String name) { super(name); barks++; }
    public override String sound() { return 'woof x' + barks; }
    public String parent() { return super.sound(); }
  }`,
  `public abstract class Shape {
    public abstract Decimal area();
    public virtual override String toString() { return 'Shape of ' + area(); }
  }`,
  `public class Square extends Shape {
    private final Decimal side;
    public Square(Decimal side) { this.side = side; }
    public override Decimal area() { return side * side; }
  }`,
  `public interface Named { String getName(); }`,
  `public interface Person extends Named { Integer getAge(); }`,
  `public class Employee implements Person, Comparable {
    public Integer age { get; private set; }
    public String title { get { return title == null ? 'none' : title.toUpperCase(); } set { title = value + '!'; } }
    public static String kind { get { if (kind == null) { kind = 'made'; } return kind; } set; }
    public Boolean isAdult { get { return age >= 18; } }
    private String name;
    public Employee(String name, Integer age) { this.name = name; this.age = age; }
    public String getName() { return name; }
    public Integer getAge() { return age; }
    public Integer compareTo(Object other) { return age - ((Employee) other).age; }
    public Boolean equals(Object other) { return other instanceof Employee && ((Employee) other).name == name; }
    public override Integer hashCode() { return name.hashCode(); }
  }`,
  `public class Ticket {
    public Boolean equals(Object other) { return this === other; }
    public Integer hashCode() { return System.hashCode(this); }
  }`,
  `public class Holder {
    public enum Color { RED, GREEN, BLUE }
    public class Held { public Integer value = SECRET; public Integer twice() { return doubled(value); } }
    public virtual class Base { public virtual String who() { return 'base'; } }
    public class Derived extends Base { public override String who() { return 'derived of ' + super.who(); } }
    private static final Integer SECRET = 21;
    private static Integer doubled(Integer n) { return n * 2; }
    public class BadException extends Exception {}
    public static Integer initialized = init();
    static { initialized += 100; }
    private static Integer init() { return 5; }
    public static String over(Object o) { return 'object'; }
    public static String over(String s) { return 'string'; }
    public static String over(Integer i) { return 'integer'; }
    public static String over(Long l) { return 'long'; }
    public static String over(List<SObject> l) { return 'records'; }
    public static Color next(Color c) { return Color.values()[Math.mod(c.ordinal() + 1, 3)]; }
    public static void fail() { throw new BadException('went wrong'); }
    public static void wrap() { try { fail(); } catch (BadException e) { throw new BadException('wrapped', e); } }
  }`,
  `public class Counter implements Iterator<Integer>, Iterable<Integer> {
    private Integer at = 0;
    public Boolean hasNext() { return at < 3; }
    public Integer next() { return at++; }
    public Iterator<Integer> iterator() { return this; }
  }`,
  `public class Descending implements Comparator<Integer> {
    public Integer compare(Integer a, Integer b) { return b - a; }
  }`,
  `public virtual class Greeter {
    public String heard;
    protected Integer times = 1;
    public Greeter() { heard = greet(); }
    public virtual String greet() { return 'none'; }
  }`,
  `public class LoudGreeter extends Greeter {
    private String word = 'hey';
    private Integer more = times + 1;
    public LoudGreeter() { super(); word += '!'; }
    public override String greet() { return word + more; }
  }`,
];

const org = openApexOrg({ classes: CLASSES });
afterAll(() => org.data.close());

const PRINTS: [string, string, string[]][] = [
  [
    'constructors chain, initializers run before them',
    "Dog d = new Dog('Rex'); System.debug(d.speak());",
    ['Rex says woof x4'],
  ],
  [
    'what the constructor of the ancestor calls finds initialized fields',
    'LoudGreeter g = new LoudGreeter(); System.debug(g.heard); System.debug(g.greet());',
    ['hey2', 'hey!2'],
  ],
  ['super calls the ancestor', "System.debug(new Dog('Rex').parent());", ['...']],
  [
    'this(…) calls the other constructor',
    'System.debug(new Animal().speak()); System.debug(Animal.born);',
    ['nobody says ...', '1'],
  ],
  ['static state is fresh in each transaction', 'System.debug(Animal.born);', ['0']],
  [
    'a variable of the ancestor holds the descendant',
    "Animal a = new Dog('Rex'); System.debug(a.sound()); System.debug(a instanceof Dog); System.debug(((Dog) a).parent());",
    ['woof x4', 'true', '...'],
  ],
  [
    'abstract methods',
    "Shape s = new Square(1.5); System.debug(s.area()); System.debug('' + s);",
    ['2.25', 'Shape of 2.25'],
  ],
  [
    'interfaces of interfaces',
    "Named n = new Employee('Ada', 36); System.debug(n.getName()); Person p = (Person) n; System.debug(p.getAge());",
    ['Ada', '36'],
  ],
  [
    'properties with bodies',
    "Employee e = new Employee('Ada', 36); System.debug(e.title); e.title = 'dr'; System.debug(e.title); System.debug(e.isAdult);",
    ['none', 'DR!', 'true'],
  ],
  [
    'static properties keep their value',
    "System.debug(Employee.kind); Employee.kind = 'set'; System.debug(Employee.kind);",
    ['made', 'set'],
  ],
  [
    'compareTo orders lists',
    "List<Employee> l = new List<Employee>{ new Employee('B', 40), new Employee('A', 20) }; l.sort(); System.debug(l[0].getName());",
    ['A'],
  ],
  [
    'a Comparator orders lists',
    'List<Integer> l = new List<Integer>{ 1, 3, 2 }; l.sort(new Descending()); System.debug(l);',
    ['(3, 2, 1)'],
  ],
  [
    'equals and hashCode decide about keys',
    "Set<Employee> s = new Set<Employee>{ new Employee('A', 1), new Employee('A', 2) }; System.debug(s.size()); System.debug(new Employee('A', 1) == new Employee('A', 9));",
    ['1', 'true'],
  ],
  [
    'System.hashCode of the own instance is its identity inside hashCode',
    'Ticket t = new Ticket(); Set<Ticket> s = new Set<Ticket>{ t, t, new Ticket() }; System.debug(s.size()); System.debug(t.hashCode() == t.hashCode());',
    ['2', 'true'],
  ],
  ['inner classes see private static members', 'System.debug(new Holder.Held().twice());', ['42']],
  [
    'inner classes extend each other',
    'Holder.Base b = new Holder.Derived(); System.debug(b.who());',
    ['derived of base'],
  ],
  ['static initializers run in order', 'System.debug(Holder.initialized);', ['105']],
  [
    'overloads go by the static type',
    "Object o = 'x'; System.debug(Holder.over(o) + Holder.over('x') + Holder.over(1) + Holder.over(1L) + Holder.over(new List<Account>()));",
    ['objectstringintegerlongrecords'],
  ],
  [
    'enums',
    "System.debug(Holder.next(Holder.Color.BLUE)); System.debug(Holder.Color.valueOf('green').ordinal()); System.debug(Holder.Color.values());",
    ['RED', '1', '(RED, GREEN, BLUE)'],
  ],
  [
    'switch on an own enum',
    'switch on Holder.Color.GREEN { when RED { System.debug(1); } when GREEN { System.debug(2); } }',
    ['2'],
  ],
  [
    'custom exceptions carry message, type and cause',
    `
    try { Holder.wrap(); } catch (Holder.BadException e) {
      System.debug(e.getTypeName() + ': ' + e.getMessage());
      System.debug(e.getCause().getMessage());
    }`,
    ['Holder.BadException: wrapped', 'went wrong'],
  ],
  [
    'custom exceptions are caught as Exception',
    'try { Holder.fail(); } catch (Exception e) { System.debug(e instanceof Holder.BadException); }',
    ['true'],
  ],
  ['own iterators and iterables', 'for (Integer i : new Counter()) { System.debug(i); }', ['0', '1', '2']],
  [
    'Type.forName makes instances',
    "Holder.Base b = (Holder.Base) Type.forName('Holder.Derived').newInstance(); System.debug(b.who()); System.debug(Type.forName('Nothing'));",
    ['derived of base', 'null'],
  ],
  ['class literals', 'System.debug(Holder.Held.class.getName());', ['Holder.Held']],
  ['a class inside itself is itself', 'System.debug(Holder.Holder.class == Holder.class);', ['true']],
  [
    'collections of own classes',
    "Map<String, List<Employee>> m = new Map<String, List<Employee>>(); m.put('x', new List<Employee>()); m.get('x').add(new Employee('Z', 1)); System.debug(m.get('x')[0].getName());",
    ['Z'],
  ],
];

describe('Apex classes', () => {
  it.each(PRINTS)('%s', (_, code, printed) => {
    expect(org.debugged(code)).toEqual(printed);
  });

  it('prints the stack of an exception with class, method and line', () => {
    const result = org.apex.executeAnonymous(org.admin, '\nHolder.fail();');
    const line = CLASSES[8]!.split('\n').findIndex((text) => text.includes('void fail')) + 1;
    expect(result.exceptionMessage).toBe('Holder.BadException: went wrong');
    expect(result.exceptionStackTrace).toBe(
      `Class.Holder.fail: line ${line}, column 1\nAnonymousBlock: line 2, column 1`,
    );
  });
});
