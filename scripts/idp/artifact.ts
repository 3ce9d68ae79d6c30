/** A file that an identity provider, or its administrator, takes. */
export interface Artifact {
  /** File name inside the folder of its source. */
  name: string;
  text: string;
}
