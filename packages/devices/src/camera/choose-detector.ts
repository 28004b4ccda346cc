/**
 * The browser's own reader of codes where it has one that reads goods, else ZXing as WebAssembly.
 * The wasm file comes from where the app says, never from a network of somebody else.
 */
import type { CodeDetector } from './camera-scanner.ts';

const formats = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'code_128', 'qr_code'] as const;

/** What we use of a browser's `BarcodeDetector`. */
export interface NativeDetector<Source> {
  new (options: { formats: string[] }): CodeDetector<Source>;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** `wasmUrl` is the app's own copy of `zxing-wasm/dist/reader/zxing_reader.wasm`. */
export async function chooseDetector<Source>(
  native: NativeDetector<Source> | undefined,
  wasmUrl: string,
): Promise<CodeDetector<Source>> {
  const supported = (await native?.getSupportedFormats().catch(() => [])) ?? [];
  if (native !== undefined && formats.every((format) => supported.includes(format))) {
    return new native({ formats: [...formats] });
  }
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill');
  prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: false });
  // Its own types name what a browser draws; here it is whatever the camera's source is.
  const detector: unknown = new BarcodeDetector({ formats: [...formats] });
  return detector as CodeDetector<Source>;
}
