/** Text inside SOQL literals. */

/** Text between the quotation marks of a literal. */
export function quote(text: string): string {
  return text.replace(/[\\']/g, '\\$&');
}

/** The same for LIKE, where % and _ mean something. */
export function quoteLike(text: string): string {
  return quote(text).replace(/[%_]/g, '\\$&');
}
