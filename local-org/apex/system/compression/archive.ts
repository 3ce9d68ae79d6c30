/** Zip archives as bytes: the directory of one that is read, and the making of one (PKWARE, ".ZIP File Format Specification"). */
import { crc32, inflateRawSync } from 'node:zlib';
import { deflateSync } from 'fflate';
import type { DeflateOptions } from 'fflate';
import { NotImplementedError } from '../../../data/types.ts';

/** What the directory of an archive says of one entry. */
export interface ArchivedEntry {
  name: string;
  comment: string;
  /** Milliseconds since the epoch; archives keep even seconds. */
  time: number;
  stored: boolean;
  crc: number;
  size: number;
  compressedSize: number;
  /** Where its local header begins. */
  offset: number;
}

export interface NewEntry {
  name: string;
  comment: string;
  time: number;
  stored: boolean;
  content: Uint8Array;
}

/** Compression levels of zlib. */
export type Level = NonNullable<DeflateOptions['level']>;

const END = 0x06054b50;
const END_LENGTH = 22;
const MOST_COMMENT = 0xffff;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_LENGTH = 46;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_LENGTH = 30;
const ENCRYPTED = 1;
const DEFLATED = 8;
/** Names and comments are UTF-8. */
const UTF8_NAMES = 0x800;
/** 2.0: what deflated entries need. */
const VERSION = 20;
/** Counts and sizes of this value stand elsewhere, in a ZIP64 archive. */
const ELSEWHERE = 0xffffffff;

/** The entries in the order of the directory; raises Error for bytes that are no archive. */
export function readDirectory(archive: Uint8Array): ArchivedEntry[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOf(bytes);
  const entries: ArchivedEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (at + DIRECTORY_LENGTH > end || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('damaged directory');
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    entries.push(entryAt(bytes, at, name, extra, comment));
    at += DIRECTORY_LENGTH + name + extra + comment;
  }
  return entries;
}

/** The content of an entry; raises Error where the archive is damaged. */
export function contentOf(archive: Uint8Array, entry: ArchivedEntry): Uint8Array {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const { offset, size, compressedSize } = entry;
  if (offset + LOCAL_LENGTH > bytes.length || bytes.readUInt32LE(offset) !== LOCAL_HEADER)
    throw new Error('damaged entry');
  const start = offset + LOCAL_LENGTH + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const packed = bytes.subarray(start, start + compressedSize);
  // Never more than the directory says: a small archive may claim to hold little and unpack to gigabytes.
  const content = entry.stored ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  if (content.length !== size || crc32(content) !== entry.crc) throw new Error('damaged entry');
  return new Uint8Array(content);
}

/** An archive of the entries, in their order. */
export function makeArchive(entries: readonly NewEntry[], level: Level): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const [name, comment] = [Buffer.from(entry.name), Buffer.from(entry.comment)];
    const packed = entry.stored ? entry.content : deflateSync(entry.content, { level });
    const facts = factsOf(entry, packed.length, name.length);
    bodies.push(numbers([LOCAL_HEADER, 4], [VERSION, 2]), facts, name, Buffer.from(packed));
    directory.push(
      numbers([DIRECTORY_ENTRY, 4], [VERSION, 2], [VERSION, 2]),
      facts,
      // Length of the comment; disk, internal and external attributes; where the local header begins.
      numbers([comment.length, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
      name,
      comment,
    );
    offset += LOCAL_LENGTH + name.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const count = entries.length;
  const end = numbers([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [listing.length, 4], [offset, 4], [0, 2]);
  return new Uint8Array(Buffer.concat([...bodies, listing, end]));
}

/** What the local header and the directory both say: flags, method, time, date, checksum, sizes, lengths of name and extra. */
function factsOf({ stored, time, content }: NewEntry, packed: number, name: number): Buffer {
  const at = new Date(time);
  const clock = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return numbers(
    [UTF8_NAMES, 2],
    [stored ? 0 : DEFLATED, 2],
    [clock, 2],
    [date, 2],
    [crc32(content), 4],
    [packed, 4],
    [content.length, 4],
    [name, 2],
    [0, 2],
  );
}

/** Numbers of so many bytes each, the lowest byte first. */
function numbers(...fields: [value: number, bytes: 2 | 4][]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [, length]) => sum + length, 0));
  let at = 0;
  for (const [value, length] of fields) at = bytes.writeUIntLE(value, at, length);
  return bytes;
}

/** The end record; a comment of the archive may follow it. */
function endOf(bytes: Buffer): number {
  for (let at = bytes.length - END_LENGTH; at >= Math.max(0, bytes.length - END_LENGTH - MOST_COMMENT); at--)
    if (bytes.readUInt32LE(at) === END) return at;
  throw new Error('no zip archive');
}

function entryAt(bytes: Buffer, at: number, name: number, extra: number, comment: number): ArchivedEntry {
  const method = bytes.readUInt16LE(at + 10);
  if (bytes.readUInt16LE(at + 8) & ENCRYPTED) throw new NotImplementedError('Compression of encrypted entries');
  if (method !== 0 && method !== DEFLATED) throw new NotImplementedError(`Compression by method ${method}`);
  const [compressedSize, size] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
  const offset = bytes.readUInt32LE(at + 42);
  if ([compressedSize, size, offset].includes(ELSEWHERE))
    throw new NotImplementedError('Compression of ZIP64 archives');
  const names = at + DIRECTORY_LENGTH;
  return {
    name: bytes.toString('utf8', names, names + name),
    comment: bytes.toString('utf8', names + name + extra, names + name + extra + comment),
    time: timeOf(bytes.readUInt16LE(at + 14), bytes.readUInt16LE(at + 12)),
    stored: method === 0,
    crc: bytes.readUInt32LE(at + 16),
    size,
    compressedSize,
    offset,
  };
}

/** Archives keep a wall clock time; here it is that of GMT. */
function timeOf(date: number, time: number): number {
  return Date.UTC(1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2);
}
