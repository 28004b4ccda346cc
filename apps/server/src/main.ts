/** The command `evertill`. Each command is a file; this one only reads the words. */
import { Command, CommanderError } from 'commander';
import { ConfigError } from './config.ts';
import { backupCommand } from './cli/backup.ts';
import { deadLettersCommand } from './cli/dead-letters.ts';
import { demoCommand } from './cli/demo.ts';
import { doctorCommand } from './cli/doctor.ts';
import { erasuresCommand } from './cli/erasures.ts';
import { exportCommand } from './cli/export.ts';
import { importCommand } from './cli/import.ts';
import { keysCommand } from './cli/keys.ts';
import { migrateCommand } from './cli/migrate.ts';
import { operatorCommand } from './cli/operator.ts';
import { rebuildCommand } from './cli/rebuild.ts';
import { replayCommand } from './cli/replay.ts';
import { restoreCommand } from './cli/restore.ts';
import { serveCommand } from './cli/serve.ts';
import { tenantCommand } from './cli/tenant.ts';
import { exitCodes } from './cli/terminal.ts';
import { verifyCommand } from './cli/verify.ts';
import { VERSION } from './api-document.ts';

const program = new Command('evertill')
  .description('The till that never stops.')
  .version(VERSION)
  .addHelpText('after', '\nExit codes: 0 done · 1 found wrong · 2 used wrongly · 3 failed')
  .exitOverride()
  .enablePositionalOptions()
  .addCommand(serveCommand())
  .addCommand(migrateCommand())
  .addCommand(demoCommand())
  .addCommand(operatorCommand())
  .addCommand(keysCommand())
  .addCommand(importCommand())
  .addCommand(exportCommand())
  .addCommand(replayCommand())
  .addCommand(rebuildCommand())
  .addCommand(verifyCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(tenantCommand())
  .addCommand(erasuresCommand())
  .addCommand(deadLettersCommand())
  .addCommand(doctorCommand());

for (const command of program.commands) {
  command.exitOverride();
  for (const part of command.commands) part.exitOverride();
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usedWrongly;
  }
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof ConfigError) return exitCodes.usedWrongly;
  if (process.env['EVERTILL_DEBUG'] !== undefined) console.error(error);
  return exitCodes.failed;
}
