/** Time zones that the server knows. */
import { refuse } from '@evertill/kernel';

export function refuseUnknownTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    refuse('input_invalid', { fields: [{ field: 'time_zone', message: 'is not a time zone' }] });
  }
}
