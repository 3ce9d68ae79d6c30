/** `Compression.ZipWriter`, `ZipReader` and `ZipEntry` (Apex Reference, "Compression Namespace"). */
import { crc32 } from 'node:zlib';
import { NotImplementedError } from '../../../data/types.ts';
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexBlob } from '../../values/blob.ts';
import { ApexList, ApexMap, ApexSet } from '../../values/collections.ts';
import type { ApexEnumValue } from '../../values/object.ts';
import { ApexDatetime } from '../../values/time.ts';
import { typeRef } from '../../values/type.ts';
import { required } from '../arguments.ts';
import { enumValue } from '../enums.ts';
import { contentOf, makeArchive, readDirectory } from './archive.ts';
import type { ArchivedEntry, Level } from './archive.ts';

const ENTRY = 'Compression.ZipEntry';
const LEVELS: Record<string, Level> = { NO_COMPRESSION: 0, BEST_SPEED: 1, DEFAULT_LEVEL: 6, BEST_COMPRESSION: 9 };
const method = (name: string): ApexEnumValue => enumValue('Compression.Method', name)!;

/** An entry of an archive to be written, or of one that is read. */
class ZipEntry {
  readonly typeName = ENTRY;
  readonly name: string;
  /** Present for entries that are read, which nobody changes. */
  readonly archived: ArchivedEntry | null;
  /** The archive that will hold it. */
  readonly writer: ZipWriter | null;
  comment: string | null = null;
  content: ApexBlob = new ApexBlob(new Uint8Array());
  time: ApexDatetime;
  /** Null: as the archive. */
  method: ApexEnumValue | null = null;
  constructor(name: string, time: ApexDatetime, from: { archived: ArchivedEntry } | { writer: ZipWriter }) {
    this.name = name;
    this.time = time;
    this.archived = 'archived' in from ? from.archived : null;
    this.writer = 'writer' in from ? from.writer : null;
  }
  get usedMethod(): ApexEnumValue {
    if (this.archived) return method(this.archived.stored ? 'STORED' : 'DEFLATED');
    return this.method ?? this.writer!.method;
  }
  toString(): string {
    return this.name;
  }
}

class ZipWriter {
  readonly typeName = 'Compression.ZipWriter';
  readonly entries = new Map<string, ZipEntry>();
  level = enumValue('Compression.Level', 'DEFAULT_LEVEL')!;
  method = method('DEFLATED');
  archive(entries: Iterable<ZipEntry> = this.entries.values()): Uint8Array {
    const made = [...entries].map((entry) => ({
      name: entry.name,
      comment: entry.comment ?? '',
      time: entry.time.time,
      stored: entry.usedMethod.name === 'STORED',
      content: entry.content.bytes,
    }));
    return makeArchive(made, LEVELS[this.level.name]!);
  }
}

class ZipReader {
  readonly typeName = 'Compression.ZipReader';
  readonly bytes: Uint8Array;
  readonly entries: Map<string, ZipEntry>;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.entries = new Map(
      readDirectory(bytes).map((archived) => [
        archived.name,
        new ZipEntry(archived.name, new ApexDatetime(archived.time), { archived }),
      ]),
    );
  }
}

/** Runs what a damaged archive stops; raises Compression.ZipException with the reason. */
function zipping<T>(rt: Runtime, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotImplementedError) throw error;
    return rt.raise('Compression.ZipException', `The archive cannot be read: ${(error as Error).message}`);
  }
}

/** "Any problem with the zip operations, such as a zip entry name isn't found" ("Compression Exceptions"). */
function entryNamed(rt: Runtime, entries: ReadonlyMap<string, ZipEntry>, name: string | null): ZipEntry {
  return entries.get(required(rt, name)) ?? rt.raise('Compression.ZipException', `Zip entry not found: ${name}`);
}

const listed = (self: ZipWriter | ZipReader): ApexList =>
  new ApexList(typeRef(`List<${ENTRY}>`), [...self.entries.values()]);

function add(rt: Runtime, writer: ZipWriter, name: string | null): ZipEntry {
  if (writer.entries.has(required(rt, name)))
    throw new NotImplementedError('Compression.ZipWriter.addEntry of a second entry with the same name');
  const entry = new ZipEntry(name!, new ApexDatetime(rt.data.now().getTime()), { writer });
  writer.entries.set(entry.name, entry);
  return entry;
}

