/** Which tests notice a mutant. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../paths.ts";
import { type Candidate, candidates, type Node } from "./candidates.ts";
import { bytecodesOf, type Sources, type Target, treesOf } from "./compiler.ts";
import { describe, mutate, shuffled } from "./draw.ts";
import { closures, roomOf } from "./imports.ts";
import type { Stand } from "./stand.ts";

const MOCKS = /^contracts\/mocks\//;
/** A campaign over all rooms: slow, and run last. */
const CAMPAIGN = "test/rules/invariants/Campaign.t.sol";
/** How a test deploys a contract from its artifact. */
const DEPLOYS = /\b_create\("(\w+)"/g;

/** Tests that run together, and those rooms of a mutant that they deploy. */
interface Stage {
  readonly tests: string[];
  readonly rooms: readonly Target[];
}

export class Examiner {
  readonly #stand: Stand;
  readonly #settings: object;
  readonly #contracts: Sources;
  /** With those of the tests. */
  readonly #sources: Sources;
  readonly #trees: ReadonlyMap<string, Node>;
  /** The files that a file is compiled with, itself included. */
  readonly #holds: (file: string) => ReadonlySet<string>;
  readonly #tests: readonly string[];
  readonly #rooms: readonly Target[];
  /** Tests that deploy nothing: what they test is compiled into them. */
  readonly #units: readonly Target[];

  /** @param settings of the compiler, as in the project's build */
  constructor(stand: Stand, settings: object) {
    this.#stand = stand;
    this.#settings = settings;
    this.#contracts = new Map(read("contracts"));
    this.#sources = new Map([...this.#contracts, ...read("test/rules")]);
    this.#trees = treesOf(this.#sources);
    this.#holds = closures(this.#trees);
    this.#tests = [...this.#sources.keys()].filter((path) => path.endsWith(".t.sol") && path !== CAMPAIGN);
    const targets = stand.targets();
    this.#rooms = targets.filter(({ file }) => this.#contracts.has(file) && !MOCKS.test(file));
    this.#units = targets.filter(({ file }) => this.#tests.includes(file) && this.#deployedBy(file).size === 0);
  }

  /** All places that can be changed, as the seed orders them. */
  draw(seed: number): Candidate[] {
    const own = [...this.#trees].filter(([path]) => this.#contracts.has(path) && !MOCKS.test(path));
    return shuffled(
      own.flatMap(([path, tree]) => candidates(path, tree)),
      seed,
    );
  }

  describe(candidate: Candidate): string {
    return describe(this.#textOf(candidate.file), candidate);
  }

  /**
   * From here on the rooms are those that the compiler makes here: all tests pass with them.
   * @throws where they do not
   */
  async requireSound(): Promise<void> {
    const codes = bytecodesOf(this.#contracts, this.#settings, this.#rooms);
    if (codes === undefined) throw new Error("the contracts do not compile");
    this.#stand.exchange(this.#rooms, codes);
    const failing = await this.#stand.failures([...this.#tests, CAMPAIGN]);
    if (failing.length > 0) throw new Error(`these fail without a mutant: ${failing.join(", ")}`);
  }

  /**
   * The tests that fail with a mutant, of the first stage in which some do; undefined where it does not compile. What
   * a stage does not deploy is not compiled for it.
   */
  async killers(candidate: Candidate): Promise<readonly string[] | undefined> {
    const { file } = candidate;
    const text = mutate(this.#textOf(file), candidate);
    const mutated = new Map(this.#contracts).set(file, text);
    const exchanged = new Map<Target, string>();
    try {
      for (const stage of this.#stages(file)) {
        const missing = stage.rooms.filter((room) => !exchanged.has(room));
        const codes = bytecodesOf(mutated, this.#settings, missing);
        if (codes === undefined) return;
        for (const room of missing) exchanged.set(room, this.#stand.bytecodeOf(room));
        this.#stand.exchange(missing, codes);
        const killers = await this.#stand.failures(stage.tests);
        if (killers.length > 0) return killers;
      }
    } finally {
      this.#stand.exchange([...exchanged.keys()], [...exchanged.values()]);
    }
    return await this.#killersAmongUnits(file, new Map(this.#sources).set(file, text));
  }

  /** Few rooms to compile first, then the tests in the folder of the file's room, the campaign last. */
  #stages(file: string): Stage[] {
    const affected = this.#rooms.filter((room) => this.#holds(room.file).has(file));
    const stages = new Map<string, Stage & { readonly rank: number }>();
    for (const test of [...this.#tests, CAMPAIGN]) {
      const deployed = this.#deployedBy(test);
      const rooms = affected.filter(({ name }) => deployed.has(name));
      if (rooms.length === 0) continue;
      const distance = test === CAMPAIGN ? 2 : test.startsWith(`test/rules/${roomOf(file)}/`) ? 0 : 1;
      const key = `${rooms.map(({ name }) => name).join()} ${distance}`;
      const stage = stages.get(key) ?? { tests: [], rooms, rank: 3 * rooms.length + distance };
      stage.tests.push(test);
      stages.set(key, stage);
    }
    return [...stages.values()].sort((a, b) => a.rank - b.rank);
  }

  async #killersAmongUnits(file: string, mutated: Sources): Promise<readonly string[]> {
    const units = this.#units.filter((unit) => this.#holds(unit.file).has(file));
    const codes = bytecodesOf(mutated, this.#settings, units);
    if (codes === undefined) throw new Error(`the tests do not compile: ${units.map(({ file }) => file).join(", ")}`);
    const originals = units.map((unit) => this.#stand.bytecodeOf(unit));
    this.#stand.exchange(units, codes);
    try {
      return await this.#stand.failures(units.map((unit) => unit.file));
    } finally {
      this.#stand.exchange(units, originals);
    }
  }

  /** Names of the contracts that a test deploys from their artifacts. */
  #deployedBy(test: string): Set<string> {
    const texts = [...this.#holds(test)].map((path) => this.#textOf(path));
    return new Set(texts.flatMap((text) => [...text.matchAll(DEPLOYS)].map(([, name = ""]) => name)));
  }

  #textOf(path: string): string {
    return this.#sources.get(path) ?? "";
  }
}

function read(folder: string): [path: string, text: string][] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sol"))
    .map((name) => join(folder, name))
    .sort()
    .map((path) => [path, readFileSync(join(ROOT, path), "utf8")]);
}
