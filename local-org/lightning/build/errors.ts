/** A deployed component that cannot be compiled for this page. */
export class BundleBuildError extends Error {
  /** Name of the bundle, `?` when the compiler did not tell. */
  readonly bundle: string;
  constructor(bundle: string, message: string) {
    super(message);
    this.name = 'BundleBuildError';
    this.bundle = bundle;
  }
}
