import fc from "fast-check";

/** The seed of all property tests: a fixed one, so that a run can be repeated; FUZZ_SEED is another. */
const DEFAULT_SEED = 0xc1ea;

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? DEFAULT_SEED) });

export { fc };
