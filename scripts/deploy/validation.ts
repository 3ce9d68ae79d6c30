/** The offline validation that goes before a deployment. */
import { ScimError } from '../command.ts';

/** Raises `ValidationFailed` with every error of the project. */
export async function requireValid(projectRoot: string): Promise<void> {
  const { validate } = await import('../validate/index.ts');
  const { findings } = await validate({ paths: [projectRoot] });
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length === 0) return;
  const list = errors.map(({ file, line, column, message }) => `${file}:${line}:${column}  ${message}`);
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  throw new ScimError('ValidationFailed', `The package has ${count}; nothing was deployed:\n${list.join('\n')}`, {
    actions: ['Correct the listed places. "scim validate" shows the codes; docs/validate.md explains them.'],
    data: { findings: errors },
  });
}
