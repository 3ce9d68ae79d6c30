/** Files that belong to no metadata type, and folders that hold nothing. */
import { codeEntry } from './codes.ts';
import type { Finding } from './finding.ts';

function at(file: string, code: 'unknown-file' | 'packaging-empty-folder', message: string): Finding {
  const { severity, fix } = codeEntry(code);
  return { code, severity, message, file, line: 1, column: 1, ...(fix === undefined ? {} : { fix }) };
}

export function checkStructure(unknownFiles: string[], emptyFolders: string[]): Finding[] {
  return [
    ...unknownFiles.map((file) =>
      at(file, 'unknown-file', 'The file belongs to no metadata type and would not be deployed.'),
    ),
    ...emptyFolders.map((folder) => at(folder, 'packaging-empty-folder', 'The folder is empty.')),
  ];
}
