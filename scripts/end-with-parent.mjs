/**
 * Loaded first by what runs under a bootstrap script: when that is killed with no chance to pass it
 * on, this process is told to end as well, instead of living on unseen.
 */
if (process.channel !== undefined) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
