import { describe, expect, it } from '@jest/globals';
import { child, children, childText, escapeXml, parseXml, writeXml } from '../../../local-org/server/soap/xml.ts';

describe('parseXml', () => {
  it('finds elements whatever prefix the client uses', () => {
    const root = parseXml(
      '<se:Envelope xmlns:se="x"><se:Body><login xmlns="urn:partner.soap.sforce.com"><username>ada.example@example.com</username></login></se:Body></se:Envelope>',
    );
    expect(root.name).toBe('Envelope');
    expect(childText(child(child(root, 'Body'), 'login'), 'username')).toBe('ada.example@example.com');
  });

  it('keeps white space and resolves the predefined entities of Apex code', () => {
    const root = parseXml(
      '<r><apexcode>  if (a &lt; b &amp;&amp; c) {\n\tSystem.debug(&apos;x&apos;);\n}\n</apexcode></r>',
    );
    expect(child(root, 'apexcode')?.text).toBe("  if (a < b && c) {\n\tSystem.debug('x');\n}\n");
  });

  it('keeps repeated elements in order, and attributes', () => {
    const root = parseXml('<r><metadata xsi:type="PermissionSet"><f>A</f><f>B</f></metadata></r>');
    const metadata = child(root, 'metadata');
    expect(metadata?.attributes.type).toBe('PermissionSet');
    expect(children(metadata, 'f').map((one) => one.text)).toEqual(['A', 'B']);
  });

  it('reads a zip of 20 MB without handing it to the parser', () => {
    const zip = 'QUJD'.repeat(7_000_000);
    const root = parseXml(`<r><a>1</a><ZipFile>${zip}</ZipFile><b>2</b></r>`);
    expect(childText(root, 'ZipFile')?.length).toBe(zip.length);
    expect(childText(root, 'b')).toBe('2');
  });

  it.each([
    ['text that is no XML', 'hello'],
    ['an unclosed element', '<a><b></a>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['a control character', '<a>\u0001</a>'],
    ['nothing', ''],
  ])('refuses %s', (_what, text) => {
    expect(() => parseXml(text)).toThrow(expect.objectContaining({ errorCode: 'INVALID_XML' }));
  });

  it('refuses elements nested more than any request needs', () => {
    expect(() => parseXml('<a>'.repeat(100) + '</a>'.repeat(100))).toThrow(
      expect.objectContaining({ errorCode: 'INVALID_XML' }),
    );
  });
});

describe('writeXml', () => {
  it('repeats elements for lists, leaves empty lists and undefined out, and marks null', () => {
    expect(writeXml({ result: [{ a: 1 }, { a: true }], none: [], gone: undefined, empty: null })).toBe(
      '<result><a>1</a></result><result><a>true</a></result><empty xsi:nil="true"/>',
    );
  });

  it('escapes markup and drops what XML cannot carry', () => {
    expect(escapeXml('<a b="c">&\u0000\u0008</a>')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&lt;/a&gt;');
  });
});
