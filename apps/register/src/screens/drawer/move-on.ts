/** Keys in a form of many fields. */

/** Enter goes on to the next kind, and hands the count in after the last. */
export function moveOn(event: React.KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter') return;
  const fields = [...(event.currentTarget.form?.querySelectorAll('input') ?? [])];
  const next = fields[fields.indexOf(event.currentTarget) + 1];
  event.preventDefault();
  // A form of many fields without a button of its own is handed in by nobody else.
  if (next === undefined) event.currentTarget.form?.requestSubmit();
  else next.focus();
}
