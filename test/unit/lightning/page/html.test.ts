import { describe, expect, it } from '@jest/globals';
import { Html, html, jsonBlock } from '../../../../local-org/lightning/page/html.ts';

describe('html', () => {
  it('escapes every value that is not HTML', () => {
    expect(html`<p title="${'"\''}">${'<script>&'}</p>`.text).toBe('<p title="&quot;&#39;">&lt;script&gt;&amp;</p>');
  });

  it('keeps HTML and joins lists of it', () => {
    expect(html`<ul>${[new Html('<li>1</li>'), html`<li>${2}</li>`]}</ul>`.text).toBe('<ul><li>1</li><li>2</li></ul>');
  });

  it('renders nothing for false, null and undefined', () => {
    expect(html`a${false}b${null}c${undefined}d`.text).toBe('abcd');
  });
});

describe('jsonBlock', () => {
  it('cannot be left by a value that ends a script element', () => {
    const block = jsonBlock('context', { name: '</script><script>alert(1)</script>\u2028' }).text;
    expect(block.match(/<\/script>/g)).toHaveLength(1);
    expect(JSON.parse(block.replace(/^<[^>]+>|<\/script>$/g, ''))).toEqual({
      name: '</script><script>alert(1)</script>\u2028',
    });
  });
});
