/** `Compression` (Apex Reference, "Compression Namespace"). */
import { afterAll, describe, expect, it } from '@jest/globals';
import { unzipSync, zipSync } from 'fflate';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `@IsTest public class CompressionTest {
      static Blob text(String value) { return Blob.valueOf(value); }
      @IsTest static void whatIsWrittenIsReadAgain() {
        Compression.ZipWriter writer = new Compression.ZipWriter();
        writer.addEntry('b/ü.txt', text('first'.repeat(100))); writer.addEntry('2', text('second')); writer.addEntry('1', text(''));
        Compression.ZipReader reader = new Compression.ZipReader(writer.getArchive());
        Assert.areEqual(new List<String>{ 'b/ü.txt', '2', '1' }, reader.getEntryNames());
        Assert.areEqual('first'.repeat(100), reader.extract('b/ü.txt').toString());
        Assert.areEqual('second', reader.extract(reader.getEntry('2')).toString());
        Assert.areEqual(0, reader.extract('1').size());
        Assert.areEqual(3, reader.getEntriesMap().size()); Assert.areEqual('1', reader.getEntries()[2].getName());
      }
      @IsTest static void anEntryTellsItsFacts() {
        Compression.ZipWriter writer = new Compression.ZipWriter();
        Compression.ZipEntry entry = writer.addEntry('a', text('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')).setComment('note')
          .setLastModifiedTime(Datetime.newInstanceGmt(2024, 2, 29, 13, 14, 16));
        Assert.areEqual('note', entry.getComment()); Assert.areEqual(32, entry.getContent().size()); Assert.areEqual(Compression.Method.DEFLATED, entry.getMethod());
        Compression.ZipEntry found = new Compression.ZipReader(writer.getArchive()).getEntry('a');
        Assert.areEqual('note', found.getComment()); Assert.areEqual(32, found.getUncompressedSize());
        Assert.isTrue(found.getCompressedSize() < 32); Assert.areEqual(entry.getCompressedSize(), found.getCompressedSize());
        Assert.areEqual(3421780262L, writer.addEntry('check value', text('123456789')).getCrc()); Assert.areEqual(entry.getCrc(), found.getCrc());
        Assert.areEqual(Datetime.newInstanceGmt(2024, 2, 29, 13, 14, 16), found.getLastModifiedTime());
      }
      @IsTest static void methodsAndLevelsAreThoseAskedFor() {
        Compression.ZipWriter writer = new Compression.ZipWriter();
        Assert.areEqual(Compression.Level.DEFAULT_LEVEL, writer.getLevel()); Assert.areEqual(Compression.Method.DEFLATED, writer.getMethod());
        writer.setMethod(Compression.Method.STORED).setLevel(Compression.Level.BEST_SPEED);
        writer.addEntry('plain', text('x'.repeat(500))); writer.addEntry('small', text('x'.repeat(500))).setMethod(Compression.Method.DEFLATED);
        Compression.ZipReader reader = new Compression.ZipReader(writer.getArchive());
        Assert.areEqual(500, reader.getEntry('plain').getCompressedSize()); Assert.areEqual(Compression.Method.STORED, reader.getEntry('plain').getMethod());
        Assert.isTrue(reader.getEntry('small').getCompressedSize() < 50); Assert.areEqual('x'.repeat(500), reader.extract('plain').toString());
        Assert.areEqual(Compression.Level.BEST_SPEED, writer.getLevel());
      }
      @IsTest static void aPrototypeIsCopied() {
        Compression.ZipEntry prototype = new Compression.ZipWriter().addEntry('a', 'c', Datetime.newInstanceGmt(2020, 1, 2), Compression.Method.STORED, text('one'));
        Compression.ZipWriter writer = new Compression.ZipWriter(); writer.addEntry(prototype); prototype.setContent(text('two'));
        Compression.ZipReader reader = new Compression.ZipReader(writer.getArchive());
        Assert.areEqual('one', reader.extract('a').toString()); Assert.areEqual('c', reader.getEntry('a').getComment());
        Assert.areEqual(Datetime.newInstanceGmt(2020, 1, 2), reader.getEntry('a').getLastModifiedTime());
      }
      @IsTest static void entriesAreTakenOutByName() {
        Compression.ZipWriter writer = new Compression.ZipWriter(); writer.addEntry('a', text('a')); writer.addEntry('b', text('b'));
        writer.removeEntry('a'); Assert.areEqual(new Set<String>{ 'b' }, writer.getEntryNames()); Assert.areEqual(1, writer.getEntries().size()); Assert.areEqual('b', writer.getEntry('b').getName());
        try { writer.removeEntry('a'); Assert.fail('no error'); } catch (Compression.ZipException e) { Assert.isTrue(e.getMessage().contains('a')); }
      }
      @IsTest static void problemsAreZipExceptions() {
        try { new Compression.ZipReader(text('no archive at all, however long')); Assert.fail('no error'); } catch (Compression.ZipException e) { Assert.isTrue(e.getMessage().contains('no zip archive')); }
        Compression.ZipReader reader = new Compression.ZipReader(new Compression.ZipWriter().getArchive());
        Assert.areEqual(0, reader.getEntries().size());
        try { reader.extract('nope'); Assert.fail('no error'); } catch (Compression.ZipException e) { Assert.isTrue(e.getMessage().contains('nope')); }
        try { reader.getEntry('nope'); Assert.fail('no error'); } catch (Compression.ZipException e) { Assert.isTrue(e.getMessage().contains('nope')); }
      }
    }`,
  ],
});
afterAll(() => org.data.close());

