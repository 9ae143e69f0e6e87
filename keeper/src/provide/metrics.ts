import { Counter, Gauge, type Registry } from "prom-client";

/** What a provider agent counts besides what every keeper does. */
export function providerMetrics(registry: Registry) {
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name: `clearhour_provide_${name}`, help, registers });
  return {
    slots: new Gauge({ name: "clearhour_provide_slots", help: "Slots that are served", registers }),
    samples: counter("samples_total", "Samples taken and signed"),
    failures: counter("slot_failures_total", "Slots that could not be stepped or sampled"),
  };
}