const writerMethods: Record<string, SystemFunction> = {
  'addEntry(String,Blob)': (rt, self: ZipWriter, name: string | null, content: ApexBlob | null) => {
    const bytes = required(rt, content);
    return Object.assign(add(rt, self, name), { content: bytes });
  },
  'addEntry(Compression.ZipEntry)': (rt, self: ZipWriter, prototype: ZipEntry | null) => {
    const { name, comment, time, method: own, content } = ofWriter(required(rt, prototype), 'copying');
    return Object.assign(add(rt, self, name), { comment, time, method: own, content });
  },
  'addEntry/5': (
    rt,
    self: ZipWriter,
    name: string | null,
    comment: string | null,
    time: ApexDatetime | null,
    own: ApexEnumValue | null,
    content: ApexBlob | null,
  ) => {
    const bytes = required(rt, content);
    const entry = Object.assign(add(rt, self, name), { comment, method: own, content: bytes });
    if (time) entry.time = time;
    return entry;
  },
  getArchive: (_rt, self: ZipWriter) => new ApexBlob(self.archive()),
  getEntries: (_rt, self: ZipWriter) => listed(self),
  getEntry: (rt, self: ZipWriter, name: string | null) => entryNamed(rt, self.entries, name),
  getEntryNames: (rt, self: ZipWriter) => {
    const names = new ApexSet(typeRef('Set<String>'));
    for (const name of self.entries.keys()) names.add(rt, name);
    return names;
  },
  getLevel: (_rt, self: ZipWriter) => self.level,
  getMethod: (_rt, self: ZipWriter) => self.method,
  removeEntry: (rt, self: ZipWriter, name: string | null) =>
    void self.entries.delete(entryNamed(rt, self.entries, name).name),
  setLevel: (rt, self: ZipWriter, level: ApexEnumValue | null) => Object.assign(self, { level: required(rt, level) }),
  setMethod: (rt, self: ZipWriter, own: ApexEnumValue | null) => Object.assign(self, { method: required(rt, own) }),
};

const readerMethods: Record<string, SystemFunction> = {
  'extract(String)': (rt, self: ZipReader, name: string | null) => extract(rt, self, name),
  'extract(Compression.ZipEntry)': (rt, self: ZipReader, entry: ZipEntry | null) =>
    extract(rt, self, required(rt, entry).name),
  getEntries: (_rt, self: ZipReader) => listed(self),
  getEntriesMap: (rt, self: ZipReader) => {
    const map = new ApexMap(typeRef(`Map<String,${ENTRY}>`));
    for (const [name, entry] of self.entries) map.put(rt, name, entry);
    return map;
  },
  getEntry: (rt, self: ZipReader, name: string | null) => entryNamed(rt, self.entries, name),
  getEntryNames: (_rt, self: ZipReader) => new ApexList(typeRef('List<String>'), [...self.entries.keys()]),
};

function extract(rt: Runtime, self: ZipReader, name: string | null): ApexBlob {
  const { archived } = entryNamed(rt, self.entries, name);
  return new ApexBlob(zipping(rt, () => contentOf(self.bytes, archived!)));
}

/** "This method doesn't work with the ZipReader class": what it does there instead is not told, so it is refused. */
function ofWriter(self: ZipEntry, member: string): ZipEntry {
  if (self.archived) throw new NotImplementedError(`${ENTRY}: ${member} of an entry of a ZipReader`);
  return self;
}

/** The directory's line for an entry: for one to be written, as it would be written now. */
function lineOf(self: ZipEntry): ArchivedEntry {
  return self.archived ?? readDirectory(self.writer!.archive([self]))[0]!;
}

const entryMethods: Record<string, SystemFunction> = {
  getName: (_rt, self: ZipEntry) => self.name,
  getComment: (_rt, self: ZipEntry) => (self.archived ? self.archived.comment || null : self.comment),
  getCompressedSize: (_rt, self: ZipEntry) => BigInt(lineOf(self).compressedSize),
  getUncompressedSize: (_rt, self: ZipEntry) => BigInt(self.archived?.size ?? self.content.bytes.length),
  getCrc: (_rt, self: ZipEntry) => BigInt(self.archived?.crc ?? crc32(self.content.bytes)),
  getContent: (_rt, self: ZipEntry) => ofWriter(self, 'getContent').content,
  getLastModifiedTime: (_rt, self: ZipEntry) => self.time,
  getMethod: (_rt, self: ZipEntry) => self.usedMethod,
  setComment: (_rt, self: ZipEntry, comment: string | null) => Object.assign(ofWriter(self, 'setComment'), { comment }),
  setContent: (rt, self: ZipEntry, content: ApexBlob | null) =>
    Object.assign(ofWriter(self, 'setContent'), { content: required(rt, content) }),
  setLastModifiedTime: (rt, self: ZipEntry, time: ApexDatetime | null) =>
    Object.assign(ofWriter(self, 'setLastModifiedTime'), { time: required(rt, time) }),
  setMethod: (rt, self: ZipEntry, own: ApexEnumValue | null) =>
    Object.assign(ofWriter(self, 'setMethod'), { method: required(rt, own) }),
};

export const compressionTypes: SystemType[] = [
  {
    name: 'Compression.ZipWriter',
    is: (value) => value instanceof ZipWriter,
    constructors: { '()': () => new ZipWriter() },
    methods: writerMethods,
  },
  {
    name: 'Compression.ZipReader',
    is: (value) => value instanceof ZipReader,
    constructors: {
      '(Blob)': (rt, data: ApexBlob | null) => {
        const { bytes } = required(rt, data);
        return zipping(rt, () => new ZipReader(bytes));
      },
    },
    methods: readerMethods,
  },
  { name: ENTRY, is: (value) => value instanceof ZipEntry, methods: entryMethods },
];
