/** Reads the files of a project once, for every check, within bounds: what cannot be read is a finding, never a crash. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { codeEntry } from './codes.ts';
import type { Finding } from './finding.ts';
import { ScimError } from '../command.ts';

/** A static resource has 5 MB, a whole deploy 39 MB packed (reference/wire.md §1, "Sizes"): no file of a deploy is larger. */
const MAX_FILE_BYTES = 40 * 1024 * 1024;
/** "Maximum uncompressed folder size" of the Metadata API Developer Guide. */
const MAX_TOTAL_BYTES = 600 * 1024 * 1024;

export interface ReadFiles {
  /** By path from the project root; what cannot be read is not in here. */
  contents: Map<string, Buffer>;
  /** Why a file is not in there. */
  unreadable: Map<string, string>;
}

function readOne(absolute: string): Buffer | string {
  try {
    const { size } = statSync(absolute);
    return size > MAX_FILE_BYTES
      ? `it has ${size} bytes; a deploy takes ${MAX_FILE_BYTES} at most`
      : readFileSync(absolute);
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * @param most bytes of all files together.
 * @throws ScimError `ProjectTooLarge` for more than that.
 */
export function readFiles(root: string, files: string[], most = MAX_TOTAL_BYTES): ReadFiles {
  const contents = new Map<string, Buffer>();
  const unreadable = new Map<string, string>();
  let total = 0;
  for (const file of files) {
    const content = readOne(path.join(root, file));
    if (typeof content === 'string') {
      unreadable.set(file, content);
      continue;
    }
    contents.set(file, content);
    total += content.byteLength;
    if (total > most)
      throw new ScimError(
        'ProjectTooLarge',
        `The package directories hold more than ${most} bytes, more than one deploy can.`,
        { actions: ['Name what is no metadata in .forceignore, or name a smaller folder.'] },
      );
  }
  return { contents, unreadable };
}

export function checkReadable({ unreadable }: ReadFiles): Finding[] {
  const { severity, fix } = codeEntry('file-unreadable');
  return [...unreadable].map(([file, reason]) => ({
    code: 'file-unreadable',
    severity,
    message: `The file cannot be read: ${reason}.`,
    file,
    line: 1,
    column: 1,
    ...(fix === undefined ? {} : { fix }),
  }));
}
