/** What the metadata engine offers to the server, the validator and Lightning. `engine.ts` implements it. */
import type { ApexProblem, ApexSource, TestRunResult } from '../apex/contract.ts';
import type { Actor } from '../data/types.ts';
import type { AheadCompiler } from './lwc/ahead.ts';
import type { DeployPackage } from './package/component.ts';

export type TestLevel = 'NoTestRun' | 'RunSpecifiedTests' | 'RunLocalTests' | 'RunAllTestsInOrg' | 'RunRelevantTests';

export interface DeployOptions {
  checkOnly: boolean;
  rollbackOnError: boolean;
  ignoreWarnings: boolean;
  purgeOnDelete: boolean;
  singlePackage: boolean;
  testLevel?: TestLevel;
  runTests: string[];
}

/** Slow steps that were started, or done, before the deploy. */
export interface DeployTools {
  /** Compiles the package's Lightning web components; the deploy stops it at its end. */
  ahead?: AheadCompiler;
  /** Asked for the problems of the package's Apex; `check` is the org's compiler. */
  checkApex?: (sources: ApexSource[], check: (sources: ApexSource[]) => ApexProblem[]) => ApexProblem[];
}

export interface DeployMessage {
  componentType: string;
  fullName: string;
  /** Path inside the package, e.g. `classes/Foo.cls`. */
  fileName: string;
  success: boolean;
  changed: boolean;
  created: boolean;
  deleted: boolean;
  id?: string;
  problem?: string;
  problemType?: 'Error' | 'Warning';
  /** A warning about the embedded org, not about the component: another org would do with it what it asks for. */
  embeddedOnly?: true;
  lineNumber?: number;
  columnNumber?: number;
  /** Where the problem was read: package path, or path from the project root for a package made of source folders. */
  source?: string;
}

export interface DeployOutcome {
  success: boolean;
  status: 'Succeeded' | 'SucceededPartial' | 'Failed';
  messages: DeployMessage[];
  tests: TestRunResult | null;
  /** Coverage below what the test level asks for; `name` is null for the whole org. Not empty means the deploy failed. */
  coverageWarnings: { name: string | null; message: string }[];
}

/** A component as it was deployed: the files of its mdapi package form, byte for byte. */
export interface StoredComponent {
  type: string;
  fullName: string;
  id: string;
  /** Package path -> content. */
  files: Map<string, Uint8Array>;
  createdDate: string;
  createdById: string;
  lastModifiedDate: string;
  lastModifiedById: string;
}

/** One component in `listMetadata` and retrieve answers (Metadata API Developer Guide, "FileProperties"). */
export interface FileProperties {
  createdById: string;
  createdByName: string;
  createdDate: string;
  fileName: string;
  fullName: string;
  id: string;
  lastModifiedById: string;
  lastModifiedByName: string;
  lastModifiedDate: string;
  manageableState?: 'unmanaged';
  namespacePrefix?: string;
  type: string;
}

export interface RetrieveRequest {
  /** e.g. `67.0`. */
  apiVersion: string;
  /** True: the zip has no `unpackaged/` folder. */
  singlePackage: boolean;
  /** Members may be `*`. */
  types: { name: string; members: string[] }[];
}

export interface RetrieveResult {
  zip: Uint8Array;
  fileProperties: FileProperties[];
  /** e.g. `Entity of type 'PermissionSet' named 'X' cannot be found`, on `unpackaged/package.xml`. */
  messages: { fileName: string; problem: string }[];
}

export interface DescribeMetadataObject {
  directoryName: string;
  inFolder: boolean;
  metaFile: boolean;
  suffix?: string;
  xmlName: string;
  childXmlNames: string[];
}

export interface DescribeMetadataResult {
  metadataObjects: DescribeMetadataObject[];
  organizationNamespace: string;
  partialSaveAllowed: boolean;
  testRequired: boolean;
}

export interface MetadataEngine {
  /** Raises `PlatformError` for a package that is no package; component problems are in the outcome. */
  deploy(actor: Actor, zip: Uint8Array, options: DeployOptions): DeployOutcome;
  /** The same for a package that was read already (the validator reads source folders). */
  deployPackage(actor: Actor, contents: DeployPackage, options: DeployOptions, tools?: DeployTools): DeployOutcome;
  retrieve(actor: Actor, request: RetrieveRequest): RetrieveResult;
  /** Unknown types and types that the embedded org does not hold answer an empty list. */
  list(queries: { type: string; folder?: string }[], asOfVersion?: string): FileProperties[];
  describe(): DescribeMetadataResult;
  components(type: string): StoredComponent[];
  component(type: string, fullName: string): StoredComponent | undefined;
  /** Value of a custom label, by API name without `c.`; in a user's language where it is translated. */
  label(name: string, language?: string): string | undefined;
  labels(language?: string): ReadonlyMap<string, string>;
  /** A translated name: `kind` is `CustomTab`, `CustomApplication` …; undefined where it is not translated. */
  translation(language: string, kind: string, name: string): string | undefined;
}
