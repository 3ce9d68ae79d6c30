/** The bundle that an auditor keeps: the evidence as JSON and as a page, the transcript, and a manifest of their hashes. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ScimError } from '../command.ts';
import { toHtml, type Block } from '../rules/document/blocks.ts';
import type { EvidenceRun } from './run.ts';

export const MANIFEST = 'manifest.json';
const MAX_FILE = 20_000_000;

export interface Manifest {
  format: 1;
  algorithm: 'sha256';
  /** File name -> hash in hexadecimal. */
  files: Record<string, string>;
}

export interface Bundle {
  folder: string;
  files: string[];
  /** Hash of the manifest itself: written down elsewhere, it proves the whole bundle. */
  manifestHash: string;
}

/**
 * Writes the bundle into a folder that does not exist or is empty.
 * @throws {ScimError} `FolderNotEmpty`: evidence is never overwritten
 */
export function writeBundle(folder: string, run: EvidenceRun): Bundle {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new ScimError('FolderNotEmpty', `${folder} is not empty. Evidence is never overwritten.`, {
      actions: ['Name a new folder with --output-dir.'],
      exitCode: 2,
    });
  }
  const files: Record<string, string> = {
    'evidence.json': `${JSON.stringify(run.evidence, null, 2)}\n`,
    'transcript.json': `${JSON.stringify(run.transcript, null, 2)}\n`,
    'index.html': page(run),
  };
  mkdirSync(folder, { recursive: true });
  const hashes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha256(text)]));
  const manifest = `${JSON.stringify({ format: 1, algorithm: 'sha256', files: hashes } satisfies Manifest, null, 2)}\n`;
  // The manifest comes last: without it a bundle is not whole, and verify says so.
  for (const [name, text] of Object.entries({ ...files, [MANIFEST]: manifest }))
    writeFileSync(path.join(folder, name), text);
  return { folder, files: [...Object.keys(files), MANIFEST], manifestHash: sha256(manifest) };
}

export interface Verification {
  intact: boolean;
  manifestHash: string;
  files: { name: string; state: 'intact' | 'changed' | 'missing' | 'added' }[];
}

/**
 * Compares a bundle with its manifest.
 * @throws {ScimError} `NoBundle` when there is no manifest that can be read
 */
export function verifyBundle(folder: string): Verification {
  const text = readManifest(folder);
  const manifest = parseManifest(text, folder);
  const present = readdirSync(folder).filter((name) => name !== MANIFEST);
  const names = [...new Set([...Object.keys(manifest.files), ...present])].sort();
  const files = names.map((name) => ({ name, state: stateOf(folder, name, manifest.files[name]) }));
  return { intact: files.every(({ state }) => state === 'intact'), manifestHash: sha256(text), files };
}

function readManifest(folder: string): string {
  try {
    return readFileSync(path.join(folder, MANIFEST), 'utf8');
  } catch (cause) {
    throw new ScimError('NoBundle', `${folder} holds no evidence: there is no ${MANIFEST}.`, { exitCode: 2, cause });
  }
}

function parseManifest(text: string, folder: string): Manifest {
  try {
    const manifest = JSON.parse(text) as Manifest;
    const isKnown = manifest.format === 1 && manifest.algorithm === 'sha256' && typeof manifest.files === 'object';
    // A name with a slash would lead out of the folder.
    if (isKnown && Object.keys(manifest.files).every((name) => path.basename(name) === name)) return manifest;
  } catch {
    // Told below, like a manifest of another shape.
  }
  throw new ScimError('NoBundle', `${path.join(folder, MANIFEST)} is no manifest of this tool.`, { exitCode: 2 });
}

function stateOf(folder: string, name: string, hash: string | undefined): Verification['files'][number]['state'] {
  if (hash === undefined) return 'added';
  const file = path.join(folder, name);
  if (!existsSync(file)) return 'missing';
  const found = lstatSync(file);
  const isReadable = found.isFile() && found.size <= MAX_FILE;
  return isReadable && sha256(readFileSync(file)) === hash ? 'intact' : 'changed';
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

function page({ evidence, transcript }: EvidenceRun): string {
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      text: evidence.proven
        ? 'Proven: a user was created, changed and deactivated in time.'
        : 'Not proven: see the steps that did not pass.',
    },
    {
      kind: 'table',
      head: ['What', 'Value'],
      rows: [
        ['Org', `${evidence.orgId} at ${evidence.instanceUrl}`],
        ['Token of', evidence.actor],
        ['From', evidence.startedAt],
        ['To', evidence.finishedAt],
        [
          'Probe user',
          `${evidence.probe.username} (${evidence.probe.userId ?? 'not created'}), profile ${evidence.probe.profile}`,
        ],
        [
          'Deactivated after',
          evidence.deactivationSeconds === null ? 'never' : `${evidence.deactivationSeconds.toFixed(1)} s`,
        ],
        ['Deadline', `${evidence.deadlineSeconds} s`],
      ],
    },
    { kind: 'heading', level: 2, text: 'Steps' },
    {
      kind: 'table',
      head: ['Step', 'Passed', 'Seen', 'Seconds'],
      rows: evidence.steps.map(({ claim, passed, seen, seconds }) => [
        claim,
        passed ? 'yes' : 'NO',
        seen,
        seconds.toFixed(1),
      ]),
    },
    { kind: 'heading', level: 2, text: 'SCIM traffic' },
    {
      kind: 'table',
      head: ['When', 'Request', 'Body', 'Answer'],
      rows: transcript.map(({ startedAt, request, response, failure }) => [
        startedAt,
        `${request.method} ${request.url}`,
        request.body ?? '',
        response ? `${response.status} ${response.body}` : (failure ?? ''),
      ]),
    },
    {
      kind: 'paragraph',
      text: 'Tokens are masked. The hashes of these files are in manifest.json; "scim evidence verify" compares them.',
    },
  ];
  return toHtml({ name: 'index', title: 'SCIM provisioning evidence', blocks });
}