describe('a zip archive of Apex', () => {
  itPassesInApex(org, 'CompressionTest');
});

/** An archive as base64, for anonymous Apex. */
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const reading = (bytes: Uint8Array): string =>
  `Compression.ZipReader reader = new Compression.ZipReader(EncodingUtil.base64Decode('${base64(bytes)}'));`;

describe('archives of others', () => {
  it('are read, and read ours', () => {
    const zip = zipSync({ 'a.txt': Buffer.from('hello hello hello'), 'b.txt': [Buffer.from('stored'), { level: 0 }] });
    expect(
      org.debugged(
        `${reading(zip)} System.debug(reader.extract('a.txt').toString() + ' ' + reader.extract('b.txt').toString());`,
      ),
    ).toEqual(['hello hello hello stored']);
    const [archive] = org.debugged(`Compression.ZipWriter writer = new Compression.ZipWriter();
      writer.addEntry('a', Blob.valueOf('one')); writer.addEntry('b', Blob.valueOf('two')).setMethod(Compression.Method.STORED);
      System.debug(EncodingUtil.base64Encode(writer.getArchive()));`);
    const files = unzipSync(new Uint8Array(Buffer.from(archive!, 'base64')));
    expect(Object.entries(files).map(([name, bytes]) => `${name} ${Buffer.from(bytes).toString()}`)).toEqual([
      'a one',
      'b two',
    ]);
  });

  it('that claim to be smaller than they are, or have a wrong checksum, are damaged', () => {
    const zip = Buffer.from(zipSync({ a: Buffer.alloc(100_000) }));
    const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    const small = Buffer.from(zip);
    small.writeUInt32LE(10, directory + 24);
    const wrong = Buffer.from(zip);
    wrong.writeUInt32LE(1, directory + 16);
    for (const bytes of [small, wrong])
      expect(() => org.run(`${reading(bytes)} reader.extract('a');`)).toThrow('The archive cannot be read');
  });

  it('are refused by name where they are encrypted or packed otherwise', () => {
    const zip = Buffer.from(zipSync({ a: Buffer.from('a') }));
    const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    const encrypted = Buffer.from(zip);
    encrypted.writeUInt16LE(1, directory + 8);
    expect(() => org.run(reading(encrypted))).toThrow('encrypted entries');
    const lzma = Buffer.from(zip);
    lzma.writeUInt16LE(14, directory + 10);
    expect(() => org.run(reading(lzma))).toThrow('method 14');
  });
});

describe('what the Apex Reference leaves open is refused by name', () => {
  it.each([
    ['a second entry of a name', `w.addEntry('a', Blob.valueOf('2'));`, 'second entry with the same name'],
    ['content of an entry that is read', 'e.getContent();', 'getContent of an entry of a ZipReader'],
    ['a change of an entry that is read', `e.setComment('x');`, 'setComment of an entry of a ZipReader'],
    [
      'a copy of an entry that is read',
      'new Compression.ZipWriter().addEntry(e);',
      'copying of an entry of a ZipReader',
    ],
  ])('%s', (_name, code, refusal) => {
    expect(() =>
      org.run(`Compression.ZipWriter w = new Compression.ZipWriter(); w.addEntry('a', Blob.valueOf('1'));
        Compression.ZipEntry e = new Compression.ZipReader(w.getArchive()).getEntry('a'); ${code}`),
    ).toThrow(refusal);
  });
});
