import { readFile } from 'node:fs/promises';
import { Flags } from '@oclif/core';
import { ScimCommand, ScimError } from '../../../command.ts';
import { loadMessages } from '../../../messages.ts';
import { createStages, silentStages } from '../../../progress/stages.ts';
import { words } from '../../../rules/model.ts';
import type { TryoutResult } from '../../../rules/tryout/index.ts';

const messages = loadMessages('scim.rules.test');

export default class RulesTest extends ScimCommand {
  static override readonly summary = messages.text('summary');
  static override readonly description = messages.text('description');
  static override readonly examples = messages.list('examples');

  static override readonly flags = {
    users: Flags.string({ char: 'u', required: true, summary: messages.text('flags.users.summary') }),
    file: Flags.string({ char: 'f', summary: messages.text('flags.file.summary') }),
    'fail-on-problems': Flags.boolean({ summary: messages.text('flags.fail-on-problems.summary') }),
  };

  async run(): Promise<TryoutResult> {
    const { flags } = await this.parse(RulesTest);
    const [{ findProject }, { loadRules }, { readDirectory }, { tryRules }] = await Promise.all([
      import('../../../project.ts'),
      import('../../../rules/load.ts'),
      import('../../../rules/tryout/users-csv.ts'),
      import('../../../rules/tryout/index.ts'),
    ]);
    const rules = await loadRules(findProject(process.cwd()).root, flags.file);
    const directory = readDirectory(await readUsers(flags.users), flags.users);
    const stages = this.jsonEnabled() ? silentStages : createStages();
    const result = await stages.run(messages.text('stage', directory.people.length), async (note) =>
      tryRules(rules, directory, note),
    );
    if (!this.jsonEnabled()) this.show(result);
    process.exitCode = flags['fail-on-problems'] && result.problems.length > 0 ? 1 : 0;
    return result;
  }

  private show({ people, unusedRules, problems, customFields, untoldFields }: TryoutResult): void {
    for (const { username, source, expected } of people) {
      this.log(source ? messages.text('person', username, source) : messages.text('person.none', username));
      for (const { type, entitlement, rule } of expected) this.log(`  ${words(type)} ${entitlement}  (${rule})`);
      if (source && expected.length === 0) this.log(`  ${messages.text('nothing')}`);
    }
    const told = customFields.filter(({ name }) => !untoldFields.includes(name));
    if (told.length > 0) {
      this.log(messages.text('custom', told.map(({ name, type }) => `${name} (${type})`).join(', ')));
    }
    for (const field of untoldFields) this.log(messages.text('untold', field));
    for (const rule of unusedRules) this.log(messages.text('unused', rule));
    for (const { rule, message } of problems) this.log(messages.text('problem', rule, message));
  }
}

async function readUsers(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ScimError('NoUsersFile', messages.text('error.no-file', file), { exitCode: 2, cause });
  }
}
