/** `npm run check`: every static check. */
import { runChecks } from "./lib/checks.ts";
import { format } from "./lib/counts.ts";

const counts = await runChecks();
console.log(format(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
