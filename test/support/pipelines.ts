/**
 * The commands of a CI file, in order, after a look at its structure: the keys of each system's own reference, so that a
 * misplaced or misspelled one is told here and not by a pipeline that silently leaves a step out.
 */
import { parse } from 'yaml';
import { z } from 'zod';

const text = z.string().min(1);
const anything = z.record(z.string(), z.unknown());

/** https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax */
const GITHUB_ACTION = z.strictObject({
  name: text,
  description: text,
  branding: z.strictObject({ icon: text, color: text }).optional(),
  inputs: z.record(
    z.string(),
    z.strictObject({ description: text, required: z.boolean().optional(), default: z.string().optional() }),
  ),
  outputs: z.record(z.string(), z.strictObject({ description: text, value: text })),
  runs: z.strictObject({
    using: z.literal('composite'),
    steps: z.array(
      z.union([
        z.strictObject({
          uses: z.string().regex(/@v?\d/),
          with: anything.optional(),
          if: text.optional(),
          name: text.optional(),
        }),
        // A step of a composite action that runs something must name its shell.
        z.strictObject({
          run: text,
          shell: z.literal('bash'),
          name: text.optional(),
          env: anything.optional(),
          'working-directory': text.optional(),
          if: text.optional(),
        }),
      ]),
    ),
  }),
});

/** https://docs.gitlab.com/ci/yaml/ */
const GITLAB = z.record(
  z.string(),
  z.strictObject({
    image: text,
    stage: z.enum(['build', 'test', 'deploy']),
    timeout: text,
    cache: anything,
    script: z.array(text),
    artifacts: z.strictObject({
      when: z.literal('always'),
      expire_in: text,
      paths: z.array(text),
      reports: z.strictObject({ junit: text }),
    }),
  }),
);

/** https://learn.microsoft.com/azure/devops/pipelines/yaml-schema */
const AZURE = z.strictObject({
  trigger: anything,
  pool: z.strictObject({ vmImage: text }),
  jobs: z.array(
    z.strictObject({
      job: text,
      timeoutInMinutes: z.number(),
      steps: z.array(
        z.union([
          z.strictObject({ task: z.string().regex(/@\d+$/), inputs: anything, condition: text.optional() }),
          z.strictObject({ script: text, displayName: text }),
          z.strictObject({ bash: text, displayName: text, env: anything.optional() }),
          z.strictObject({ publish: text, artifact: text, condition: text.optional() }),
        ]),
      ),
    }),
  ),
});

/** @throws {Error} that names what is wrong with the file */
export function pipelineSteps(file: string, content: string): string[] {
  if (file.endsWith('Jenkinsfile')) return jenkinsSteps(content);
  const document: unknown = parse(content);
  if (file.endsWith('action.yml'))
    return GITHUB_ACTION.parse(document).runs.steps.flatMap((step) => ('run' in step ? step.run : []));
  if (file.includes('gitlab')) return Object.values(GITLAB.parse(document)).flatMap(({ script }) => script);
  return AZURE.parse(document).jobs.flatMap(({ steps }) =>
    steps.flatMap((step) => ('script' in step ? step.script : 'bash' in step ? step.bash : [])),
  );
}

/** A declarative pipeline: one of each section, brackets in pairs, and the `sh` steps. */
function jenkinsSteps(content: string): string[] {
  const code = content
    .replace(/\/\/.*$/gm, '')
    .replace(/'[^']*'|"[^"]*"/g, (quoted) => (quoted.includes('{') ? '""' : quoted));
  const depth = [...code].reduce((open, sign) => open + (sign === '{' ? 1 : sign === '}' ? -1 : 0), 0);
  const missing = ['pipeline', 'agent', 'stages', 'stage', 'steps', 'post'].filter(
    (section) => !new RegExp(`\\b${section}\\b`).test(code),
  );
  if (depth !== 0 || missing.length > 0)
    throw new Error(`Jenkinsfile: brackets off by ${depth}, missing: ${missing.join(', ') || 'nothing'}.`);
  return [...content.matchAll(/\bsh '([^']+)'/g)].map(([, step]) => step!);
}
