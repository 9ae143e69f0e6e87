interface Properties {
  /** Whether there is more to show. */
  readonly more: boolean;
  readonly onMore: () => void;
}

/** Below a list that shows its first rows only. */
export function ShowMore({ more, onMore }: Properties) {
  if (!more) return null;
  return (
    <div className="actions">
      <button type="button" className="small" onClick={onMore}>
        Show more
      </button>
    </div>
  );
}
