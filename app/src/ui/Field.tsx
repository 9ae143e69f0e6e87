import { type ReactNode, useId } from "react";

interface Properties {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Behind the input. */
  readonly unit?: string;
  /** Below it: what is expected, or what is wrong. */
  readonly hint?: ReactNode;
  readonly invalid?: boolean;
  readonly inputMode?: "decimal" | "numeric" | "text";
  readonly placeholder?: string;
}

export function Field({ label, value, onChange, unit, hint, invalid, inputMode = "decimal", placeholder }: Properties) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input">
        <input
          id={id}
          value={value}
          inputMode={inputMode}
          placeholder={placeholder}
          autoComplete="off"
          aria-invalid={invalid === true}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
        />
        {unit !== undefined && <span className="unit">{unit}</span>}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={invalid ? "hint bad" : "hint"}>
          {hint}
        </p>
      )}
    </div>
  );
}
