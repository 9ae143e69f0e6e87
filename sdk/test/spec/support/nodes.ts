import { specSchema } from "../../../src/spec/schema.ts";
import type { SchemaNode } from "../../../src/spec/vocabulary.ts";

/** A node of the schema and the pointer to its value in a spec whose lists have one entry. */
export type Located = { pointer: string; node: SchemaNode };

/** Every node of the schema of a spec, parents first. */
export function schemaNodes(node: SchemaNode = specSchema, pointer = ""): Located[] {
  const fields = Object.entries(node.properties ?? {});
  return [
    { pointer, node },
    ...fields.flatMap(([key, child]) => schemaNodes(child, `${pointer}/${key}`)),
    ...(node.items ? schemaNodes(node.items, `${pointer}/0`) : []),
  ];
}

/** The types that a node allows. */
export function typesOf(node: SchemaNode): readonly string[] {
  return typeof node.type === "string" ? [node.type] : node.type;
}
