/**
 * `node ci/summary.mjs <results folder> <exit code>`: the run as a few lines of Markdown in `<results folder>/summary.md`, on
 * the job's page where the CI has one (GitHub, Azure), and Azure's annotations.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [folder = 'results', status = '0'] = process.argv.slice(2);
/** A job's page is no place for a thousand rows; the reports hold them all. */
const MOST_FINDINGS = 50;

const read = (...names) => {
  const file = path.join(folder, ...names);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

const failure = ({ name, message }) => `${name}: ${cell(message)}`;
const success = ({ console: core }) =>
  `deployed ${core?.components ?? 0} components of the core, ${core?.tests?.run ?? 0} Apex tests, ${core?.tests?.failed ?? 0} failed.`;

const validation = read('validate', 'validate.json');
const lines = [`## SCIM Rollcall: ${status === '0' ? 'passed' : `failed (${status})`}`, ''];

if (validation) {
  const { summary, findings } = validation;
  lines.push(
    `**Validation**: ${summary.errors} errors, ${summary.warnings} warnings in ${summary.components} components.`,
    '',
  );
  if (findings.length > 0) {
    lines.push('| where | severity | what |', '|---|---|---|');
    for (const { file, line, severity, message, code } of findings.slice(0, MOST_FINDINGS))
      lines.push(`| ${cell(file)}:${line} | ${severity} | ${cell(message)} (${code}) |`);
    if (findings.length > MOST_FINDINGS)
      lines.push('', `… and ${findings.length - MOST_FINDINGS} more in the reports.`);
    lines.push('');
  }
  // https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands#logissue-log-an-error-or-warning
  if (process.env.TF_BUILD) {
    for (const { file, line, column, severity, message, code } of findings) {
      const type = severity === 'error' ? 'error' : 'warning';
      const told = message.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
      console.log(
        `##vso[task.logissue type=${type};sourcepath=${file};linenumber=${line};columnnumber=${column};code=${code};]${told}`,
      );
    }
  }
}

for (const [name, title] of [
  ['embedded', 'Embedded org'],
  ['scratch', 'Scratch org'],
]) {
  const deployed = read(name, 'deploy.json');
  if (deployed) lines.push(`**${title}**: ${deployed.error ? failure(deployed.error) : success(deployed)}`, '');
}

mkdirSync(folder, { recursive: true });
const file = path.resolve(folder, 'summary.md');
writeFileSync(file, `${lines.join('\n')}\n`);
if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${lines.join('\n')}\n`);
if (process.env.TF_BUILD) console.log(`##vso[task.uploadsummary]${file}`);
