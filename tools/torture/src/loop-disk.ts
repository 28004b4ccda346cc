/**
 * A disk of our own: an image behind a loop device, past the page cache, with a file system on it.
 * What was not flushed to it is in memory alone; a copy of the image is what a power cut leaves.
 *
 * Mounts live in a name space of this process and go with it. Needs Linux and root.
 */
import type { Home } from '@evertill/rig';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MARK = 'RIG_HAS_OWN_MOUNTS';

/** Why no disk can be made here, in words for whoever asked for one; undefined when one can. */
export async function noDiskHere(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'this needs Linux: loop devices and mount name spaces';
  if (process.getuid?.() !== 0) return 'this needs root: it mounts a disk of its own';
  for (const program of ['unshare', 'losetup', 'mkfs.ext4', 'mount', 'umount', 'cp']) {
    const isThere = await run('sh', ['-c', `command -v ${program}`]).then(
      () => true,
      () => false,
    );
    if (!isThere) return `this needs the program ${program}`;
  }
  return undefined;
}

/** Whether this process already has mounts that nobody else sees. */
export const hasOwnMounts = (): boolean => process.env[MARK] !== undefined;

/** Words that run this very command again, with mounts of its own. */
export function withOwnMounts(words: readonly string[]): {
  readonly program: string;
  readonly words: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
} {
  return {
    program: 'unshare',
    words: ['--mount', '--propagation', 'private', '--', process.execPath, ...words],
    environment: { ...process.env, [MARK]: 'yes' },
  };
}

export class LoopDisk {
  readonly root: string;
  readonly #mountPoint: string;
  #image: string;
  #cuts = 0;

  private constructor(root: string) {
    this.root = root;
    this.#mountPoint = path.join(root, 'disk');
    this.#image = path.join(root, 'image');
  }

  static async make(megabytes: number): Promise<LoopDisk> {
    if (!hasOwnMounts()) throw new Error('a disk would be mounted where everybody sees it');
    const root = await mkdtemp(path.join(tmpdir(), 'evertill-disk-'));
    const disk = new LoopDisk(root);
    await mkdir(disk.#mountPoint);
    const image = await open(disk.#image, 'w');
    await image.truncate(megabytes * 1_000_000);
    await image.close();
    // No lazy work: the kernel is to write nothing but what the server writes.
    const words = ['-q', '-F', '-m', '0', '-E', 'lazy_itable_init=0,lazy_journal_init=0'];
    await run('mkfs.ext4', [...words, disk.#image]);
    await disk.#mount();
    return disk;
  }

  /** The server's home lies on the disk, and what a tool keeps lies beside it. */
  get home(): Home {
    const home = path.join(this.#mountPoint, 'home');
    return { root: this.root, home, remove: () => this.remove() };
  }

  /** Takes what has reached the disk by now. Whoever writes to it has to be stopped before. */
  async freeze(): Promise<string> {
    this.#cuts += 1;
    const copy = `${this.#image.replace(/-\d+$/, '')}-${this.#cuts}`;
    await run('cp', ['--sparse=always', this.#image, copy]);
    return copy;
  }

  /** From now on the disk is what was frozen: its file system finds itself cut off and recovers. */
  async replaceBy(copy: string): Promise<void> {
    await run('umount', ['--lazy', this.#mountPoint]);
    const old = this.#image;
    this.#image = copy;
    await this.#mount();
    await rm(old, { force: true });
  }

  /** Fills it up to the last block; the function that comes back frees it again. */
  async fillUp(): Promise<() => Promise<void>> {
    const ballast = path.join(this.#mountPoint, 'ballast');
    const file = await open(ballast, 'w');
    const block = Buffer.alloc(1 << 16);
    try {
      for (let size = block.length; size >= 512; size /= 2) {
        while (await hasRoomFor(() => file.write(block, 0, size))) continue;
      }
      await file.sync().catch(() => undefined);
    } finally {
      await file.close().catch(() => undefined);
    }
    return () => rm(ballast);
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#mountPoint);
    return bavail * bsize;
  }

  async remove(): Promise<void> {
    await run('umount', ['--lazy', this.#mountPoint]).catch(() => undefined);
    await rm(this.root, { recursive: true, force: true });
  }

  async #mount(): Promise<void> {
    const attach = ['--find', '--show', '--direct-io=on', this.#image];
    const device = (await run('losetup', attach)).stdout.trim();
    try {
      await run('mount', ['-o', 'noatime', device, this.#mountPoint]);
    } finally {
      // It goes as soon as nobody uses it any more, however we end.
      await run('losetup', ['--detach', device]);
    }
  }
}

async function hasRoomFor(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
