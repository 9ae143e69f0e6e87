import { Counter, Gauge, type Registry } from "prom-client";

/** What an oracle counts besides what every keeper does. */
export function oracleMetrics(registry: Registry) {
  const registers = [registry];
  const name = (of: string) => `clearhour_attest_${of}`;
  return {
    hours: new Gauge({ name: name("hours"), help: "Hours under way", registers }),
    challenges: new Counter({
      name: name("challenges_total"),
      help: "Challenges by result",
      labelNames: ["ok"],
      registers,
    }),
    statements: new Counter({ name: name("statements_total"), help: "Statements made", registers }),
    readings: new Counter({ name: name("readings_total"), help: "Readings computed", registers }),
    withheld: new Counter({
      name: name("withheld_total"),
      help: "Assignments without a reading: their samples could not be fetched",
      registers,
    }),
    invalid: new Counter({
      name: name("invalid_total"),
      help: "Answers of peers that no honest oracle gives",
      registers,
    }),
    signed: new Counter({
      name: name("signed_total"),
      help: "Roots and verdicts signed",
      labelNames: ["kind"],
      registers,
    }),
  };
}
