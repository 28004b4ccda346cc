/**
 * `evertill dead-letters`: events that could not be taken in. Those whose effect failed wait in the
 * module's own table, those that could not even be read in its dead topic, where Kafka is used.
 */
import { auth } from '@evertill/contract';
import { replayDeadLetters } from '@evertill/kafka';
import { hasTold, listPutAside, realWorld, takeInAfterAll } from '@evertill/kernel';
import type { ModuleName } from '@evertill/kernel';
import { Command } from 'commander';
import type { Assembly } from '../assemble.ts';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { openAssembly } from '../serve.ts';
import { exitCodes, tellProgress } from './terminal.ts';

interface Letter {
  readonly module: ModuleName;
  readonly what: string;
  readonly reason: string;
  /** Absent where nothing was tried. */
  readonly outcome?: 'taken in' | 'failed again' | 'sent again';
}

export function deadLettersCommand(): Command {
  const command = new Command('dead-letters').description(
    'Events that could not be taken in: list them, or take them in after their cause is mended.',
  );
  for (const [name, description, isReplay] of [
    ['list', 'Say which there are, and why.', false],
    ['replay', 'Try each of them once more.', true],
  ] as const) {
    command.addCommand(
      new Command(name)
        .description(description)
        .option('--json', 'a line of JSON for each')
        .action(({ json }: { json?: boolean }) => run(isReplay, json ?? false)),
    );
  }
  return command;
}

async function run(isReplay: boolean, isJson: boolean): Promise<void> {
  const config = readConfig(process.env);
  const opened = await openAssembly(config, realWorld(), tellProgress);
  try {
    const letters = [
      ...(await fromTables(opened.assembly, isReplay)),
      ...(await fromTopics(config, isReplay)),
    ];
    for (const letter of letters) {
      const { module, what, reason, outcome = 'waits' } = letter;
      process.stdout.write(
        isJson ? `${JSON.stringify(letter)}\n` : `${module}: ${what}: ${outcome}: ${reason}\n`,
      );
    }
    if (letters.length === 0) tellProgress('there are none');
    if (letters.some(({ outcome }) => outcome === 'failed again')) {
      process.exitCode = exitCodes.foundWrong;
    }
  } finally {
    await opened.stop();
  }
}

async function fromTables(assembly: Assembly, isReplay: boolean): Promise<readonly Letter[]> {
  const { ask, ownContext, databases, inboxes } = assembly;
  const { tenantIds } = await ask(auth.listTenants, ownContext(null), {});
  const letters: Letter[] = [];
  for (const tenantId of tenantIds) {
    for (const [module, database] of databases) {
      for (const { event, reason } of await listPutAside(database, tenantId)) {
        const what = `${event.type} ${event.id}`;
        if (!isReplay) {
          letters.push({ module, what, reason });
          continue;
        }
        const deliver = inboxes.get(module);
        const source = await tellerOf(assembly, event);
        const isTaken =
          deliver !== undefined &&
          source !== undefined &&
          (await takeInAfterAll(database, deliver, { source, event }));
        letters.push({ module, what, reason, outcome: isTaken ? 'taken in' : 'failed again' });
      }
    }
  }
  return letters;
}

/** Whose outbox it stands in: nobody takes in what nobody told. */
async function tellerOf(
  { databases }: Assembly,
  event: Parameters<typeof hasTold>[1],
): Promise<ModuleName | undefined> {
  for (const [module, database] of databases) if (await hasTold(database, event)) return module;
  return undefined;
}

async function fromTopics(config: Config, isReplay: boolean): Promise<readonly Letter[]> {
  const { kafka } = config;
  if (kafka === undefined) return [];
  const letters: Letter[] = [];
  for (const module of config.modules) {
    for (const { topic, offset, reason } of await replayDeadLetters(kafka, module, !isReplay)) {
      const what = `${topic} at ${offset}`;
      letters.push({ module, what, reason, ...(isReplay ? { outcome: 'sent again' } : {}) });
    }
  }
  return letters;
}
