/**
 * The syntax tree of Apex source. `syntax/` builds it from the parser's contexts; checker and generator see only this.
 * Lines and columns are 1-based, as the platform reports them.
 */
export interface Position {
  line: number;
  column: number;
}

/** `Outer.Inner`, `Map<Id, List<Account>>`, `String[]`. */
export interface TypeName extends Position {
  parts: { name: string; args: TypeName[] }[];
  /** Pairs of brackets behind the name. */
  arrays: number;
}

export type LiteralType = 'Integer' | 'Long' | 'Double' | 'Decimal' | 'String' | 'Boolean' | 'null';

/** A bind expression of a query, at its place in the text. */
export interface QueryBind {
  name: string;
  expression: Expression;
}

/** Inline SOQL: `text` has every bind expression replaced by `:name`, everything else as written (line breaks too). */
export interface QueryExpression extends Position {
  kind: 'soql';
  /** Where the text begins, behind the bracket. */
  textAt: Position;
  text: string;
  binds: QueryBind[];
  /** First name after FROM. */
  from: string;
  result: 'records' | 'count' | 'aggregate';
  /** `WITH USER_MODE` and so on, when written. */
  mode: 'user' | 'system' | 'security_enforced' | null;
  allRows: boolean;
}

export type Expression =
  | (Position & { kind: 'literal'; type: LiteralType; value: string | boolean | null })
  | (Position & { kind: 'name'; name: string })
  | (Position & { kind: 'field'; target: Expression; name: string; safe: boolean })
  | (Position & { kind: 'call'; target: Expression | null; name: string; args: Expression[]; safe: boolean })
  | (Position & { kind: 'this' })
  | (Position & { kind: 'super' })
  | (Position & { kind: 'constructorCall'; which: 'this' | 'super'; args: Expression[] })
  | (Position & { kind: 'new'; type: TypeName; args: Expression[] })
  | (Position & { kind: 'newArray'; element: TypeName; size: Expression | null; items: Expression[] | null })
  | (Position & { kind: 'newItems'; type: TypeName; items: Expression[] })
  | (Position & { kind: 'newMap'; type: TypeName; pairs: { key: Expression; value: Expression }[] })
  | (Position & { kind: 'index'; target: Expression; index: Expression })
  | (Position & { kind: 'assign'; operator: string; target: Expression; value: Expression })
  | (Position & { kind: 'binary'; operator: string; left: Expression; right: Expression })
  | (Position & { kind: 'unary'; operator: string; operand: Expression })
  | (Position & { kind: 'postfix'; operator: '++' | '--'; operand: Expression })
  | (Position & { kind: 'conditional'; condition: Expression; whenTrue: Expression; whenFalse: Expression })
  | (Position & { kind: 'instanceof'; operand: Expression; type: TypeName })
  | (Position & { kind: 'cast'; type: TypeName; operand: Expression })
  | (Position & { kind: 'classRef'; type: TypeName | null })
  | (Position & { kind: 'parenthesis'; inner: Expression })
  | QueryExpression
  | (Position & { kind: 'sosl'; text: string; binds: QueryBind[] });

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export interface Declarator extends Position {
  name: string;
  initializer: Expression | null;
}

export interface LocalDeclaration extends Position {
  kind: 'local';
  type: TypeName;
  final: boolean;
  declarators: Declarator[];
}

export interface CatchClause extends Position {
  type: TypeName;
  name: string;
  block: Block;
}

/** One `when` of a switch: literals and enum names, or a type with a variable, or `else`. */
export interface WhenClause extends Position {
  values: (Expression | ({ kind: 'null' } & Position))[];
  type: TypeName | null;
  variable: string | null;
  isElse: boolean;
  block: Block;
}

export interface Block extends Position {
  kind: 'block';
  statements: Statement[];
  /** Line of the closing brace. */
  endLine: number;
}

export type DmlOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete' | 'merge';

export type Statement =
  | Block
  | LocalDeclaration
  | (Position & { kind: 'if'; condition: Expression; then: Statement; otherwise: Statement | null })
  | (Position & { kind: 'switch'; subject: Expression; clauses: WhenClause[] })
  | (Position & {
      kind: 'for';
      init: LocalDeclaration | Expression[];
      condition: Expression | null;
      update: Expression[];
      body: Statement | null;
    })
  | (Position & { kind: 'foreach'; type: TypeName; name: string; iterable: Expression; body: Statement | null })
  | (Position & { kind: 'while'; condition: Expression; body: Statement | null })
  | (Position & { kind: 'doWhile'; body: Block; condition: Expression })
  | (Position & { kind: 'try'; block: Block; catches: CatchClause[]; finally: Block | null })
  | (Position & { kind: 'return'; value: Expression | null })
  | (Position & { kind: 'throw'; value: Expression })
  | (Position & { kind: 'break' })
  | (Position & { kind: 'continue' })
  | (Position & {
      kind: 'dml';
      operation: DmlOperation;
      target: Expression;
      second: Expression | null;
      access: 'user' | 'system' | null;
      field: string | null;
    })
  | (Position & { kind: 'runAs'; args: Expression[]; block: Block })
  | (Position & { kind: 'expression'; expression: Expression });

export type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export type AccessModifier = 'private' | 'protected' | 'public' | 'global';

export interface Annotation extends Position {
  name: string;
  /** Lower-case parameter name -> text; a lone value has the name `value`. */
  values: Map<string, string>;
}

export interface Modifiers {
  access: AccessModifier | null;
  /** Lower-case words: static, abstract, virtual, override, final, transient, webservice, testmethod. */
  words: ReadonlySet<string>;
  sharing: 'with' | 'without' | 'inherited' | null;
  annotations: Annotation[];
}

export interface Parameter extends Position {
  name: string;
  type: TypeName;
  final: boolean;
}

export interface MethodDeclaration extends Position {
  kind: 'method';
  name: string;
  modifiers: Modifiers;
  /** Null for void. */
  returns: TypeName | null;
  parameters: Parameter[];
  body: Block | null;
}

export interface ConstructorDeclaration extends Position {
  kind: 'constructor';
  name: string;
  modifiers: Modifiers;
  parameters: Parameter[];
  body: Block;
}

export interface FieldDeclaration extends Position {
  kind: 'field';
  modifiers: Modifiers;
  type: TypeName;
  declarators: Declarator[];
}

export interface Accessor extends Position {
  access: AccessModifier | null;
  /** Null for `get;`. */
  body: Block | null;
}

export interface PropertyDeclaration extends Position {
  kind: 'property';
  name: string;
  modifiers: Modifiers;
  type: TypeName;
  getter: Accessor | null;
  setter: Accessor | null;
}

export interface InitializerBlock extends Position {
  kind: 'initializer';
  static: boolean;
  block: Block;
}

export type Member =
  | MethodDeclaration
  | ConstructorDeclaration
  | FieldDeclaration
  | PropertyDeclaration
  | InitializerBlock
  | TypeDeclaration;

export interface TypeDeclaration extends Position {
  kind: 'class' | 'interface' | 'enum';
  name: string;
  modifiers: Modifiers;
  superclass: TypeName | null;
  /** `implements` of a class, `extends` of an interface. */
  interfaces: TypeName[];
  members: Member[];
  values: { name: string; line: number; column: number }[];
  endLine: number;
}

export interface TriggerDeclaration extends Position {
  name: string;
  object: string;
  /** e.g. `before insert`. */
  events: string[];
  members: Member[];
  body: Block;
}

/** Anonymous Apex: statements run in order; methods and classes may be declared between them. */
export interface AnonymousDeclaration {
  members: Member[];
  body: Block;
}
