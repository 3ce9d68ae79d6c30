/** How a page is shown, whoever looks: colors, reading direction, and as on a phone. Chosen in the header, kept in a cookie. */
export const VIEW_COOKIE = 'view';

const CHOICES = {
  theme: ['system', 'light', 'dark'],
  direction: ['auto', 'ltr', 'rtl'],
  screen: ['full', 'phone'],
} as const;

export interface View {
  /** `system` follows the browser. */
  theme: (typeof CHOICES.theme)[number];
  /** `auto` follows the user's language. */
  direction: (typeof CHOICES.direction)[number];
  screen: (typeof CHOICES.screen)[number];
}

/** What each choice is called, in the order in which the menu shows them. */
export const VIEW_LABELS: Readonly<Record<keyof View, { label: string; values: Readonly<Record<string, string>> }>> = {
  theme: { label: 'Theme', values: { system: 'As the system', light: 'Light', dark: 'Dark' } },
  direction: {
    label: 'Direction',
    values: { auto: 'As the language', ltr: 'Left to right', rtl: 'Right to left' },
  },
  screen: { label: 'Screen', values: { full: 'Full', phone: 'Phone' } },
};

function chosen<K extends keyof View>(key: K, value: string | null | undefined): View[K] {
  const values: readonly string[] = CHOICES[key];
  return (values.includes(value ?? '') ? value : values[0]) as View[K];
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
  for (const key of Object.keys(CHOICES)) {
    const value = fields.get(key);
    if (value !== null) next.set(key, value);
  }
  return new URLSearchParams({ ...readView(next.toString()) }).toString();
}
