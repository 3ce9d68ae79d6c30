/** Finds nodes and files. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Root of the project. */
export const ROOT = path.join(import.meta.dirname, '../..');

/** Files below a folder of the project, as sorted absolute paths. */
export function filesBelow(folder: string, suffix: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(suffix))
    .map((file) => path.join(ROOT, folder, file))
    .sort(byCodePoint);
}

/** Path from the root, with slashes. */
export function fromRoot(file: string): string {
  return path.relative(ROOT, file).split(path.sep).join('/');
}

/** Calls `see` for a node and everything below it. */
export function eachNode(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => eachNode(child, see));
}

/** An order that no locale changes. */
export function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
