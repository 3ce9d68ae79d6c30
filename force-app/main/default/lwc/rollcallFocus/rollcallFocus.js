/**
 * Moves the keyboard to what a button has just brought, once it is on the page. The button itself goes away then, and a
 * keyboard that was on it would fall to the page: Escape no longer closes the window, Tab starts over at the top.
 *
 * @param {{ querySelectorAll(selector: string): ArrayLike<unknown> } | null | undefined} template
 * @param {string} selector the entries of the list; each can take the keyboard (`tabindex="-1"`, or a `focus` of its own)
 * @param {number} index place of the first new one
 */
export async function focusEntry(template, selector, index) {
  // What a component changed is on the page after the next microtask.
  await Promise.resolve();
  /** @type {any} */ (template?.querySelectorAll(selector)[index])?.focus();
}
