/** What waits for a person at the shop's other tills, for whoever is signed in and may know. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import type { ParkedElsewhere } from '../../app/office.ts';
import { kindOf, whyCode } from './attention-words.ts';

export function Elsewhere(): ReactNode {
  const { office, nowMs } = useApp();
  const words = useWords();
  const [found, setFound] = useState<readonly ParkedElsewhere[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void office.parkedElsewhere().then((answer) => {
      if (isCurrent && answer.kind === 'ok') setFound(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [office]);
  if (found.length === 0) return null;
  const title = words.say('attention.elsewhere', { count: found.length });
  return (
    <section aria-label={title}>
      <h2 className="list-head">{title}</h2>
      <ul className="rows">
        {found.map(({ id, registerName, kind, code, detail, atMs }) => (
          <li key={`${id}/${registerName}`} className="row">
            <span className="row-what">
              <strong>{words.say(kindOf(kind))}</strong>
              <span>{whyCode({ code, detail }, words.say)}</span>
              <small className="row-facts">
                {`${registerName} · ${words.moment(atMs, nowMs())}`}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
