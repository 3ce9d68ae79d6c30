/**
 * The org's components: what was deployed, file by file, in the same database and the same transactions as its data.
 * Apex sources and custom labels are read from here at every start.
 */
import { createHash } from 'node:crypto';
import type { StatementSync } from 'node:sqlite';
import type { ApexSource } from '../apex/contract.ts';
import type { OrgData } from '../data/contract.ts';
import { toId18 } from '../data/ids.ts';
import type { StoredComponent } from './contract.ts';
import { noteChange, noteRemoval } from './source-members.ts';

/** Key prefixes of setup entities that have no sObject in the data layer (Object Reference and public key-prefix lists). */
const KEY_PREFIXES: Record<string, string> = {
  ApexClass: '01p',
  ApexTrigger: '01q',
  ApexPage: '066',
  ApexComponent: '099',
  ApexTestSuite: '05F',
  AuraDefinitionBundle: '0Ab',
  AssignmentRule: '01Q',
  ApprovalProcess: '04a',
  ContentAsset: '03S',
  CustomSite: '0DM',
  Document: '015',
  DocumentFolder: '00l',
  DuplicateRule: '0Bm',
  EmailFolder: '00l',
  EmailTemplate: '00X',
  EmailTemplateFolder: '00l',
  Flow: '301',
  FlowDefinition: '300',
  Letterhead: '016',
  LightningMessageChannel: '0Mc',
  MatchingRule: '0JD',
  NamedCredential: '0XA',
  Network: '0DB',
  PlatformCachePartition: '0Er',
  WorkflowAlert: '01W',
  WorkflowFieldUpdate: '04Y',
  WorkflowOutboundMessage: '04k',
  WorkflowRule: '01Q',
  WorkflowTask: '01Y',
  CustomObject: '01I',
  CustomField: '00N',
  CustomLabel: '101',
  CustomLabels: '101',
  CustomApplication: '02u',
  CustomTab: '01r',
  FlexiPage: '0M0',
  LightningComponentBundle: '0Rb',
  StaticResource: '081',
  Layout: '00h',
  QuickAction: '09D',
  ListView: '00B',
  ValidationRule: '03d',
  RecordType: '012',
  CompactLayout: '0AH',
  FieldSet: '0IX',
  WebLink: '00b',
  BusinessProcess: '019',
  PermissionSet: '0PS',
  PermissionSetGroup: '0PG',
  MutingPermissionSet: '0QM',
  Profile: '00e',
  Role: '00E',
  Group: '00G',
  Queue: '00G',
  CustomPermission: '0CP',
  RemoteSiteSetting: '0rp',
  CspTrustedSite: '08y',
  GlobalValueSet: '0Nt',
  CustomNotificationType: '0ML',
  ExternalClientApplication: '0xI',
  Report: '00O',
  ReportFolder: '00l',
  ReportType: '070',
  Dashboard: '01Z',
  DashboardFolder: '00l',
};
/** For types without a known prefix. */
const OTHER_PREFIX = '0zz';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export interface ComponentInput {
  type: string;
  fullName: string;
  /** Package path -> content. */
  files: ReadonlyMap<string, Uint8Array>;
  /** Id of the record that represents it, where one exists. */
  id?: string;
  userId: string;
}

export interface SaveOutcome {
  id: string;
  created: boolean;
  changed: boolean;
}

interface Row {
  id: string;
  type: string;
  full_name: string;
  hash: string;
  created_date: string;
  created_by: string;
  modified_date: string;
  modified_by: string;
}

function base62(value: number, width: number): string {
  let text = '';
  for (let rest = value; text.length < width; rest = Math.floor(rest / 62)) text = BASE62.charAt(rest % 62) + text;
  return text;
}

function hashOf(files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort())
    hash
      .update(`${path}\0`)
      .update(files.get(path) as Uint8Array)
      .update('\0');
  return hash.digest('hex');
}

export class ComponentStore {
  readonly #data: OrgData;
  readonly #statements = new Map<string, StatementSync>();
  /** By language; the org's own under the empty name. */
  #labels = new Map<string, Map<string, string>>();
  /** Rises with every change and with every roll-back; caches built on the store compare it. */
  revision = 0;
  /** What a deploy that is under way brings, though it was not its turn yet: Apex names pages, and pages name classes. */
  incoming: ((type: string, fullName: string) => boolean) | undefined;

