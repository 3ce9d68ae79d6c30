import { describe, expect, it } from '@jest/globals';
import { child, childrenNamed, flag, numberOf, placeOf, textOf } from '../../../../local-org/metadata/xml/element.ts';
import {
  MAX_XML_CHARACTERS,
  parseXml,
  XmlSyntaxError,
  withEscapedAmpersands,
} from '../../../../local-org/metadata/xml/parse.ts';
import { writeDocument } from '../../../../local-org/metadata/xml/write.ts';

function failure(text: string): { message: string; line: number } {
  try {
    parseXml(text, 'a.xml');
  } catch (error) {
    if (error instanceof XmlSyntaxError) return { message: error.message, line: error.at.line };
    throw error;
  }
  throw new Error('the text was accepted');
}

describe('parseXml', () => {
  it('remembers line and column of every element, from 1', () => {
    const root = parseXml('<?xml version="1.0"?>\n<A>\n  <b\n    c="d">x</b><e/></A>', 'f.xml');
    expect(root.at).toEqual({ file: 'f.xml', line: 2, column: 1 });
    expect(child(root, 'b')?.at).toEqual({ file: 'f.xml', line: 3, column: 3 });
    expect(child(root, 'e')?.at.line).toBe(4);
    expect(child(root, 'b')?.attributes).toEqual({ c: 'd' });
  });

  it('resolves predefined entities and CDATA, and accepts a byte order mark', () => {
    expect(textOf(parseXml('\uFEFF<A><b>1 &lt; 2 &amp;<![CDATA[ <3> ]]></b></A>', 'f'), 'b')).toBe('1 < 2 & <3>');
  });

  it('names the element whose end-tag is wrong, as the platform does', () => {
    expect(failure('<A>\n<b>\n<c>x\n</b>\n</A>')).toEqual({
      message: 'Error parsing file: The element type "c" must be terminated by the matching end-tag "</c>".',
      line: 4,
    });
  });

  it.each([
    ['text<A/>', 'Content is not allowed in prolog.'],
    ['<A>\n<b>', 'XML document structures must start and end within the same entity.'],
    ['', 'Premature end of file.'],
    ['<A x="1" x="2"/>', 'Attribute was already specified for the element (duplicate attribute: x).'],
    ['<A>&undeclared;</A>', 'The entity was referenced, but not declared (undefined entity).'],
    ['<A/><B/>', 'Documents may contain only one root.'],
    ['<A>this & that</A>', "The entity name must immediately follow the '&' in the entity reference."],
    ['<A>R&D</A>', 'The reference to entity "D" must end with the \';\' delimiter.'],
  ])('refuses %j', (text, problem) => {
    expect(failure(text).message).toBe(`Error parsing file: ${problem}`);
  });

  it('names the place of an ampersand that nobody escaped, and leaves comments and CDATA alone', () => {
    expect(failure('<A>\n<b>x</b>\n<c>this & that</c></A>').line).toBe(3);
    expect(textOf(parseXml('<A><!-- R&D --><b><![CDATA[R&D]]></b></A>', 'f'), 'b')).toBe('R&D');
  });

  it('escapes ampersands that begin no reference', () => {
    expect(withEscapedAmpersands('<b>R&D &amp; &#38; <![CDATA[R&D]]></b>')).toBe(
      '<b>R&amp;D &amp; &#38; <![CDATA[R&D]]></b>',
    );
  });

  it('refuses a DOCTYPE, so no entity can be declared', () => {
    expect(failure('<!DOCTYPE A [<!ENTITY b "c">]><A>&b;</A>').message).toBe(
      'Error parsing file: DOCTYPE is disallowed.',
    );
  });

  it('refuses documents that are too deep or too long', () => {
    expect(failure('<a>'.repeat(150)).message).toMatch(/nested deeper than 100/);
    expect(failure(' '.repeat(MAX_XML_CHARACTERS + 1)).message).toMatch(/larger than/);
  });
});

describe('reading elements', () => {
  const root = parseXml('<A><on>true</on><off>0</off><n>4.5</n><empty/><m>1</m><m>2</m></A>', 'f');
  it('reads booleans, numbers, text and lists', () => {
    expect([flag(root, 'on'), flag(root, 'off'), flag(root, 'absent', true)]).toEqual([true, false, true]);
    expect(numberOf(root, 'n')).toBe(4.5);
    expect(numberOf(root, 'absent')).toBeUndefined();
    expect(textOf(root, 'empty')).toBeUndefined();
    expect(childrenNamed(root, 'm').map(({ text }) => text)).toEqual(['1', '2']);
    expect(placeOf(root, 'absent')).toBe(root.at);
  });
});

describe('writeDocument', () => {
  it('writes the retrieve form: declaration, namespace, four blanks, escaped text', () => {
    const root = parseXml('<A><b>a &amp; "b"</b><c/><d><e>1</e></d></A>', 'f');
    expect(writeDocument(root)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<A xmlns="http://soap.sforce.com/2006/04/metadata">
    <b>a &amp; &quot;b&quot;</b>
    <c/>
    <d>
        <e>1</e>
    </d>
</A>
`);
  });
});
