/** The published JSON Schema of a command's `--json` output, as a test uses it. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SCHEMA_FOLDER } from '../../scripts/schemas.ts';

/** `scim:rules:check` → `scim.rules.check`. */
export const schemaName = (commandId: string): string => commandId.replaceAll(':', '.');

export function outputSchema(commandId: string): ValidateFunction {
  const file = path.join(SCHEMA_FOLDER, `${schemaName(commandId)}.json`);
  return new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(file, 'utf8')));
}
