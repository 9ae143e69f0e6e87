/** The most that flows through a network: Dinic (1970). The network stays, what its arcs hold may change. */

export interface Arc {
  readonly from: number;
  readonly to: number;
}

/** Lots, in integers that floating point adds up exactly. */
export class Flow {
  readonly #nodes: number;
  readonly #arcs: number;
  /** Of each half of an arc, there and back, where it leads, and what it still holds. */
  readonly #heads: Int32Array;
  readonly #left: Float64Array;
  /** The halves that leave a node are `#halves` from `#starts[node]` up to `#starts[node + 1]`. */
  readonly #starts: Int32Array;
  readonly #halves: Int32Array;
  /** How many arcs a node is away from the source: -1 where nothing more gets there. */
  readonly #levels: Int32Array;
  readonly #queue: Int32Array;
  /** Of each node, the next of its halves to try. */
  readonly #next: Int32Array;
  readonly #path: Int32Array;

  constructor(nodes: number, arcs: readonly Arc[]) {
    const [source, sink] = [nodes, nodes + 1];
    const all = [...arcs];
    for (let node = 0; node < nodes; node++) all.push({ from: source, to: node }, { from: node, to: sink });
    this.#nodes = nodes;
    this.#arcs = arcs.length;
    this.#heads = new Int32Array(2 * all.length);
    this.#left = new Float64Array(2 * all.length);
    this.#starts = new Int32Array(nodes + 3);
    for (const { from, to } of all) {
      (this.#starts[from + 1] as number)++;
      (this.#starts[to + 1] as number)++;
    }
    for (let node = 0; node < nodes + 2; node++) {
      this.#starts[node + 1] = (this.#starts[node + 1] as number) + (this.#starts[node] as number);
    }
    const free = this.#starts.slice();
    this.#halves = new Int32Array(2 * all.length);
    for (const [arc, { from, to }] of all.entries()) {
      this.#heads[2 * arc] = to;
      this.#heads[2 * arc + 1] = from;
      this.#halves[(free[from] as number)++] = 2 * arc;
      this.#halves[(free[to] as number)++] = 2 * arc + 1;
    }
    this.#levels = new Int32Array(nodes + 2);
    this.#queue = new Int32Array(nodes + 2);
    this.#next = new Int32Array(nodes + 2);
    this.#path = new Int32Array(nodes + 2);
  }

  /**
   * Sends as much as it can from the nodes that have something to those that want something.
   *
   * @param capacities What each arc holds, not below 0.
   * @param wants What each node wants; below 0, what it has.
   * @returns whether everything that nodes have is gone
   */
  send(capacities: Float64Array, wants: Float64Array): boolean {
    const left = this.#left.fill(0);
    for (let arc = 0; arc < this.#arcs; arc++) left[2 * arc] = capacities[arc] as number;
    let had = 0;
    for (let node = 0; node < this.#nodes; node++) {
      const want = wants[node] as number;
      const arc = this.#arcs + 2 * node;
      if (want < 0) {
        left[2 * arc] = -want;
        had -= want;
      } else left[2 * (arc + 1)] = want;
    }
    while (this.#level()) had -= this.#block();
    return had === 0;
  }

  /** What the last call sent through an arc. */
  through(arc: number): number {
    return this.#left[2 * arc + 1] as number;
  }

  /** Whether a node could have had more from those that have something. */
  isReached(node: number): boolean {
    return this.#levels[node] !== -1;
  }

  /** Levels of all nodes; returns whether the sink has one. */
  #level(): boolean {
    const [source, sink] = [this.#nodes, this.#nodes + 1];
    const [levels, queue, starts, halves, heads, left] = [
      this.#levels.fill(-1),
      this.#queue,
      this.#starts,
      this.#halves,
      this.#heads,
      this.#left,
    ];
    levels[source] = 0;
    queue[0] = source;
    for (let first = 0, end = 1; first < end; first++) {
      const node = queue[first] as number;
      for (let at = starts[node] as number; at < (starts[node + 1] as number); at++) {
        const half = halves[at] as number;
        const head = heads[half] as number;
        if ((left[half] as number) <= 0 || levels[head] !== -1) continue;
        levels[head] = (levels[node] as number) + 1;
        queue[end++] = head;
      }
    }
    return levels[sink] !== -1;
  }

  /** Fills all paths on which levels rise by one; returns what they took. */
  #block(): number {
    const [source, sink] = [this.#nodes, this.#nodes + 1];
    const [levels, next, path, starts, halves, heads, left] = [
      this.#levels,
      this.#next,
      this.#path,
      this.#starts,
      this.#halves,
      this.#heads,
      this.#left,
    ];
    for (let node = 0; node < this.#nodes + 2; node++) next[node] = starts[node] as number;
    let sent = 0;
    for (let node = source, length = 0; ; ) {
      if (node === sink) {
        let least = Number.POSITIVE_INFINITY;
        for (let i = 0; i < length; i++) least = Math.min(least, left[path[i] as number] as number);
        // Back to where the first half that is full begins.
        let full = length;
        for (let i = length - 1; i >= 0; i--) {
          const half = path[i] as number;
          left[half] = (left[half] as number) - least;
          left[half ^ 1] = (left[half ^ 1] as number) + least;
          if (left[half] === 0) full = i;
        }
        sent += least;
        length = full;
        node = heads[(path[full] as number) ^ 1] as number;
        continue;
      }
      const at = next[node] as number;
      if (at < (starts[node + 1] as number)) {
        const half = halves[at] as number;
        const head = heads[half] as number;
        if ((left[half] as number) > 0 && levels[head] === (levels[node] as number) + 1) {
          path[length++] = half;
          node = head;
        } else next[node] = at + 1;
        continue;
      }
      if (length === 0) return sent;
      node = heads[(path[--length] as number) ^ 1] as number;
      (next[node] as number)++;
    }
  }
}
