/** The schema of every command: what `toSuccessJson` and `toErrorJson` of scripts/command.ts wrap around its result. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { readTypes, type Schema, type TypeReader } from './from-types.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const COMMANDS = path.join(ROOT, 'scripts/commands');

/** Commands that print something else than their result: what it is, and where its type stands. */
const OWN_OUTPUT: Record<string, { file: string; type: string }> = {
  // It runs on after its line, so there is no result to wrap.
  'scim.org.start': { file: 'scripts/start/ready.ts', type: 'ReadyLine' },
};

const WARNINGS = { type: 'array', items: { type: 'string' }, description: 'What standard error says without --json.' };
const FAILURE: Schema = {
  type: 'object',
  properties: {
    name: { type: 'string', description: 'Name of the error, for scripts.' },
    message: { type: 'string' },
    exitCode: { type: 'integer' },
    status: { type: 'integer', description: 'The exit code again, where the Salesforce CLI has it.' },
    actions: { type: 'array', items: { type: 'string' }, description: 'What to do about it.' },
    data: { description: 'What scripts may need beside the message; its shape belongs to the error.' },
    warnings: WARNINGS,
  },
  required: ['name', 'message', 'exitCode', 'status', 'actions', 'warnings'],
  additionalProperties: false,
};

/** File name in `schemas/` -> its text. */
export function schemaFiles(): Map<string, string> {
  const sources = readdirSync(COMMANDS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const program = programOf(sources.map((file) => path.join(COMMANDS, file)));
  const entries = sources
    .map((file) => [nameOf(file), `${JSON.stringify(schemaOf(program, file), null, 2)}\n`] as const)
    .map(([name, text]) => [`${name}.json`, text] as const);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `scim/evidence/index.ts` is `scim.evidence`. */
function nameOf(file: string): string {
  return file
    .replace(/(?:\/index)?\.ts$/, '')
    .split(path.sep)
    .join('.');
}

function programOf(files: string[]): ts.Program {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files }, ts.sys, ROOT);
  return ts.createProgram(files, options);
}

function schemaOf(program: ts.Program, file: string): Schema {
  const name = nameOf(file);
  const checker = program.getTypeChecker();
  const reader = readTypes(checker);
  const own = OWN_OUTPUT[name];
  const success: Schema = own
    ? reader.schemaOf(exported(program, path.join(ROOT, own.file), own.type))
    : {
        type: 'object',
        properties: {
          status: { type: 'integer', description: 'The exit code.' },
          result: resultOf(program, reader, path.join(COMMANDS, file)),
          warnings: WARNINGS,
        },
        required: ['status', 'result', 'warnings'],
        additionalProperties: false,
      };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:scim-rollcall:${name}`,
    title: `Standard output of sf ${name.replaceAll('.', ' ')} --json`,
    anyOf: [{ $ref: '#/$defs/Success' }, { $ref: '#/$defs/Failure' }],
    $defs: { Success: success, Failure: FAILURE, ...reader.definitions },
  };
}

/** What the promise of the command's `run` gives. */
function resultOf(program: ts.Program, reader: TypeReader, file: string): Schema {
  const checker = program.getTypeChecker();
  const command = exported(program, file, 'default');
  const run = command.getProperty('run');
  const promise = run && checker.getTypeOfSymbol(run).getCallSignatures()[0]?.getReturnType();
  const result = promise && checker.getAwaitedType(promise);
  if (!result || result.flags & ts.TypeFlags.Void)
    throw new Error(`${path.relative(ROOT, file)}: run must return a promise of what --json prints.`);
  return reader.schemaOf(result);
}

/** An exported type, or the instance type of an exported class. */
function exported(program: ts.Program, file: string, name: string): ts.Type {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const symbol = source && checker.getSymbolAtLocation(source);
  const found = symbol && checker.getExportsOfModule(symbol).find((item) => item.escapedName === name);
  if (!found) throw new Error(`${path.relative(ROOT, file)} exports no ${name}.`);
  return checker.getDeclaredTypeOfSymbol(found);
}
