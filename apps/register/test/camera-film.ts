/** What a camera sees, as a film that Chromium plays instead of one: a barcode on white. */
import bwipjs from 'bwip-js';
import { writeFile } from 'node:fs/promises';

const WIDTH = 640;
const HEIGHT = 480;
const MODULE = 4;
const BARS_TOP = 120;
const BARS_BOTTOM = 360;
const WHITE = 235;
const BLACK = 16;
const GREY = 128;

/**
 * How Chromium is started to film this instead of having a camera. Without the first word a
 * headless one has nobody whom it could ask, and answers `NotSupportedError`.
 */
export const cameraWords = (film: string): readonly string[] => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
];

/** One picture in YUV4MPEG2, which is played again and again. */
export async function writeFilm(file: string, text: string): Promise<void> {
  const [drawn] = bwipjs.raw('code128', text, '');
  const bars = drawn !== undefined && 'sbs' in drawn ? drawn.sbs : [];
  const columns = bars.flatMap((width, index) =>
    Array.from({ length: width * MODULE }, () => (index % 2 === 0 ? BLACK : WHITE)),
  );
  const blank = Buffer.alloc(WIDTH, WHITE);
  const line = Buffer.from(blank);
  line.set(columns, Math.floor((WIDTH - columns.length) / 2));
  const rows = Array.from({ length: HEIGHT }, (_, y) =>
    y > BARS_TOP && y < BARS_BOTTOM ? line : blank,
  );
  const colours = Buffer.alloc((WIDTH * HEIGHT) / 2, GREY);
  const header = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\nFRAME\n`;
  await writeFile(file, Buffer.concat([Buffer.from(header), ...rows, colours]));
}
