/** Opens a deploy zip under the platform's limits, and writes retrieve zips. */
import { unzipSync, zipSync } from 'fflate';
import { PlatformError } from '../../data/types.ts';

/** Metadata API limits of one deploy or retrieve (reference/wire.md §1, "Sizes"). */
export const MAX_ZIP_BYTES = 39 * 1024 * 1024;
export const MAX_FILES = 10_000;
/** "Maximum uncompressed folder size" of the Metadata API Developer Guide: 600 MB; here less, one process holds it all. */
const MAX_UNPACKED_BYTES = 400 * 1024 * 1024;
/** A single entry that unpacks to more than this many times its size is no metadata. */
const MAX_RATIO = 1_000;

function limit(text: string): never {
  throw new PlatformError('LIMIT_EXCEEDED', text);
}

function checkPath(name: string): void {
  const parts = name.split('/');
  if (
    name.includes('\\') ||
    name.startsWith('/') ||
    /^[A-Za-z]:/.test(name) ||
    name.includes('\0') ||
    parts.includes('..')
  ) {
    throw new PlatformError(
      'INVALID_OPERATION',
      `The zip file contains a path that leaves the package: ${JSON.stringify(name)}`,
    );
  }
  // Unpacking puts names into an object, where this one would be lost in silence.
  if (name === '__proto__') {
    throw new PlatformError(
      'INVALID_OPERATION',
      'The zip file contains a file named "__proto__", which is no metadata.',
    );
  }
}

/**
 * @returns package path -> content; folder entries are left out.
 * @throws PlatformError for bytes that are no zip, for paths that leave the package, and above the limits.
 */
export function readZip(zip: Uint8Array): Map<string, Uint8Array> {
  if (zip.byteLength > MAX_ZIP_BYTES)
    limit(`Maximum size of request reached. Maximum size of request is ${MAX_ZIP_BYTES} bytes.`);
  let count = 0;
  let total = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(zip, {
      filter: (entry) => {
        checkPath(entry.name);
        if (entry.name.endsWith('/')) return false;
        count += 1;
        total += entry.originalSize;
        if (count > MAX_FILES) limit(`The zip file has more than ${MAX_FILES} files.`);
        if (total > MAX_UNPACKED_BYTES) limit(`The zip file unpacks to more than ${MAX_UNPACKED_BYTES} bytes.`);
        if (entry.originalSize > 1_000_000 && entry.originalSize > entry.size * MAX_RATIO) {
          limit(`The zip entry ${JSON.stringify(entry.name)} unpacks to more than ${MAX_RATIO} times its size.`);
        }
        return true;
      },
    });
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError('INVALID_OPERATION', `The zip file can't be read: ${(error as Error).message}`);
  }
  return new Map(Object.entries(files));
}

/** Deterministic: entries keep their order, and carry the zip format's first date. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(Object.fromEntries(files), { level: 6, mtime: new Date(1980, 0, 1, 12) });
}
