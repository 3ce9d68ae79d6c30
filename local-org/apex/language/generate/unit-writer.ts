/**
 * Collects the JavaScript of one file: lines with the Apex place each stands for, and constants that are made once.
 * One Apex statement is one JavaScript line, so that a JavaScript stack is an Apex stack without any work at run time.
 */

export interface CompiledUnit {
  /** Class or trigger name. */
  name: string;
  kind: 'class' | 'trigger' | 'anonymous';
  /** Body of a function with the parameter `$` (runtime/support.ts) that returns what the unit defines. */
  code: string;
  /** JavaScript line (from 0) -> Apex line. */
  lines: number[];
  /** JavaScript line (from 0) -> place as stack traces print it, e.g. `Class.Foo.bar`. */
  frames: string[];
  /** Apex lines with statements, for coverage. */
  executable: number[];
  /** Other top-level classes that the code names: they are linked before it runs. */
  references: string[];
}

/** Names of `runtime/support.ts` that generated code uses without a prefix. */
const SUPPORT = [
  'nn',
  'bool',
  'epoch',
  'fuel',
  'tick',
  'caught',
  'thrown',
  'at',
  'ApexList',
  'ApexSet',
  'ApexMap',
  'iadd',
  'isub',
  'imul',
  'idiv',
  'ladd',
  'lsub',
  'lmul',
  'ldiv',
  'dadd',
  'dsub',
  'dmul',
  'ddiv',
  'cadd',
  'csub',
  'cmul',
  'cdiv',
  'ineg',
  'lneg',
  'dneg',
  'cneg',
  'i2l',
  'i2d',
  'i2c',
  'l2d',
  'l2c',
  'd2c',
  'c2d',
  'toId',
  'date2datetime',
  'lt',
  'le',
  'eq',
  'eqText',
  'eqId',
  'same',
  'text',
  'setItem',
  'item',
].join(', ');

export class UnitWriter {
  readonly name: string;
  readonly kind: CompiledUnit['kind'];
  /** Place of the lines written from now on. */
  frame = '';
  private readonly lines: string[] = [];
  private readonly apexLines: number[] = [];
  private readonly frames: string[] = [];
  private readonly constants = new Map<string, string>();
  private readonly executable = new Set<number>();
  private readonly references = new Set<string>();

  constructor(name: string, kind: CompiledUnit['kind']) {
    this.name = name;
    this.kind = kind;
  }

  /** Adds a line of JavaScript; `apexLine` 0 stands for no place of its own. Returns its index, for `patch`. */
  line(code: string, apexLine = 0): number {
    this.lines.push(code);
    this.apexLines.push(apexLine);
    this.frames.push(this.frame);
    return this.lines.length - 1;
  }

  patch(index: number, code: string): void {
    this.lines[index] = code;
  }

  /** Counter statement of an executable Apex line. */
  count(line: number): string {
    this.executable.add(line);
    return `cov[${line}]++; `;
  }

  /** A name for a value that is made once when the unit is linked. */
  constant(code: string): string {
    let name = this.constants.get(code);
    if (!name) this.constants.set(code, (name = `k${this.constants.size}`));
    return name;
  }

  type(name: string): string {
    return this.constant(`$.type(${JSON.stringify(name)})`);
  }

  /** Holder of another class: `.c` is the JavaScript class, `.S()` its static state. */
  reference(className: string): string {
    this.references.add(className.split('.')[0]!);
    return this.constant(`$.reference(${JSON.stringify(className)})`);
  }

  finish(result: string): CompiledUnit {
    const head = [
      `'use strict'; const { ${SUPPORT} } = $; const cov = $.coverage(${JSON.stringify(this.name)}, ${JSON.stringify(this.kind)});`,
      [...this.constants].map(([code, name]) => `const ${name} = ${code};`).join(' '),
    ];
    return {
      name: this.name,
      kind: this.kind,
      code: [...head, ...this.lines, `return ${result};`].join('\n'),
      lines: [0, 0, ...this.apexLines],
      frames: ['', '', ...this.frames],
      executable: [...this.executable].sort((a, b) => a - b),
      references: [...this.references].filter((name) => name !== this.name),
    };
  }
}
