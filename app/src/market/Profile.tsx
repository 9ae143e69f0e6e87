import { useId } from "react";
import { formatClock, formatDay } from "../lib/format.ts";

interface Properties {
  /** When each hour begins, unix seconds. */
  readonly starts: readonly number[];
  /** As typed, for each hour. */
  readonly texts: readonly string[];
  readonly onChange: (index: number, text: string) => void;
  /** What is wrong. */
  readonly problem: string | undefined;
}

/** Lots of each hour of a block. */
export function Profile({ onChange, problem, starts, texts }: Properties) {
  const id = useId();
  return (
    <fieldset className="profile" aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
      <legend>Lots in each hour (UTC)</legend>
      <div>
        {starts.map((start, i) => {
          const text = texts[i] ?? "";
          return (
            <label key={start}>
              <span>
                {(i === 0 || start % 86_400 === 0) && `${formatDay(start).slice(0, 3)} `}
                {formatClock(start)}
              </span>
              <input
                value={text}
                inputMode="numeric"
                autoComplete="off"
                aria-label={`Lots ${formatDay(start)} ${formatClock(start)}`}
                aria-invalid={problem !== undefined && !/^[1-9]\d*$/.test(text.trim())}
                onChange={(event) => onChange(i, event.target.value)}
              />
            </label>
          );
        })}
      </div>
      {problem !== undefined && (
        <p id={`${id}-problem`} className="hint bad">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
