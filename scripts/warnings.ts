/** Fails when the compiler had anything to say about the contracts, also when the build was cached. */
import { compilerWarnings } from "./lib/artifacts.ts";

const warnings = compilerWarnings();
for (const warning of warnings) console.error(warning);
process.exitCode = warnings.length === 0 ? 0 : 1;
