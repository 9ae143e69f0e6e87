/** `npm run build --workspace indexer`: compiles the subgraph, unless that was done for the same sources. */
import { buildSubgraph } from "./subgraph.ts";

await buildSubgraph();
