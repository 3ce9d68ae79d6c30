/**
 * `command-snapshot.json`: names, flags, one-letter flags and aliases of every command, one short row each, in the shape of
 * Salesforce's own plugins. Whoever reviews a change sees at once what scripts out there would notice.
 */
import type { Command } from '@oclif/core';

export interface SnapshotRow {
  alias: string[];
  command: string;
  flagAliases: string[];
  flagChars: string[];
  flags: string[];
  plugin: string;
}

/** Rows in order of the command's name. */
export function snapshotOf(commands: Record<string, Command.Cached>, plugin: string): SnapshotRow[] {
  return Object.values(commands)
    .map(({ id, aliases, flags }) => {
      const all = Object.values(flags);
      return {
        alias: [...aliases].sort(),
        command: id,
        flagAliases: all.flatMap((flag) => flag.aliases ?? []).sort(),
        flagChars: all.flatMap((flag) => flag.char ?? []).sort(),
        flags: all.map(({ name }) => name).sort(),
        plugin,
      };
    })
    .sort((a, b) => (a.command < b.command ? -1 : 1));
}

/** What was there and is not any more, one sentence each: scripts that use it would break. */
export function brokenPromises(before: SnapshotRow[], now: SnapshotRow[]): string[] {
  const names = new Set(now.flatMap(({ command, alias }) => [command, ...alias]));
  return before.flatMap((old) => {
    const lostNames = [old.command, ...old.alias].filter((name) => !names.has(name));
    const row = now.find(({ command, alias }) => command === old.command || alias.includes(old.command));
    if (!row) return lostNames.map((name) => `${name} is gone.`);
    const flags = new Set([...row.flags, ...row.flagAliases]);
    return [
      ...lostNames.map((name) => `The alias ${name} of ${old.command} is gone.`),
      ...[...old.flags, ...old.flagAliases]
        .filter((flag) => !flags.has(flag))
        .map((flag) => `${old.command} has no --${flag} any more.`),
      ...old.flagChars
        .filter((char) => !row.flagChars.includes(char))
        .map((char) => `${old.command} has no -${char} any more.`),
    ];
  });
}
