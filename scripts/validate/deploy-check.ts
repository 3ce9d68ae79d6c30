/** The heart of the validator: a check-only deploy into a fresh org in memory. There is no second rule book. */
import type { DeployMessage } from '../../local-org/metadata/contract.ts';
import { compileAhead, lwcTasks } from '../../local-org/metadata/index.ts';
import type { DeployPackage } from '../../local-org/metadata/package/component.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import { permissionJudge } from '../../local-org/metadata/permissions/user-permissions.ts';
import { openKeptTrees, withKeptTrees } from '../../local-org/soql/index.ts';
import { codeEntry } from './codes.ts';
import type { Code } from './codes.ts';
import { withDeepCode } from './deep-apex.ts';
import type { Finding } from './finding.ts';
import type { KeptApex } from './kept-apex.ts';
import { schemaFix } from './schema-fix.ts';

/** First match decides; texts are the platform's own (reference/metadata.md, Metadata API Developer Guide). */
const BY_TEXT: [pattern: RegExp, code: Code][] = [
  [/^Not available for deploy in the embedded org/, 'not-checked'],
  [/ is not available in the embedded org| is not implemented in the embedded org/, 'not-checked'],
  [/^Error parsing file: (Element |'.*' is not a valid value)/, 'metadata-schema'],
  [/^Error parsing file/, 'xml-malformed'],
  [/^Required field is missing/, 'metadata-schema'],
  [/^The metadata file .* is missing/, 'apex-missing-meta'],
  [/^The (content|configuration) file .* is missing|content file of the static resource is missing/, 'missing-content'],
  [/^Invalid version specified/, 'api-version-unknown'],
  [/^Unknown user permission/, 'unknown-user-permission'],
  [/depends on permission\(s\)/, 'permission-dependency'],
  [/^You cannot deploy to a required field/, 'field-permission-required'],
  // Users are data: only the org itself can say whether it has one.
  [/^In field: .* - no User named |^Cannot find a user that matches /, 'not-checked'],
  [/^In field: /, 'missing-reference'],
];
const LWC_REFERENCE = /(Unable to find Apex action|Invalid reference|No MODULE named|Failed to resolve import)/;

/** A warning of the schema check: what is published shows the features of one org only. */
const UNPUBLISHED = 'The published types say so; an org with more features, or of another release, may differ.';

const USER_PERMISSION = /^Unknown user permission: (\w+)/;

/** What features bring: an org that has them knows the permission, and nothing offline tells whether there is one. */
function maySomeOrgKnow(message: DeployMessage, isNobodys: (permission: string) => boolean): boolean {
  const name = USER_PERMISSION.exec(message.problem ?? '')?.[1];
  return name !== undefined && !isNobodys(name);
}

function codeOf(message: DeployMessage): Code {
  const text = message.problem ?? '';
  const known = BY_TEXT.find(([pattern]) => pattern.test(text));
  if (known) return known[1];
  if (message.componentType === 'ApexClass' || message.componentType === 'ApexTrigger') return 'apex-compile';
  if (message.componentType === 'LightningComponentBundle' && /^\[Line: /.test(text))
    return LWC_REFERENCE.test(text) ? 'lwc-reference' : 'lwc-compile';
  return 'metadata-invalid';
}

/** The place is a field of the finding; the client's form of it in the text would only repeat it. */
function plainText(text: string): string {
  return text.replace(/^\[Line: \d+, Col: \d+\] /, '');
}

function findingOf(message: DeployMessage, isNobodys: (permission: string) => boolean): Finding {
  const code = maySomeOrgKnow(message, isNobodys) ? 'not-checked' : codeOf(message);
  const { severity, fix: usual } = codeEntry(code);
  const fix =
    code === 'metadata-schema'
      ? (schemaFix(message.problem ?? '') ?? (message.problemType === 'Warning' ? UNPUBLISHED : usual))
      : usual;
  return {
    code,
    severity: message.problemType === 'Warning' ? 'warning' : severity,
    message: plainText(message.problem ?? ''),
    file: message.source ?? message.fileName,
    line: message.lineNumber ?? 1,
    column: message.columnNumber ?? 1,
    ...(fix === undefined ? {} : { fix }),
  };
}

/**
 * @param org a fresh one; it is the same afterwards.
 * @param compile the LWC compiler, if it is at work already.
 * @param apex what is known of the Apex of these very files.
 */
export function checkDeploy(
  org: LocalOrg,
  contents: DeployPackage,
  compile = compileAhead(lwcTasks(contents.components)),
  apex?: KeptApex,
): Finding[] {
  const trees = openKeptTrees();
  const isNobodys = permissionJudge(org.data);
  try {
    const administrator = org.data.rows('User', {})[0];
    const outcome = withKeptTrees(trees, () =>
      org.metadata.deployPackage(
        { userId: String(administrator?.['Id']) },
        contents,
        {
          checkOnly: true,
          rollbackOnError: true,
          ignoreWarnings: false,
          purgeOnDelete: false,
          singlePackage: true,
          testLevel: 'NoTestRun',
          runTests: [],
        },
        {
          ahead: compile,
          checkApex: (sources, check) => {
            const guarded = withDeepCode(check);
            return apex ? apex.check(sources, guarded) : guarded(sources);
          },
        },
      ),
    );
    return outcome.messages
      .filter(({ problem, embeddedOnly }) => problem !== undefined && !embeddedOnly)
      .map((message) => findingOf(message, isNobodys));
  } finally {
    trees.save();
    apex?.save();
    compile.stop();
  }
}
