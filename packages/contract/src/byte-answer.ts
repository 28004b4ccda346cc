/**
 * What an operation answers whose http says `produces`: bytes, such as an image. In code and
 * between neighbours they are base64, so that one JSON contract covers them; the door sends them
 * as they are.
 */
import { z } from 'zod';

export const byteAnswer = z.strictObject({
  content: z.string().meta({ format: 'byte', contentEncoding: 'base64' }),
  /** How the content is compressed already. The door undoes it for who does not know it. */
  compression: z.enum(['gzip']).nullable(),
  /** Changes when the bytes do: who has them is told so instead of being sent them again. */
  etag: z.string().max(100),
});
export type ByteAnswer = z.infer<typeof byteAnswer>;
