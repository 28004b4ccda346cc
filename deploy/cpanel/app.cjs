/**
 * The startup file for Phusion Passenger, as cPanel's "Setup Node.js App" wants one: it starts the
 * server on a port of this machine, and hands on to it what Passenger hands to us. Passenger gives
 * an application one socket, and the server brings a Node of its own where this one is too old.
 */
const { spawn } = require('node:child_process');
const http = require('node:http');
const path = require('node:path');

const passenger = globalThis.PhusionPassenger;
if (passenger !== undefined) passenger.configure({ autoInstall: false });

const folder = path.join(path.dirname(module.filename), '..', '..', 'apps', 'server');
const isNewEnough = Number(process.versions.node.split('.')[0]) >= 24;
const program = path.join(folder, ...(isNewEnough ? ['src', 'main.ts'] : ['bin', 'evertill.mjs']));
const env = { ...process.env, HOST: '127.0.0.1', PORT: '0' };
const stdio = ['ignore', 'pipe', 'inherit'];
const server = spawn(process.execPath, [program, 'serve'], { env, stdio });

/** As Passenger wants it: a process that does not work ends, and another is started. */
server.on('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.once(signal, () => server.kill('SIGTERM'));
}

let said = '';
server.stdout.setEncoding('utf8').on('data', (chunk) => {
  process.stdout.write(chunk);
  if (said === undefined) return;
  said += chunk;
  const [, port] = /^ready http:\/\/localhost:(\d+)$/m.exec(said) ?? [];
  if (port === undefined) return;
  said = undefined;
  open(Number(port));
});

function open(port) {
  const agent = new http.Agent({ keepAlive: true });
  const door = http.createServer((request, reply) => {
    // Whoever asks comes from elsewhere, whatever it says of itself: figures are not for it.
    const headers = { ...request.headers, 'x-forwarded-for': 'passenger' };
    const { method, url } = request;
    const onward = http.request(
      { host: '127.0.0.1', port, method, path: url, headers, agent },
      (answer) => {
        reply.writeHead(answer.statusCode, answer.rawHeaders);
        answer.pipe(reply);
      },
    );
    onward.on('error', () => {
      if (reply.headersSent) reply.destroy();
      else reply.writeHead(502).end();
    });
    reply.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  door.listen(passenger === undefined ? (process.env.PORT ?? 3000) : 'passenger');
}
