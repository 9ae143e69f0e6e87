import { useState } from "react";
import { useChainTime } from "../app/chainTime.tsx";
import { useExchange } from "../app/exchange.tsx";
import { parseLots } from "../lib/amounts.ts";
import { formatDuration, formatLots } from "../lib/format.ts";
import { type SeriesLots, useSeriesName } from "../portfolio/seriesName.ts";
import { Select } from "../ui/Choice.tsx";
import { Field } from "../ui/Field.tsx";

interface Properties {
  /** Hours with the lots that can be scheduled. */
  readonly hours: readonly SeriesLots[];
  /** What the button says. */
  readonly action: string;
  /** Shown where no hour is left. */
  readonly empty: string;
  readonly busy: boolean;
  readonly onSubmit: (entry: SeriesLots) => void;
}

/** Lots of one hour whose gate is still open. */
export function ScheduleForm({ hours, action, empty, busy, onSubmit }: Properties) {
  const { products } = useExchange();
  const { now } = useChainTime();
  const nameOf = useSeriesName();
  const [chosen, choose] = useState<string>();
  const [text, setText] = useState("");
  const open = hours
    .map((entry) => {
      const delivery = products.find(({ id }) => id === Number(entry.series >> 32n))?.delivery;
      if (delivery === undefined) return { ...entry, left: 0n };
      const start = (entry.series & 0xffffffffn) * BigInt(delivery.period);
      return { ...entry, left: start - BigInt(delivery.gateClosure) - now };
    })
    .filter(({ left }) => left > 0n)
    .sort((a, b) => Number(a.left - b.left));
  const entry = open.find(({ series }) => String(series) === chosen) ?? open[0];
  if (entry === undefined) return <p className="empty">{empty}</p>;
  const lots = text === "" ? entry.lots : parseLots(text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (lots !== undefined) onSubmit({ series: entry.series, lots });
      }}
    >
      <div className="pair">
        <Select
          label="Hour"
          options={open.map(({ series, lots: held }) => ({
            value: String(series),
            label: `${nameOf(series)} (${formatLots(held)})`,
          }))}
          value={String(entry.series)}
          onChange={choose}
        />
        <Field
          label="Lots"
          value={text}
          onChange={setText}
          inputMode="numeric"
          placeholder={String(entry.lots)}
          invalid={lots === undefined}
        />
      </div>
      <p className="hint">Its gate closes in {formatDuration(entry.left)}. It cannot be taken back.</p>
      <div className="actions">
        <button type="submit" className="primary" disabled={busy || lots === undefined}>
          {action}
        </button>
      </div>
    </form>
  );
}
