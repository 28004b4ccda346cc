/**
 * The camera as a scanner: it looks several times a second, and says each code once for as long as
 * it stays before the lens.
 */
import type { Clock } from '../clock.ts';
import type { Scanner } from '../scanner.ts';

/** What we use of a BarcodeDetector; `Source` is a video element, as a rule. */
export interface CodeDetector<Source> {
  detect(
    source: Source,
  ): Promise<readonly { readonly rawValue: string; readonly format: string }[]>;
}

export interface CameraSettings<Source> {
  readonly source: Source;
  readonly detector: CodeDetector<Source>;
  readonly clock: Clock;
  /** Told when looking fails, as when the camera was taken away. It goes on looking. */
  readonly onFault?: (fault: unknown) => void;
}

const LOOK_MS = 100;
/** As long out of sight, the same code is a second thing. */
const GONE_MS = 1_000;

export function cameraScanner<Source>(settings: CameraSettings<Source>): Scanner {
  const { source, detector, clock, onFault } = settings;
  return {
    listen: (onScan) => {
      const seenAt = new Map<string, number>();
      let isOver = false;
      let cancel: () => void = () => undefined;
      const look = async () => {
        try {
          const found = await detector.detect(source);
          const now = clock.now();
          for (const { rawValue: text, format: symbology } of found) {
            const isNew = now - (seenAt.get(text) ?? Number.NEGATIVE_INFINITY) > GONE_MS;
            seenAt.set(text, now);
            // It may have been told to stop by the one before.
            if (isNew && !isStopped()) onScan({ text, source: 'camera', symbology });
          }
        } catch (fault) {
          onFault?.(fault);
        }
        if (!isStopped()) cancel = clock.after(LOOK_MS, () => void look());
      };
      const isStopped = () => isOver;
      void look();
      return () => {
        isOver = true;
        cancel();
      };
    },
  };
}
