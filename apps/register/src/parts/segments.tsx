/** One of a few: radio buttons in a track, so that arrows move among them as everywhere. */
import { useId } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: IconName;
}

export interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly segments: readonly Segment<Value>[];
  readonly onChange: (value: Value) => void;
  /** Apart from each other and as wide as their words: for reasons. */
  readonly look?: 'track' | 'chips';
}

export function Segments<Value extends string>(props: SegmentsProps<Value>): ReactNode {
  const { label, value, segments, onChange, look = 'track' } = props;
  const name = useId();
  return (
    <fieldset className={`segments ${look}`}>
      <legend className="heard">{label}</legend>
      {segments.map((segment) => (
        <label key={segment.value} className="segment">
          <input
            type="radio"
            name={name}
            className="heard"
            checked={segment.value === value}
            onChange={() => onChange(segment.value)}
          />
          {segment.icon === undefined ? null : <Icon name={segment.icon} />}
          <span>{segment.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
