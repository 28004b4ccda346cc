/** A worker that reads codes out of pictures, one after the other. */
import { chooseDetector } from '@evertill/devices';
import type { NativeDetector } from '@evertill/devices';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

export type CodesSeen = readonly { readonly rawValue: string; readonly format: string }[];

const { BarcodeDetector: native } = globalThis as {
  readonly BarcodeDetector?: NativeDetector<ImageBitmap>;
};
const choosing = chooseDetector(native, wasmUrl);

addEventListener('message', ({ data }: MessageEvent<ImageBitmap>) => void read(data));

async function read(picture: ImageBitmap): Promise<void> {
  postMessage(await seenIn(picture));
  picture.close();
}

/** A picture that cannot be read has no code in it; the next one may. */
async function seenIn(picture: ImageBitmap): Promise<CodesSeen> {
  try {
    const found = await (await choosing).detect(picture);
    return found.map(({ rawValue, format }) => ({ rawValue, format }));
  } catch {
    return [];
  }
}
