/** What is wrong before an org sees a component: stray, misplaced, incomplete and doubled files, and empty folders. */
import { decodeText } from '../../local-org/metadata/package/component.ts';
import type { FlawedFile } from '../../local-org/metadata/package/flaws.ts';
import { metadataRegistry } from '../../local-org/metadata/package/registry.ts';
import type { Position } from '../../local-org/metadata/xml/element.ts';
import { codeEntry } from './codes.ts';
import type { Code } from './codes.ts';
import { didYouMean } from '../../local-org/metadata/schema/did-you-mean.ts';
import type { Finding, Severity } from './finding.ts';
import type { Project } from '../project.ts';

const META = '-meta.xml';

interface Told {
  code: Code;
  message: string;
  fix?: string;
  severity?: Severity;
}

function at(place: Position, { code, message, ...told }: Told): Finding {
  const entry = codeEntry(code);
  const fix = told.fix ?? entry.fix;
  return {
    code,
    severity: told.severity ?? entry.severity,
    message,
    ...place,
    ...(fix === undefined ? {} : { fix }),
  };
}

function suffixOf(file: string): { suffix: string; end: string } {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const end = name.endsWith(META) ? META : '';
  const plain = name.slice(0, name.length - end.length);
  return { suffix: plain.slice(plain.lastIndexOf('.') + 1), end };
}

/** The suffix that the folders of the file ask for comes first, then any that is spelled much like it. */
function suggestion(file: string): string | undefined {
  const registry = metadataRegistry();
  const { suffix, end } = suffixOf(file);
  const own = file
    .split('/')
    .flatMap((folder) => [...registry.inDirectory(folder), ...registry.childrenInDirectory(folder)])
    .flatMap((type) => (type.suffix === undefined ? [] : [type.suffix]));
  const meant = didYouMean(suffix, own) ?? (end ? didYouMean(suffix, registry.suffixes()) : undefined);
  return meant === undefined ? undefined : `Did you mean .${meant}${end}?`;
}

function isInTypeFolder(file: string): boolean {
  const registry = metadataRegistry();
  return file
    .split('/')
    .slice(0, -1)
    .some((folder) => registry.inDirectory(folder).length > 0);
}

/** Package directory of a file: which of two places a client takes is decided within one of them by chance. */
function directoryOf(project: Project, file: string): string {
  return project.packageDirectories.find(({ path }) => path === '' || file.startsWith(`${path}/`))?.path ?? '';
}

function duplicate({ path, flaw, typeName, fullName, other = '' }: FlawedFile, project: Project): Told {
  const severity = directoryOf(project, path) === directoryOf(project, other) ? 'error' : 'warning';
  return flaw === 'case'
    ? {
        code: 'case-clash',
        severity,
        message: `The name of the ${typeName} ${fullName} differs only in case from the one in ${other}; an org does not tell them apart.`,
      }
    : {
        code: 'duplicate-component',
        severity,
        message: `The ${typeName} ${fullName} ${path === other ? 'stands twice in this file' : `also stands in ${other}`}; a deploy keeps only one of them.`,
      };
}

function tell(flawed: FlawedFile, project: Project): Told {
  const { path, flaw, type, fullName, other } = flawed;
  const fix = suggestion(path);
  switch (flaw) {
    case 'none':
      return {
        code: 'unknown-file',
        message: 'The file belongs to no metadata type and would not be deployed.',
        ...(fix === undefined ? {} : { fix }),
      };
    case 'suffix':
      return {
        code: 'wrong-suffix',
        message: `No metadata type has files that end in .${suffixOf(path).suffix}${META}; a client refuses the whole folder.`,
        ...(fix === undefined ? {} : { fix }),
        // Types come with every release of the CLI: a name that resembles nothing may be newer than what is known here.
        ...(project.customTypes || !(fix || isInTypeFolder(path)) ? { severity: 'warning' as const } : {}),
      };
    case 'folder':
      return {
        code: 'wrong-folder',
        message: `The file must lie below ${type?.directoryName}/${type?.adapter === 'decomposed' ? `NAME/, NAME being its ${type.name}` : ''}; a client refuses it here.`,
        ...(project.customTypes ? { severity: 'warning' as const } : {}),
      };
    case 'no-meta':
    case 'no-archive-meta':
      return {
        code: 'missing-meta',
        message: `The ${type?.name} ${fullName} has no -meta.xml file and would not be deployed.`,
        // A lone file in a folder of static resources may be no resource at all.
        ...(type?.adapter === 'mixedContent' && flaw === 'no-meta' ? { severity: 'warning' as const } : {}),
      };
    case 'no-content':
      return { code: 'missing-content', message: `The content file of the ${type?.name} ${fullName} is missing.` };
    case 'archive-type':
      return {
        code: 'archive-type',
        message: `The content of the static resource ${fullName} is a folder, and its content type ${other} is no archive.`,
      };
    case 'name':
      return {
        code: 'name-mismatch',
        message: `The file is named for ${fullName}, its fullName is ${other}.`,
        fix: 'Give the file the name of its fullName, or correct the fullName.',
      };
    default:
      return duplicate(flawed, project);
  }
}

function startOf(file: string): Position {
  return { file, line: 1, column: 1 };
}

/**
 * @param flawed of the source package.
 * @param emptyFolders from the project root.
 */
/** Manifests lie beside what they list; a client passes over them in silence (`isProbablyPackageManifest` of its resolver). */
export function withoutManifests(flawed: FlawedFile[], contents: ReadonlyMap<string, Uint8Array>): FlawedFile[] {
  const isManifest = (path: string): boolean =>
    path.endsWith('.xml') &&
    !path.endsWith(META) &&
    (path.endsWith('package.xml') || decodeText(contents.get(path) ?? new Uint8Array()).includes('<Package xmlns'));
  return flawed.filter(({ flaw, path }) => flaw !== 'none' || !isManifest(path));
}

export function checkStructure(flawed: FlawedFile[], emptyFolders: string[], project: Project): Finding[] {
  return [
    ...flawed.map((one) => at(one.at ?? startOf(one.path), tell(one, project))),
    ...emptyFolders.map((folder) =>
      at(startOf(folder), { code: 'packaging-empty-folder', message: 'The folder is empty.' }),
    ),
  ];
}
