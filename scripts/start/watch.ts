/**
 * Deploys what changes in a project's folders into the running org, and lets open pages load again. Only the components whose
 * files changed go; those whose last file is gone are deleted. Over the Metadata API, like any other client.
 */
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import { ComponentSet, type SourceComponent } from '@salesforce/source-deploy-retrieve';
import { watch } from 'chokidar';
import { DEFAULT_ADMIN } from '../../local-org/data/index.ts';
import type { OrgServer } from '../../local-org/server/index.ts';
import { connectWithToken } from '../deploy/connection.ts';
import { deployComponents } from '../deploy/metadata.ts';
import { undoDeploy } from '../deploy/undo.ts';
import type { Messages } from '../messages.ts';

/** Editors and version control write many files at once: what comes within this time is one change. */
const QUIET_MILLISECONDS = 150;
/** Components that a line names before it only counts. */
const NAMED = 5;
/** Parts of a path below a watched folder that hold no source. */
const IGNORED = /^(node_modules$|\.)/;

export interface WatchOptions {
  server: OrgServer;
  /** Absolute folders of one project. */
  folders: string[];
  apiVersion: string;
  messages: Messages;
  /** Gets one line or more about each deployment. */
  tell(text: string): void;
}

type Inventory = Map<string, SourceComponent>;

const keyOf = ({ type, fullName }: SourceComponent): string => `${type.name}#${fullName}`;

/** Every component of the folders; the parts of a decomposed one (the fields of an object) count as components. */
function inventory(folders: string[]): Inventory {
  const found: Inventory = new Map();
  for (const component of ComponentSet.fromSource({ fsPaths: folders }).getSourceComponents()) {
    for (const one of [component, ...component.getChildren()]) found.set(keyOf(one), one);
  }
  return found;
}

function holds({ xml, content }: SourceComponent, file: string): boolean {
  return file === xml || file === content || (content !== undefined && file.startsWith(content + path.sep));
}

/** The smallest components that a file belongs to: a field, not its object. */
function ownersOf(components: Inventory, file: string): SourceComponent[] {
  const owners = [...components.values()].filter((component) => holds(component, file));
  const direct = owners.filter((owner) => owner.xml === file);
  return direct.length > 0 ? direct : owners.filter((owner) => owner.parent === undefined);
}

/** Only below the folder: a project may itself lie in a hidden one. */
function isIgnored(folders: string[], file: string): boolean {
  const folder = folders.find((one) => file.startsWith(one + path.sep));
  return (
    folder !== undefined &&
    file
      .slice(folder.length + 1)
      .split(path.sep)
      .some((part) => IGNORED.test(part))
  );
}

/** Watches from now on. What the folders hold already is deployed first. */
export class FolderWatch {
  readonly #options: WatchOptions;
  readonly #changed = new Set<string>();
  #deployed: Inventory = new Map();
  #connection: Connection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isClosed = false;
  #watcher: ReturnType<typeof watch> | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Components that the org has. */
  get components(): number {
    return this.#deployed.size;
  }

  /** Resolves when everything was sent once and the folders are being watched; what the org refuses is told, not raised. */
  async begin(): Promise<void> {
    const { folders } = this.#options;
    const watcher = watch(folders, { ignoreInitial: true, ignored: (file) => isIgnored(folders, file) });
    this.#watcher = watcher;
    watcher.on('all', (_event, file) => this.#note(file));
    await new Promise<void>((resolve) => {
      watcher.once('ready', () => resolve());
    });
    await this.#enqueue();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#watcher?.close();
    await this.#running;
  }

  #note(file: string): void {
    this.#changed.add(file);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#enqueue(), QUIET_MILLISECONDS);
  }

  /** One deployment after the other. */
  #enqueue(): Promise<void> {
    return (this.#running = this.#running.then(() => this.#bring()));
  }

  /** Sends what the org does not have, or what changed since the last deployment that it took. */
  async #bring(): Promise<void> {
    if (this.#isClosed) return;
    const now = this.#look();
    if (!now) return;
    const files = [...this.#changed];
    const changed = new Map(files.flatMap((file) => ownersOf(now, file)).map((one) => [keyOf(one), one]));
    for (const [key, component] of now) if (!this.#deployed.has(key)) changed.set(key, component);
    const gone = [...this.#deployed].filter(([key]) => !now.has(key)).map(([, component]) => component);
    // With an object come and go its fields.
    const sent = [...changed.values()].filter(({ parent }) => !parent || !changed.has(keyOf(parent)));
    const removed = gone.filter(({ parent }) => !parent || now.has(keyOf(parent)));
    const isDone = sent.length + removed.length === 0 || (await this.#deploy(sent, removed, now));
    if (isDone) for (const file of files) this.#changed.delete(file);
  }

  /** Undefined, with the reason told, while the folders hold what no client can read. */
  #look(): Inventory | undefined {
    try {
      return inventory(this.#options.folders);
    } catch (error) {
      this.#options.tell(this.#options.messages.text('watch.refused', (error as Error).message));
      return undefined;
    }
  }

  /** First what came and changed, so that nothing refers to what goes when it goes. */
  async #deploy(components: SourceComponent[], removed: SourceComponent[], now: Inventory): Promise<boolean> {
    const { server, messages, tell, apiVersion } = this.#options;
    const started = performance.now();
    try {
      const connection = (this.#connection ??= await connectWithToken(server.url, server.issueToken(DEFAULT_ADMIN)));
      const request = { connection, apiVersion, checkOnly: false, testLevel: 'NoTestRun' as const, tests: [] };
      if (components.length > 0) await deployComponents(new ComponentSet(components), request);
      const gone = removed.map(({ type, fullName }) => ({ type: type.name, fullName }));
      if (gone.length > 0) await undoDeploy({ connection, apiVersion }, gone);
    } catch (error) {
      tell(messages.text('watch.refused', (error as Error).message));
      return false;
    }
    this.#deployed = now;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const names = [...components, ...removed].map(({ type, fullName }) => `${type.name} ${fullName}`);
    const shown = names.slice(0, NAMED);
    if (names.length > NAMED) shown.push(messages.text('watch.more', names.length - NAMED));
    tell(messages.text('watch.deployed', seconds, shown.join(', ')));
    server.reloadPages();
    return true;
  }
}
