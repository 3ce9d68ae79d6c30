/**
 * Writes `schemas/<command>.json`, the JSON Schema of what each command prints with `--json`, from the type that its `run`
 * returns. `npm run schemas`, after adding a command or changing its result.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { schemaFiles } from './schemas/commands.ts';

export const SCHEMA_FOLDER = path.join(import.meta.dirname, '..', 'schemas');

if (import.meta.main) {
  mkdirSync(SCHEMA_FOLDER, { recursive: true });
  const files = schemaFiles();
  for (const old of readdirSync(SCHEMA_FOLDER).filter((file) => file.endsWith('.json') && !files.has(file)))
    rmSync(path.join(SCHEMA_FOLDER, old));
  for (const [file, text] of files) writeFileSync(path.join(SCHEMA_FOLDER, file), text);
}
