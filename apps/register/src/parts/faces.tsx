/** People to choose one of. */
import type { ReactNode } from 'react';
import { useWords } from '../app/app.ts';
import type { Person } from '../catalogue/catalogue.ts';
import { Avatar } from './avatar.tsx';

export interface FacesProps {
  readonly label: string;
  readonly people: readonly Person[];
  readonly chosen: Person | undefined;
  readonly onChoose: (person: Person) => void;
  readonly children?: ReactNode;
}

export function Faces({ label, people, chosen, onChoose, children }: FacesProps): ReactNode {
  const { say } = useWords();
  return (
    <div className="people" role="group" aria-label={label}>
      {people.map((person) => (
        <button
          key={person.personId}
          type="button"
          className="face"
          aria-pressed={person.personId === chosen?.personId}
          onClick={() => onChoose(person)}
        >
          <Avatar name={person.name} />
          <span>
            {person.name}
            <small>{say(`role.${person.role}`)}</small>
          </span>
        </button>
      ))}
      {children}
    </div>
  );
}
