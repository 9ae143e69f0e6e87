import { wordsOf } from "./words.ts";

interface Properties {
  readonly title: string;
  readonly error: unknown;
  /** Where it was asked. */
  readonly detail?: string;
  readonly retry?: () => void;
}

/** What could not be read or done, and why. */
export function Failure({ title, error, detail, retry }: Properties) {
  const { what, hints } = wordsOf(error);
  return (
    <div className="notice notice-bad" role="alert">
      <strong>{title}</strong>
      <p>{what}</p>
      {hints.map((hint) => (
        <p key={hint} className="muted">
          {hint}
        </p>
      ))}
      {detail !== undefined && <code>{detail}</code>}
      {retry !== undefined && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
