/**
 * Asks a printer over a link, and knows its answers from noise. No answer says which question it is
 * for: so one is asked at a time, and a `GS r` that was never answered is remembered, since its
 * answer may still come, and would make a document printed that is not.
 */
import { within } from './clock.ts';
import type { Clock } from './clock.ts';
import { answerReader } from './escpos/answer-reader.ts';
import type { Answer } from './escpos/answer-reader.ts';
import { doneQuestion, doneWithPaper, statusOfAnswers, statusQuestion } from './escpos/status.ts';
import type { StatusQuestion } from './escpos/status.ts';
import type { ByteLink } from './link/byte-link.ts';
import type { PrinterStatus } from './printer.ts';

const ANSWER_PATIENCE_MS = 1_000;

export interface StatusLine {
  /** What the printer says now; undefined where it does not answer, or not in its language. */
  readonly askStatus: () => Promise<PrinterStatus | undefined>;
  /**
   * Waits until the printer has done all that it was sent: true with paper left, false where the
   * roll has ended, undefined where it does not get there in time.
   */
  readonly askDone: (patienceMs: number) => Promise<boolean | undefined>;
  /** Waits for answers that are still owed from before; a printer that was off owes none. */
  readonly settle: (patienceMs: number) => Promise<void>;
}

export function statusLine(link: ByteLink, clock: Clock): StatusLine {
  const read = answerReader();
  let owed = 0;
  let onAnswer: (answer: Answer) => void = () => undefined;
  link.listen((bytes) => {
    for (const answer of read(bytes)) {
      if (answer.kind === 'done') owed = Math.max(0, owed - 1);
      onAnswer(answer);
    }
  });

  /** The first answer of the kind, sent for with these bytes; without bytes, the next to come. */
  const hear = async (
    wanted: (answer: Answer) => boolean,
    patienceMs: number,
    bytes?: Uint8Array,
  ): Promise<number | undefined> => {
    const heard = Promise.withResolvers<number>();
    onAnswer = (answer) => {
      if (wanted(answer)) heard.resolve(answer.byte);
    };
    try {
      const written = bytes === undefined ? undefined : await link.write(bytes, patienceMs);
      if (written !== undefined && written.kind !== 'taken') return undefined;
      return await within(clock, patienceMs, heard.promise, undefined);
    } finally {
      onAnswer = () => undefined;
    }
  };
  const ask = (question: StatusQuestion) =>
    hear(({ kind }) => kind === 'real_time', ANSWER_PATIENCE_MS, statusQuestion(question));

  return {
    askStatus: async () => {
      const printer = await ask('printer');
      const offline = printer === undefined ? undefined : await ask('offline');
      const error = offline === undefined ? undefined : await ask('error');
      const paper = error === undefined ? undefined : await ask('paper');
      if (printer === undefined || offline === undefined) return undefined;
      if (error === undefined || paper === undefined) return undefined;
      return statusOfAnswers({ printer, offline, error, paper });
    },
    askDone: async (patienceMs) => {
      owed += 1;
      const isLast = ({ kind }: Answer) => kind === 'done' && owed === 0;
      const answer = await hear(isLast, patienceMs, doneQuestion);
      return answer === undefined ? undefined : doneWithPaper(answer);
    },
    settle: async (patienceMs) => {
      if (owed > 0) await hear(() => owed === 0, patienceMs);
      owed = 0;
    },
  };
}