  constructor(data: OrgData) {
    this.#data = data;
    data.sql.exec(`
      CREATE TABLE IF NOT EXISTS metadata_component (
        id TEXT PRIMARY KEY, type TEXT NOT NULL, full_name TEXT NOT NULL COLLATE NOCASE, hash TEXT NOT NULL,
        created_date TEXT NOT NULL, created_by TEXT NOT NULL, modified_date TEXT NOT NULL, modified_by TEXT NOT NULL,
        UNIQUE (type, full_name)) STRICT;
      CREATE TABLE IF NOT EXISTS metadata_file (
        component_id TEXT NOT NULL REFERENCES metadata_component(id) ON DELETE CASCADE, path TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (component_id, path)) STRICT;
      CREATE TABLE IF NOT EXISTS metadata_label (name TEXT PRIMARY KEY COLLATE NOCASE, value TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS metadata_translation (
        language TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, value TEXT NOT NULL,
        PRIMARY KEY (language, kind, name)) STRICT;
      CREATE TABLE IF NOT EXISTS metadata_sequence (prefix TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;`);
  }

  /** Adds or replaces a component. `changed` is false when every file is byte-equal to what the org has. */
  save(input: ComponentInput): SaveOutcome {
    const row = this.#row(input.type, input.fullName);
    const hash = hashOf(input.files);
    noteChange(this.#data, { ...input, created: !row });
    if (row && row.hash === hash) return { id: row.id, created: false, changed: false };
    const now = this.#data.now().toISOString();
    const id = row?.id ?? input.id ?? this.newId(input.type);
    if (row) {
      this.#statement(
        'UPDATE metadata_component SET hash = ?, full_name = ?, modified_date = ?, modified_by = ? WHERE id = ?',
      ).run(hash, input.fullName, now, input.userId, id);
      this.#statement('DELETE FROM metadata_file WHERE component_id = ?').run(id);
    } else {
      this.#statement('INSERT INTO metadata_component VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
        id,
        input.type,
        input.fullName,
        hash,
        now,
        input.userId,
        now,
        input.userId,
      );
    }
    const insert = this.#statement('INSERT INTO metadata_file VALUES (?, ?, ?)');
    for (const [path, content] of input.files) insert.run(id, path, content);
    this.changed();
    return { id, created: !row, changed: true };
  }

  has(type: string, fullName: string): boolean {
    return this.#row(type, fullName) !== undefined;
  }

  get(type: string, fullName: string): StoredComponent | undefined {
    const row = this.#row(type, fullName);
    return row && this.#load(row);
  }

  byId(id: string): StoredComponent | undefined {
    const row = this.#statement('SELECT * FROM metadata_component WHERE id = ?').get(id) as unknown as Row | undefined;
    return row && this.#load(row);
  }

  /** In the order of their full names. */
  list(type: string): StoredComponent[] {
    const rows = this.#statement('SELECT * FROM metadata_component WHERE type = ? ORDER BY full_name').all(type);
    return (rows as unknown as Row[]).map((row) => this.#load(row));
  }

  names(type: string): string[] {
    const rows = this.#statement('SELECT full_name FROM metadata_component WHERE type = ? ORDER BY full_name').all(
      type,
    );
    return rows.map((row) => String(row['full_name']));
  }

  remove(type: string, fullName: string): boolean {
    const row = this.#row(type, fullName);
    if (!row) return false;
    noteRemoval(this.#data, row.type, row.full_name);
    this.#statement('DELETE FROM metadata_file WHERE component_id = ?').run(row.id);
    this.#statement('DELETE FROM metadata_component WHERE id = ?').run(row.id);
    this.changed();
    return true;
  }

  /** Next id of a setup entity, 18 characters. */
  newId(type: string): string {
    const prefix = KEY_PREFIXES[type] ?? OTHER_PREFIX;
    const row = this.#statement(
      'INSERT INTO metadata_sequence VALUES (?, 1) ON CONFLICT (prefix) DO UPDATE SET last = last + 1 RETURNING last',
    ).get(prefix);
    // "5e" as the instance part keeps these apart from the ids that the data layer hands out.
    return toId18(`${prefix}5e${base62(Number(row?.['last']), 10)}`) as string;
  }

  setLabel(name: string, value: string): void {
    this.#statement(
      'INSERT INTO metadata_label VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ).run(name, value);
    this.changed();
  }

  removeLabel(name: string): void {
    this.#statement('DELETE FROM metadata_label WHERE name = ?').run(name);
    this.changed();
  }

  /**
   * Custom labels by API name.
   * @param language a user's language, e.g. `de` or `es_MX`; a label without a translation keeps the org's text.
   */
  labels(language = ''): ReadonlyMap<string, string> {
    let labels = this.#labels.get(language);
    if (!labels) {
      const rows = this.#statement('SELECT name, value FROM metadata_label ORDER BY name').all();
      labels = new Map(
        rows.map((row) => {
          const name = String(row['name']);
          return [name, this.translation(language, 'CustomLabel', name) ?? String(row['value'])];
        }),
      );
      this.#labels.set(language, labels);
    }
    return labels;
  }

  /** Value of a custom label; names are case-insensitive. */
  label(name: string, language = ''): string | undefined {
    const row = this.#statement('SELECT value FROM metadata_label WHERE name = ?').get(name);
    if (row === undefined) return undefined;
    return this.translation(language, 'CustomLabel', name) ?? String(row['value']);
  }

  /**
   * @param kind what is translated: `CustomLabel`, `CustomTab`, `CustomApplication`, `CustomField` (`Object.Field`),
   * `PicklistValue` (`Object.Field.Value`), `ReportType` …
   * @param language `de_AT` falls back to `de`, as the platform's own variants do (Help, "Supported Languages").
   */
  translation(language: string, kind: string, name: string): string | undefined {
    if (language === '') return undefined;
    const statement = this.#statement(
      'SELECT value FROM metadata_translation WHERE language = ? AND kind = ? AND name = ?',
    );
    const base = language.split('_')[0] as string;
    const row =
      statement.get(language, kind, name) ?? (base === language ? undefined : statement.get(base, kind, name));
    return row === undefined ? undefined : String(row['value']);
  }

  /** An empty text is none: retrieves write empty elements for what nobody translated. */
  setTranslation(language: string, kind: string, name: string, value: string): void {
    if (value.trim() === '') return;
    this.#statement(
      'INSERT INTO metadata_translation VALUES (?, ?, ?, ?) ON CONFLICT (language, kind, name) DO UPDATE SET value = excluded.value',
    ).run(language, kind, name, value);
    this.changed();
  }

  /** Takes back what a language file or an object's translation brought; `prefix` of the names, e.g. `Widget__c.`. */
  removeTranslations(language: string, kinds: string[], prefix = ''): void {
    for (const kind of kinds) {
      this.#statement(
        'DELETE FROM metadata_translation WHERE language = ? AND kind = ? AND substr(name, 1, ?) = ? COLLATE NOCASE',
      ).run(language, kind, prefix.length, prefix);
    }
    this.changed();
  }

  /** Every class and trigger of the org, as the Apex engine wants them. */
  apexSources(): ApexSource[] {
    return [...this.list('ApexClass'), ...this.list('ApexTrigger')].map((component) =>
      apexSource(component.type, component.fullName, component.files),
    );
  }

  /** Drops what was cached; also called after a roll-back. */
  changed(): void {
    this.#labels.clear();
    this.revision += 1;
  }

  /** Prepared once: a deploy asks the same few questions for every component. */
  #statement(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.#data.sql.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  #row(type: string, fullName: string): Row | undefined {
    return this.#statement('SELECT * FROM metadata_component WHERE type = ? AND full_name = ?').get(
      type,
      fullName,
    ) as unknown as Row | undefined;
  }

  #load(row: Row): StoredComponent {
    const files = this.#statement('SELECT path, content FROM metadata_file WHERE component_id = ? ORDER BY path').all(
      row.id,
    );
    return {
      type: row.type,
      fullName: row.full_name,
      id: row.id,
      files: new Map(files.map((file) => [String(file['path']), file['content'] as Uint8Array])),
      createdDate: row.created_date,
      createdById: row.created_by,
      lastModifiedDate: row.modified_date,
      lastModifiedById: row.modified_by,
    };
  }
}

const API_VERSION = /<apiVersion>\s*([\d.]+)\s*<\/apiVersion>/;
const decoder = new TextDecoder();

/** Builds an Apex source from a component's files. A `-meta.xml` without a version counts as the oldest. */
export function apexSource(type: string, fullName: string, files: ReadonlyMap<string, Uint8Array>): ApexSource {
  let body = '';
  let apiVersion = 0;
  for (const [path, content] of files) {
    const text = decoder.decode(content);
    if (path.endsWith('-meta.xml')) apiVersion = Number(API_VERSION.exec(text)?.[1] ?? 0);
    else body = text;
  }
  return { kind: type === 'ApexTrigger' ? 'trigger' : 'class', name: fullName, body, apiVersion };
}

export function openComponentStore(data: OrgData): ComponentStore {
  return new ComponentStore(data);
}
