/** How a page is shown, whoever looks: colors, reading direction, and as on a phone. Chosen in the header, kept in a cookie. */
export const VIEW_COOKIE = 'view';

/** Each kind of choice: what it is called, and what its values are called, the one that holds unless said otherwise first. */
export const VIEW_CHOICES = {
  /** `system` follows the browser. */
  theme: { label: 'Theme', values: { system: 'As the system', light: 'Light', dark: 'Dark' } },
  /** `auto` follows the user's language. */
  direction: {
    label: 'Direction',
    values: { auto: 'As the language', ltr: 'Left to right', rtl: 'Right to left' },
  },
  screen: { label: 'Screen', values: { full: 'Full', phone: 'Phone' } },
} as const;

export type View = { [Kind in keyof typeof VIEW_CHOICES]: keyof (typeof VIEW_CHOICES)[Kind]['values'] };

function chosen<K extends keyof View>(kind: K, value: string | null): View[K] {
  const values = Object.keys(VIEW_CHOICES[kind].values);
  return (value !== null && values.includes(value) ? value : values[0]) as View[K];
}

/** The view of a cookie's text, such as `theme=dark&screen=phone`; what it does not say, or says wrongly, is the first choice. */
export function readView(text: string | undefined): View {
  const said = new URLSearchParams(text ?? '');
  return {
    theme: chosen('theme', said.get('theme')),
    direction: chosen('direction', said.get('direction')),
    screen: chosen('screen', said.get('screen')),
  };
}

/** The cookie's text for a view with what a form changes in it. */
export function changedView(view: View, fields: URLSearchParams): string {
  const next = new URLSearchParams({ ...view });
  for (const key of Object.keys(VIEW_CHOICES)) {
    const value = fields.get(key);
    if (value !== null) next.set(key, value);
  }
  return new URLSearchParams({ ...readView(next.toString()) }).toString();
}
