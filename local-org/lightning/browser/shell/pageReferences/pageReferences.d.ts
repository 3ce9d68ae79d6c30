/** The same module, as the server imports it. */
export interface PageReference {
  type: string;
  attributes?: Record<string, string>;
  state?: Record<string, string>;
}
export function pageReferenceState(search: string): Record<string, string>;
export function pageReferenceUrl(reference: PageReference): string;
