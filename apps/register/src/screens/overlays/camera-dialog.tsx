/** The camera as a scanner, for as long as the dialog is open. */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import type { CameraTrouble } from '../../app/devices.ts';
import { hearScan } from '../../app/hear-scan.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { shownName } from '../../parts/product-name.ts';

type Standing = 'starting' | 'watching' | CameraTrouble;

export function CameraDialog(): ReactNode {
  const app = useApp();
  const { say } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [standing, setStanding] = useState<Standing>('starting');
  const [attempt, setAttempt] = useState(0);
  const [code, setCode] = useState('');
  useEffect(() => {
    let isOver = false;
    let stop = (): void => undefined;
    const watch = async (): Promise<void> => {
      if (video.current === null) return;
      const watching = await app.devices.camera.watch(video.current, (scan) => {
        setCode(scan.text);
        hearScan(scan, app);
      });
      if (typeof watching === 'string') {
        if (!isOver) setStanding(watching);
      } else if (isOver) {
        watching.stop();
      } else {
        ({ stop } = watching);
        setStanding('watching');
      }
    };
    void watch();
    return () => {
      isOver = true;
      stop();
    };
  }, [app, attempt]);
  const again = (): void => {
    setStanding('starting');
    setAttempt((count) => count + 1);
  };
  const isSeeing = standing === 'starting' || standing === 'watching';
  return (
    <Dialog title={say('camera.title')} look="wide" onClose={app.navigation.close}>
      <video
        ref={video}
        className="camera-picture"
        hidden={!isSeeing}
        muted
        playsInline
        aria-label={say('camera.picture')}
      />
      {isSeeing ? (
        <p role="status">
          {standing === 'starting' ? say('camera.starting') : <Seen code={code} />}
        </p>
      ) : (
        <Refused trouble={standing} onAgain={again} />
      )}
    </Dialog>
  );
}

/** What was read last, and what became of it. */
function Seen({ code }: { code: string }): ReactNode {
  const { say } = useWords();
  const notice = useTill((state) => state.notice);
  const line = useTill(({ cart }) => cart.lines.find(({ lineId }) => lineId === cart.lastLineId));
  const isSelling = useTill((state) => state.session !== null);
  if (code === '') return say('camera.told');
  if (notice?.kind === 'barcode_unknown') {
    return say('notice.barcodeUnknown', { barcode: notice.barcode });
  }
  const { name, pack } = shownName(line?.name ?? '');
  const whole = `${name} ${pack}`.trim();
  const read = say('camera.read', { code });
  return isSelling && whole !== '' ? `${read} · ${whole}` : read;
}

function Refused({ trouble, onAgain }: { trouble: CameraTrouble; onAgain: () => void }): ReactNode {
  const { say } = useWords();
  return (
    <div role="alert" className="camera-refused">
      <p>
        <strong>{say(`camera.${trouble}`)}</strong>
      </p>
      <p className="told">{say(`camera.${trouble}Told`)}</p>
      {trouble === 'unsupported' ? null : (
        <div className="setting-actions">
          <Button icon="refresh" onClick={onAgain}>
            {say('common.tryAgain')}
          </Button>
        </div>
      )}
    </div>
  );
}
