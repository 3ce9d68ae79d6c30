/** The bundle that an auditor keeps: the evidence as JSON and as a page, the transcript, and a manifest of their hashes. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ScimError } from '../command.ts';
import { toHtml, type Block } from '../rules/document/blocks.ts';
import type { EvidenceRun } from './run.ts';
import type { Exchange } from './transcript.ts';

export const MANIFEST = 'manifest.json';
/** Bytes; no file of a bundle comes near it. */
const MAX_FILE = 20_000_000;
const MAX_MANIFEST = 100_000;

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
 * A bundle may be written there: the folder does not exist, or is empty.
 * @throws {ScimError} `FolderNotEmpty`: evidence is never overwritten
 */
export function checkFolder(folder: string): void {
  if (!existsSync(folder)) return;
  if (statSync(folder).isDirectory() && readdirSync(folder).length === 0) return;
  throw new ScimError('FolderNotEmpty', `${folder} is not empty. Evidence is never overwritten.`, {
    actions: ['Name a new folder with --output-dir.'],
    exitCode: 2,
  });
}

/**
 * Writes the bundle into a folder that does not exist or is empty.
 * @throws {ScimError} `FolderNotEmpty`: evidence is never overwritten
 */
export function writeBundle(folder: string, run: EvidenceRun): Bundle {
  checkFolder(folder);
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
  const text = readManifest(path.join(folder, MANIFEST), folder);
  const manifest = parseManifest(text, folder);
  const present = readdirSync(folder).filter((name) => name !== MANIFEST);
  const names = [...new Set([...Object.keys(manifest.files), ...present])].sort();
  const files = names.map((name) => ({ name, state: stateOf(folder, name, manifest.files[name]) }));
  return { intact: files.every(({ state }) => state === 'intact'), manifestHash: sha256(text), files };
}

function readManifest(file: string, folder: string): string {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found) throw new ScimError('NoBundle', `${folder} holds no evidence: there is no ${MANIFEST}.`, { exitCode: 2 });
  // A link leads elsewhere; a manifest names four files and is a kilobyte.
  if (!found.isFile() || found.size > MAX_MANIFEST) {
    throw new ScimError('NoBundle', `${file} is no manifest of this tool: it is no plain file of its size.`, {
      exitCode: 2,
    });
  }
  return readFileSync(file, 'utf8');
}

function parseManifest(text: string, folder: string): Manifest {
  try {
    const manifest = JSON.parse(text) as Manifest;
    const isKnown = manifest.format === 1 && manifest.algorithm === 'sha256' && typeof manifest.files === 'object';
    if (isKnown && Object.keys(manifest.files).every(isPlainName)) return manifest;
  } catch {
    // Told below, like a manifest of another shape.
  }
  throw new ScimError('NoBundle', `${path.join(folder, MANIFEST)} is no manifest of this tool.`, { exitCode: 2 });
}

/** Anything else could lead out of the folder, on one system or another. */
const isPlainName = (name: string): boolean => /^(?!\.+$)[^/\\:\0]+$/.test(name);

function stateOf(folder: string, name: string, hash: string | undefined): Verification['files'][number]['state'] {
  if (hash === undefined) return 'added';
  const file = path.join(folder, name);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found) return 'missing';
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
        : `Not proven: see the steps that did not pass.${evidence.interrupted ? ' The run was stopped.' : ''}`,
    },
    ...(evidence.left
      ? [{ kind: 'paragraph' as const, text: `Left in the org: ${evidence.left.username}. ${evidence.left.remedy}` }]
      : []),
    {
      kind: 'table',
      name: 'The run',
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
      name: 'Steps',
      head: ['Step', 'Passed', 'Seen', 'Explained by', 'Seconds'],
      rows: evidence.steps.map(({ claim, passed, seen, explained, seconds }) => [
        claim,
        passed ? 'yes' : 'NO',
        seen,
        explained.map((code) => `scim explain ${code}`).join(', '),
        seconds.toFixed(1),
      ]),
    },
    { kind: 'heading', level: 2, text: 'SCIM traffic' },
    ...transcript.flatMap(exchangeBlocks),
    {
      kind: 'paragraph',
      text: 'Tokens are masked. The hashes of these files are in manifest.json; "scim evidence verify" compares them.',
    },
  ];
  return toHtml({ name: 'index', title: 'SCIM provisioning evidence', blocks });
}

/** One request with its answer; the recorder has masked its secrets already. */
function exchangeBlocks({ startedAt, milliseconds, request, response, failure }: Exchange, index: number): Block[] {
  const outcome = response ? String(response.status) : 'no answer';
  return [
    { kind: 'heading', level: 3, text: `${index + 1}. ${request.method} ${request.url}: ${outcome}` },
    { kind: 'paragraph', text: `${startedAt}, ${milliseconds} ms` },
    ...(request.body ? [{ kind: 'code' as const, text: readable(request.body) }] : []),
    { kind: 'code', text: response ? readable(response.body) : (failure ?? '') },
  ];
}

/** JSON with its line breaks; anything else, and what was cut, as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
