/** Where a piece of code stands: its class, its locals, its problems. One per method, accessor or initializer. */
import type { Position, TypeName } from '../syntax/ast.ts';
import { isOfOtherOrg } from '../../../data/schema/companions.ts';
import type { UnitWriter } from '../generate/unit-writer.ts';
import type { Program } from '../program.ts';
import type { Problems } from '../types/problems.ts';
import { identifierProblem } from '../types/identifiers.ts';
import { isUnlistedNamespace } from '../types/platform-names.ts';
import { isOpen } from '../types/symbols.ts';
import type { ClassSymbol, FieldSymbol } from '../types/symbols.ts';
import { hiddenType } from './visibility.ts';
import type { TypeTable } from '../types/table.ts';
import { ERROR, VOID } from '../types/type.ts';
import type { Type } from '../types/type.ts';

interface Local {
  name: string;
  type: Type;
  code: string;
  final: boolean;
}

/** Since this version SOQL and DML run in user mode and classes without a keyword with sharing (reference/metadata.md, trap 7). */
export const USER_MODE_SINCE = 67;

export interface BodyOptions {
  program: Program;
  writer: UnitWriter;
  problems: Problems;
  owner: ClassSymbol | null;
  apiVersion: number;
  static: boolean;
  returns?: Type;
  /** The property whose accessor this is: inside, its name means the stored value. */
  accessorOf?: FieldSymbol | null;
  constructing?: boolean;
  /** Record type of a trigger's rows. */
  triggerRow?: Type | undefined;
  /** Whether queries and DML run in system mode where they do not say. */
  systemMode?: boolean;
}

export class Body {
  readonly program: Program;
  readonly table: TypeTable;
  readonly writer: UnitWriter;
  readonly problems: Problems;
  readonly owner: ClassSymbol | null;
  readonly apiVersion: number;
  readonly static: boolean;
  readonly returns: Type;
  readonly accessorOf: FieldSymbol | null;
  /** In a constructor or initializer: final fields may be set. */
  readonly constructing: boolean;
  readonly triggerRow: Type | null;
  private readonly systemMode: boolean;
  loops = 0;
  /** While the first statement of a constructor is looked at, which may call another one. */
  startsConstructor = false;
  /** The field whose initial value is looked at, or `block` in an initializer block: what is declared further down is not there yet. */
  initializing: FieldSymbol | 'block' | null = null;
  private readonly scopes: Map<string, Local>[] = [new Map()];
  private temporaries = 0;
  private names = 0;

  constructor(options: BodyOptions) {
    this.program = options.program;
    this.table = options.program.table;
    this.writer = options.writer;
    this.problems = options.problems;
    this.owner = options.owner;
    this.apiVersion = options.apiVersion;
    this.static = options.static;
    this.returns = options.returns ?? VOID;
    this.accessorOf = options.accessorOf ?? null;
    this.constructing = options.constructing ?? false;
    this.triggerRow = options.triggerRow ?? null;
    this.systemMode = options.systemMode ?? false;
  }

  problem(at: Position, text: string): void {
    this.problems.add(at, text);
  }

  /** Reports a name that stands for nothing here; what is unknown of the class may bring it. */
  unknownVariable(at: Position, name: string): void {
    if (isOpen(this.owner)) return;
    const broken = this.table.dependentProblem(name);
    if (broken !== undefined) {
      this.problem(at, broken);
      return;
    }
    const absent = isOfOtherOrg(this.table.schema, name) || isUnlistedNamespace(name);
    this.problem(at, absent ? `${name} is not available in the embedded org` : `Variable does not exist: ${name}`);
  }

  /** @param anyone for the place where private types may be named too: a catch block. */
  resolveType(name: TypeName, anyone = false): Type {
    const type = this.table.resolve(name, this.owner);
    if (type) {
      const hidden = anyone ? undefined : hiddenType(this.owner, type);
      if (hidden) this.problem(name, `Type is not visible: ${hidden.name}`);
      return type;
    }
    const { at, problem } = this.table.unknown(name, this.owner);
    this.problem(at, problem);
    return ERROR;
  }

  /** Runs `work` in a nested scope. */
  nested(work: () => void): void {
    this.scopes.push(new Map());
    work();
    this.scopes.pop();
  }

  declare(at: Position, name: string, type: Type, final = false): Local {
    const problem = identifierProblem(name, 'variable');
    if (problem) this.problem(at, problem);
    if (this.local(name)) this.problem(at, `Duplicate variable: ${name}`);
    const local: Local = { name, type, code: `v_${name}`, final };
    this.scopes.at(-1)!.set(name.toLowerCase(), local);
    return local;
  }

  local(name: string): Local | undefined {
    const key = name.toLowerCase();
    for (let at = this.scopes.length - 1; at >= 0; at--) {
      const local = this.scopes[at]!.get(key);
      if (local) return local;
    }
    return undefined;
  }

  /** Every local in sight, for binds of dynamic SOQL. */
  locals(): Local[] {
    return this.scopes.flatMap((scope) => [...scope.values()]);
  }

  /** A variable of the JavaScript function for intermediate results. */
  temporary(): string {
    return `t${this.temporaries++}`;
  }

  /** A fresh name that the code declares itself. */
  fresh(prefix: string): string {
    return `${prefix}${this.names++}`;
  }

  /** Declaration of all temporaries; asked for when the body is complete. */
  temporaryDeclaration(): string {
    if (!this.temporaries) return '';
    return `let ${Array.from({ length: this.temporaries }, (_, index) => `t${index}`).join(', ')};`;
  }

  get usesUserMode(): boolean {
    return !this.systemMode && this.apiVersion >= USER_MODE_SINCE;
  }

  /** JavaScript that says whether sharing is enforced here. */
  get sharing(): string {
    return this.owner ? sharingCode(this.owner) : 'true';
  }

  /** JavaScript of the AccessMode for a query or DML statement here. */
  access(written: 'user' | 'system' | null): string {
    const mode = written ?? (this.usesUserMode ? 'user' : 'system');
    // User mode always applies sharing; what the class says counts for calls that ask for system mode themselves.
    const fields = (sharing: boolean): string =>
      mode === 'user' ? `sharing: true, classSharing: ${sharing}` : `sharing: ${sharing}`;
    const constant = (sharing: boolean): string =>
      this.writer.constant(`Object.freeze({ mode: '${mode}', ${fields(sharing)} })`);
    const { sharing } = this;
    return sharing === '$sh' ? `($sh ? ${constant(true)} : ${constant(false)})` : constant(sharing === 'true');
  }
}

/** `inherited sharing`, and no keyword before API 67, take the caller's: such methods have the extra parameter `$sh`. */
export function inheritsSharing(owner: ClassSymbol): boolean {
  return owner.sharing === 'inherited' || (owner.sharing === null && owner.source.apiVersion < USER_MODE_SINCE);
}

function sharingCode(owner: ClassSymbol): string {
  if (inheritsSharing(owner)) return '$sh';
  return String(owner.sharing !== 'without');
}
