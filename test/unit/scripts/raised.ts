/** The error that `work` raises, with what a ScimError adds. Raises itself when nothing was raised. */
export interface Raised extends Error {
  actions: string[];
  exitCode: number;
  data: unknown;
}

export async function errorOf(work: () => unknown): Promise<Raised> {
  try {
    await work();
  } catch (error) {
    return error as Raised;
  }
  throw new Error('Nothing was raised.');
}
