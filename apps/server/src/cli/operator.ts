/** `evertill operator add`: makes somebody an operator of the platform, from its own machine. */
import { auth } from '@evertill/contract';
import { realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { openAssembly } from '../serve.ts';
import { tellProgress } from './terminal.ts';

export function operatorCommand(): Command {
  return new Command('operator')
    .description('The people who run the platform; they belong to no shop.')
    .addCommand(addCommand());
}

function addCommand(): Command {
  return new Command('add')
    .description('Make an operator, or give one a new password. It is good for one log-in.')
    .requiredOption('--email <email>', 'what the operator logs in by')
    .option('--json', 'print the log-in as JSON')
    .action(async ({ email, json }: { email: string; json?: boolean }) => {
      const config = readConfig(process.env);
      const opened = await openAssembly(config, realWorld(), tellProgress);
      try {
        const { ask, ownContext } = opened.assembly;
        const made = await ask(auth.createOperator, ownContext(null), { email });
        const text =
          json === true
            ? JSON.stringify({ operator_id: made.operatorId, email, password: made.password })
            : `operator ${made.email}, password for one log-in: ${made.password}`;
        process.stdout.write(`${text}\n`);
      } finally {
        await opened.stop();
      }
    });
}
