/** How far a replay is: a bar where somebody looks on, else a line now and then. On stderr. */
import { Presets, SingleBar } from 'cli-progress';
import type { ReplayProgress } from './replay.ts';

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream;
  readonly nowMs: () => number;
}

export interface StoppableProgress extends ReplayProgress {
  readonly stop: () => void;
}

const LINE_EVERY_MS = 3_000;

export function progressOn(options: ProgressOptions): StoppableProgress {
  return options.stream.isTTY ? barOn(options) : linesOn(options);
}

function barOn({ stream }: ProgressOptions): StoppableProgress {
  const format = '{bar} {percentage} % · {value} of {total} lines · {eta_formatted} left';
  const bar = new SingleBar({ stream, format, fps: 5, hideCursor: true }, Presets.shades_grey);
  let isStarted = false;
  return {
    step: (message) => {
      if (!isStarted) stream.write(`${message}\n`);
    },
    lines: (settled, all) => {
      if (!isStarted) bar.start(all, settled);
      isStarted = true;
      bar.update(settled);
    },
    stop: () => {
      if (isStarted) bar.stop();
    },
  };
}

function linesOn({ stream, nowMs }: ProgressOptions): StoppableProgress {
  let toldMs = nowMs();
  let toldStep = '';
  return {
    step: (message) => {
      if (message !== toldStep) stream.write(`${message}\n`);
      toldStep = message;
    },
    lines: (settled, all) => {
      const now = nowMs();
      if (now - toldMs < LINE_EVERY_MS) return;
      toldMs = now;
      toldStep = '';
      stream.write(`${settled} of ${all} lines\n`);
    },
    stop: () => undefined,
  };
}
