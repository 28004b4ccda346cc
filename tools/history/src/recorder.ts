/** Writes down what each client asked for and was told, with the times of both. */
import type { Answer, Call, Request } from './call.ts';
import type { Step, Transaction } from './history.ts';

export interface Asked {
  readonly name: string;
  readonly client: string;
  readonly request: Request;
  /** What it is to change. */
  readonly writes?: readonly Step[];
  /** What the answer says beside that. */
  readonly reads?: (answer: Answer) => readonly Step[];
  /** What it changed, where only the answer says so. */
  readonly changed?: (answer: Answer) => readonly Step[];
  /** What it says that there is no such thing. */
  readonly absent?: readonly Step[];
  /** Refusals that the trade knows; any other is a surprise. */
  readonly mayBe?: readonly string[];
}

const SURPRISES_MAX = 20;

export class Recorder {
  readonly history: Transaction[] = [];
  /** Answers that nobody expected: a run with any proves nothing. */
  readonly surprises: string[] = [];
  /** How often the trade said no, by its word. */
  readonly refusals = new Map<string, number>();
  readonly #call: Call;
  readonly #renew: (token: string) => Promise<string>;

  constructor(call: Call, renew: (token: string) => Promise<string>) {
    this.#call = call;
    this.#renew = renew;
  }

  /** Answers what was done; undefined when it was refused, or nobody knows. */
  async ask(asked: Asked): Promise<Answer | undefined> {
    const { name, client, request, writes = [], reads, changed, mayBe = [] } = asked;
    const told = { name, client, begin: performance.now() };
    const answer = await this.#call(request);
    const end = performance.now();
    if (answer === 'no answer' || answer.status >= 500) {
      // A read that was not answered says nothing.
      if (writes.length > 0) this.history.push({ ...told, outcome: 'unknown', steps: writes });
      return undefined;
    }
    if (answer.status === 401) {
      const token = await this.#renew(request.token);
      return token === request.token
        ? undefined
        : this.ask({ ...asked, request: { ...request, token } });
    }
    if (answer.status === 404 && asked.absent !== undefined) {
      this.history.push({ ...told, end, outcome: 'done', steps: asked.absent });
      return undefined;
    }
    if (answer.status >= 400) {
      this.history.push({ ...told, end, outcome: 'refused', steps: writes });
      const { code = '' } = answer.body as { readonly code?: string };
      this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
      if (!mayBe.includes(code)) this.surprise(`${name}: ${JSON.stringify(answer.body)}`);
      return undefined;
    }
    const steps = [...(changed?.(answer) ?? writes), ...(reads?.(answer) ?? [])];
    this.history.push({ ...told, end, outcome: 'done', steps });
    return answer;
  }

  /** What is known only after it was done. */
  tell(name: string, client: string, steps: readonly Step[]): void {
    const at = performance.now();
    this.history.push({ name, client, begin: at, end: at, outcome: 'done', steps });
  }

  surprise(what: string): void {
    if (this.surprises.length < SURPRISES_MAX) this.surprises.push(what);
  }
}
