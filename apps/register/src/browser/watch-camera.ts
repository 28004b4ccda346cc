/**
 * The camera as a scanner. Pictures are read in a worker, so that selling never waits for one, and
 * so that WebAssembly is allowed there and nowhere else.
 */
import { cameraScanner } from '@evertill/devices';
import type { Clock, CodeDetector, Scan } from '@evertill/devices';
import type { CameraTrouble } from '../app/devices.ts';
import type { CodesSeen } from './read-codes.ts';

export interface WatchedCamera {
  readonly video: HTMLVideoElement;
  readonly onScan: (scan: Scan) => void;
  readonly clock: Clock;
}

export async function watchCamera({
  video,
  onScan,
  clock,
}: WatchedCamera): Promise<CameraTrouble | { readonly stop: () => void }> {
  const stream = await openStream();
  if (typeof stream === 'string') return stream;
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  // Vite makes a file of its own of a worker that is written exactly like this.
  const worker = new Worker(new URL('read-codes.ts', import.meta.url), { type: 'module' });
  const stopListening = cameraScanner({
    source: video,
    detector: detectorIn(worker),
    clock,
  }).listen(onScan);
  return {
    stop: () => {
      stopListening();
      worker.terminate();
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    },
  };
}

/** The one at the back, where there are two; enough dots for a code at arm's length. */
const wish = { video: { facingMode: 'environment', width: { ideal: 1280 } } } as const;

async function openStream(): Promise<MediaStream | CameraTrouble> {
  // Absent where the page came over a line that is not safe.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return 'unsupported';
  try {
    return await devices.getUserMedia(wish);
  } catch (fault) {
    return troubleOf(fault instanceof Error ? fault.name : '');
  }
}

function troubleOf(name: string): CameraTrouble {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
}

function detectorIn(worker: Worker): CodeDetector<HTMLVideoElement> {
  return {
    detect: async (video) => {
      if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return [];
      const picture = await createImageBitmap(video);
      const answered = Promise.withResolvers<CodesSeen>();
      worker.onmessage = ({ data }: MessageEvent<CodesSeen>) => answered.resolve(data);
      worker.onerror = () => answered.reject(new Error('the reader of codes failed'));
      worker.postMessage(picture, [picture]);
      return answered.promise;
    },
  };
}
