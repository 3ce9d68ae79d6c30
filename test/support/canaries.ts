/** Secrets that nobody else has: where one turns up, somebody let it out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Leak {
  /** Which canary. */
  secret: string;
  /** Where it was seen. */
  where: string;
}

/** Salesforce's own text form of a secret in another alphabet is a leak too. */
function forms(secret: string): string[] {
  return [...new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')])];
}

/** The canaries that a text holds. */
export function leaksIn(text: string, where: string, canaries: Record<string, string>): Leak[] {
  return Object.entries(canaries)
    .filter(([, secret]) => forms(secret).some((form) => text.includes(form)))
    .map(([secret]) => ({ secret, where }));
}

/** The canaries in the files below a folder; `allowed` are paths from the folder where one belongs. */
export function leaksBelow(folder: string, canaries: Record<string, string>, allowed: RegExp[] = []): Leak[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !allowed.some((pattern) => pattern.test(path.relative(folder, file).split(path.sep).join('/'))))
    .flatMap((file) => leaksIn(readFileSync(file, 'latin1'), path.relative(folder, file), canaries));
}
