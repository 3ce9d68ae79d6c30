/** `PageReference` and `Cookie` (Apex Reference). */
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import type { ApexList } from '../../values/collections.ts';
import { ApexMap } from '../../values/collections.ts';
import type { ApexSObject } from '../../values/sobject.ts';
import { STRING, mapOf, typeRef } from '../../values/type.ts';
import { required, requiredFirst } from '../arguments.ts';
import { NotImplementedError } from '../../../data/types.ts';

export class PageReference {
  readonly typeName = 'PageReference';
  readonly base: string;
  readonly parameters = new ApexMap(mapOf(STRING, STRING));
  readonly headers = new ApexMap(mapOf(STRING, STRING));
  readonly cookies = new ApexMap(typeRef('Map<String,Cookie>'));
  anchor: string | null = null;
  redirect = false;

  constructor(base: string) {
    this.base = base;
  }
  get url(): string {
    const query = [...this.parameters.entries()]
      .map(([name, value]) => `${encodeURIComponent(String(name))}=${encodeURIComponent(String(value))}`)
      .join('&');
    return `${this.base}${query ? `?${query}` : ''}${this.anchor ? `#${this.anchor}` : ''}`;
  }
  toString(): string {
    return `System.PageReference[${this.url}]`;
  }
}

/** A reference to a partial or full URL, whose query becomes the parameters. */
export function pageOf(rt: Runtime, url: string): PageReference {
  const [address = '', anchor] = url.split('#');
  const [base = '', query = ''] = address.split('?');
  const page = new PageReference(base);
  for (const [name, value] of new URLSearchParams(query)) page.parameters.put(rt, name, value);
  page.anchor = anchor ?? null;
  return page;
}

/** A file of a static resource; the number in its address is the moment of its last change (Apex Reference, "PageReference Class"). */
function resource(rt: Runtime, name: string, file?: string): PageReference {
  const row = rt.data.rows('StaticResource', { Name: name })[0];
  if (!row)
    return rt.raise('System.VisualforceException', `Static Resource named ${name} does not exist. Check spelling.`);
  const changed = Date.parse(String(row.LastModifiedDate).replace('+0000', 'Z'));
  return new PageReference(`/resource/${changed}/${String(row.Name)}${file === undefined ? '' : `/${file}`}`);
}

const noContent =
  (name: string): SystemFunction =>
  () => {
    throw new NotImplementedError(`PageReference.${name}`);
  };

class Cookie {
  readonly typeName = 'Cookie';
  readonly values: readonly unknown[];
  constructor(values: readonly unknown[]) {
    this.values = values;
  }
}

const cookiePart =
  (index: number, absent: unknown = null): SystemFunction =>
  (_rt, self: Cookie) =>
    self.values[index] ?? absent;

export const pageReferenceTypes: SystemType[] = [
  {
    name: 'PageReference',
    is: (value) => value instanceof PageReference,
    statics: {
      'forResource(String)': (rt, name: string | null) => resource(rt, required(rt, name)),
      'forResource(String,String)': (rt, name: string | null, file: string | null) =>
        resource(rt, required(rt, name), required(rt, file)),
    },
    constructors: {
      '(String)': (rt, url: string | null) => pageOf(rt, requiredFirst(rt, url)),
      '(SObject)': (rt, row: ApexSObject | null) => new PageReference(`/${required(rt, row).id ?? ''}`),
    },
    methods: {
      getUrl: (_rt, self: PageReference) => self.url,
      getParameters: (_rt, self: PageReference) => self.parameters,
      getHeaders: (_rt, self: PageReference) => self.headers,
      getCookies: (_rt, self: PageReference) => self.cookies,
      setCookies: (rt, self: PageReference, cookies: ApexList | null) => {
        for (const cookie of required(rt, cookies).items) self.cookies.put(rt, (cookie as Cookie).values[0], cookie);
      },
      getAnchor: (_rt, self: PageReference) => self.anchor,
      setAnchor: (_rt, self: PageReference, anchor: string | null) => {
        self.anchor = anchor;
        return self;
      },
      getRedirect: (_rt, self: PageReference) => self.redirect,
      setRedirect: (_rt, self: PageReference, redirect: boolean) => {
        self.redirect = redirect;
        return self;
      },
      // Tests get a text of the platform's own; elsewhere a page would have to be drawn.
      getContent: noContent('getContent'),
      getContentAsPDF: noContent('getContentAsPDF'),
    },
  },
  {
    name: 'Cookie',
    is: (value) => value instanceof Cookie,
    constructors: {
      // Overloads: name, value, path, maxAge, isSecure, then SameSite, then isHttpOnly.
      '/5': (_rt, ...values: unknown[]) => new Cookie(values),
      '/6': (_rt, ...values: unknown[]) => new Cookie(values),
      '/7': (_rt, ...values: unknown[]) => new Cookie(values),
    },
    methods: {
      getName: cookiePart(0),
      getValue: cookiePart(1),
      getPath: cookiePart(2),
      getMaxAge: cookiePart(3, -1),
      isSecure: cookiePart(4, false),
      getSameSite: cookiePart(5),
      isHttpOnly: cookiePart(6, false),
      getDomain: () => null,
    },
  },
];
