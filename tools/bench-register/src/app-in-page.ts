/**
 * What is measured inside the page of the till itself: from an event to the change of the ticket,
 * and to the frame that shows it. Handed to the browser as text, it uses nothing but its question.
 */

export interface EventFigures {
  /** Until the document has changed. */
  readonly committedMs: readonly number[];
  /** Until the frame after it. */
  readonly paintedMs: readonly number[];
}

/** Scans codes as a scanner types them; measures from its Enter to the total of the ticket. */
export async function scansToLines(codes: readonly string[]): Promise<EventFigures> {
  const press = (key: string): void => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  };
  const ticket = document.querySelector('.sell-ticket');
  if (ticket === null) throw new Error('there is no ticket');
  const totalNow = (): string => ticket.querySelector('.ticket-total')?.textContent ?? '';
  const committedMs: number[] = [];
  const paintedMs: number[] = [];
  for (const code of codes) {
    const before = totalNow();
    for (const key of code) press(key);
    const begin = performance.now();
    const committed = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (totalNow() === before) return;
        observer.disconnect();
        resolve(performance.now());
      });
      observer.observe(ticket, { childList: true, characterData: true, subtree: true });
    });
    press('Enter');
    committedMs.push((await committed) - begin);
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => setTimeout(resolve, 0));
    });
    paintedMs.push(performance.now() - begin);
    // Nobody scans faster than ten a second; and two scans are two bursts.
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return { committedMs, paintedMs };
}

/** Types searches letter by letter; measures from each letter to the products shown for it. */
export async function lettersToProducts(texts: readonly string[]): Promise<EventFigures> {
  const field = document.querySelector<HTMLInputElement>('#search-field');
  const shelf = document.querySelector('.sell-products');
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  if (field === null || shelf === null) throw new Error('there is no field to search by');
  const committedMs: number[] = [];
  const paintedMs: number[] = [];
  const type = (text: string): void => {
    value?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const shown = (): string => shelf.querySelector('.tiles, .tile-list, .empty')?.textContent ?? '';
  for (const text of texts) {
    for (let length = 1; length <= text.length; length += 1) {
      const before = shown();
      const begin = performance.now();
      const changed = new Promise<number | undefined>((resolve) => {
        const observer = new MutationObserver(() => {
          if (shown() === before) return;
          observer.disconnect();
          resolve(performance.now());
        });
        observer.observe(shelf, { childList: true, characterData: true, subtree: true });
        // The same products may be right for one letter more.
        setTimeout(() => {
          observer.disconnect();
          resolve(undefined);
        }, 500);
      });
      type(text.slice(0, length));
      const end = await changed;
      if (end === undefined) continue;
      committedMs.push(end - begin);
      await new Promise<void>((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve, 0));
      });
      paintedMs.push(performance.now() - begin);
      // Nobody types faster than fifteen letters a second.
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    type('');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { committedMs, paintedMs };
}
