/** A server for as long as something is done with it. Whoever ends the drill ends it too. */
import { ServerProcess, freePort } from '@evertill/rig';
import type { Home } from '@evertill/rig';

export async function withServer<T>(
  home: Home,
  work: (server: ServerProcess) => Promise<T>,
): Promise<T> {
  const server = new ServerProcess({ home, port: await freePort(), nodeWords: [] });
  const giveUp = (): void => void server.stop().then(() => process.exit(3));
  process.once('SIGINT', giveUp).once('SIGTERM', giveUp);
  try {
    server.start();
    await server.untilReady();
    return await work(server);
  } finally {
    process.off('SIGINT', giveUp).off('SIGTERM', giveUp);
    await server.stop();
  }
}
