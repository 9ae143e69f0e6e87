/** The one instance of HiGHS, and the programs that are solved with it. */
import loadHighs, { type Model } from "highs";
import { SolverError } from "./errors.ts";

// Its types are those of its CommonJS build, where the loader is one level further in.
const highs = await (loadHighs as unknown as typeof loadHighs.default)();
export const INFINITE = highs.infinity;
const { modelStatus } = highs.constants;
/** HiGHS's word for a solution that keeps all bounds. */
const FEASIBLE = 2;
/** It stopped before it was done. */
const CUT_OFF: readonly number[] = [
  modelStatus.timeLimit,
  modelStatus.iterationLimit,
  modelStatus.solutionLimit,
  modelStatus.interrupted,
];
/** How far the left side of a row may be from what the row allows, as HiGHS is set here. */
export const TOLERANCE = 1e-7;

/** A column of a program. */
export interface Column {
  readonly cost: number;
  readonly lower: number;
  readonly upper: number;
  readonly isInteger: boolean;
}

/** A row of a program: `lower` <= sum of coefficient times column <= `upper`. */
export interface Row {
  readonly lower: number;
  readonly upper: number;
  readonly columns: readonly number[];
  readonly coefficients: readonly number[];
}

interface Solved {
  /** Whether it is proved that nothing is better, within tolerances. */
  readonly isOptimal: boolean;
  readonly columns: Float64Array;
  readonly objective: number;
  /** No solution has more (maximising) or less (minimising); infinite where nothing is proved yet. */
  readonly bound: number;
}

/** `undefined` where there is no solution, "late" where none was found in time. */
export type Outcome = Solved | "late" | undefined;

type Sense = "maximize" | "minimize";

/** A program that can be solved again as it grows. Free it with `dispose`. */
export class Program {
  readonly #model: Model;
  readonly #isInteger: boolean;

  constructor(sense: Sense, columns: readonly Column[], rows: readonly Row[]) {
    const starts = new Int32Array(rows.length + 1);
    for (const [i, row] of rows.entries()) starts[i + 1] = (starts[i] as number) + row.columns.length;
    this.#isInteger = columns.some(({ isInteger }) => isInteger);
    this.#model = highs.createModel({
      numCols: columns.length,
      numRows: rows.length,
      sense: highs.constants.objectiveSense[sense],
      colCost: columns.map(({ cost }) => cost),
      colLower: columns.map(({ lower }) => lower),
      colUpper: columns.map(({ upper }) => upper),
      rowLower: rows.map(({ lower }) => lower),
      rowUpper: rows.map(({ upper }) => upper),
      matrix: {
        format: "csr",
        numRows: rows.length,
        numCols: columns.length,
        starts,
        indices: rows.flatMap((row) => row.columns),
        values: rows.flatMap((row) => row.coefficients),
      },
      ...(this.#isInteger && { integrality: Int32Array.from(columns, ({ isInteger }) => (isInteger ? 1 : 0)) }),
    });
    this.#model.options.set({
      output_flag: false,
      mip_rel_gap: 0,
      mip_feasibility_tolerance: TOLERANCE / 100,
      primal_feasibility_tolerance: TOLERANCE,
      dual_feasibility_tolerance: TOLERANCE,
    });
  }

  /** Solves a program once. */
  static run(sense: Sense, columns: readonly Column[], rows: readonly Row[], seconds: number): Outcome {
    const program = new Program(sense, columns, rows);
    try {
      return program.solve(seconds);
    } finally {
      program.dispose();
    }
  }

  add({ lower, upper, columns, coefficients }: Row): void {
    this.#model.addRow(lower, upper, { indices: columns, values: coefficients });
  }

  bound(column: number, lower: number, upper: number): void {
    this.#model.changeColBounds(column, lower, upper);
  }

  /**
   * The best solution found in so many seconds.
   *
   * @throws {SolverError} where HiGHS fails
   */
  solve(seconds: number, absoluteGap = 1e-6): Outcome {
    // The limit counts from the first run of the model.
    this.#model.zeroAllClocks();
    this.#model.options.set({ time_limit: seconds, mip_abs_gap: absoluteGap });
    this.#model.run();
    const status = this.#model.getModelStatus();
    // Every program here is bounded.
    if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible) return undefined;
    const isOptimal = status === modelStatus.optimal;
    if (!isOptimal && !CUT_OFF.includes(status)) throw new SolverError(status);
    // A linear program that was cut off has nothing to show.
    const isFound = this.#isInteger && this.#model.info.get("primal_solution_status") === FEASIBLE;
    if (!isOptimal && !isFound) return "late";
    const objective = this.#model.getObjectiveValue();
    const bound = this.#isInteger ? Number(this.#model.info.get("mip_dual_bound")) : objective;
    return { isOptimal, columns: this.#model.getSolution().colValue, objective, bound };
  }

  dispose(): void {
    this.#model.dispose();
  }
}
