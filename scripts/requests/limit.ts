/** A time limit for one request. */
import { ScimError } from '../command.ts';

/**
 * What `request` answers, or `NoAnswer` after the limit. Nobody can end a request of jsforce; after the limit its answer is
 * no longer waited for.
 */
export async function limited<T>(request: () => PromiseLike<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new ScimError('NoAnswer', `No answer within ${milliseconds / 1000} seconds.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([request(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
