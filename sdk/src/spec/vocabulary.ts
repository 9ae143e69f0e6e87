/** The few shapes that the schema of a spec is made of. Each states its title and a description with units. */

/** A JSON Schema node, as far as specs use the language. */
export type SchemaNode = {
  title: string;
  description: string;
  type: string | readonly string[];
  properties?: Readonly<Record<string, SchemaNode>>;
  items?: SchemaNode;
  enum?: readonly string[];
  const?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
};

/** An integer from `minimum` to `maximum`, both included. */
export function integer(title: string, description: string, minimum: number, maximum: number) {
  return { title, description, type: "integer", minimum, maximum } as const;
}

/** 1 to 64 printable ASCII characters, no space at either end. */
export function text(title: string, description: string) {
  return { title, description, type: "string", pattern: "^[!-~]([ -~]{0,62}[!-~])?$" } as const;
}

/** One of a list of words. */
export function enumeration<const E extends string>(title: string, description: string, words: readonly E[]) {
  return { title, description, type: "string", enum: words } as const;
}

/** An object with exactly these fields, all of them required. */
export function object<const P extends Readonly<Record<string, object>>>(
  title: string,
  description: string,
  properties: P,
) {
  return {
    title,
    description,
    type: "object",
    additionalProperties: false,
    required: Object.keys(properties),
    properties,
  } as const;
}

/** The same, or null: the spec leaves it open. */
export function orNull<const S extends { type: string }>(schema: S) {
  return { ...schema, type: [schema.type, "null"] as readonly [S["type"], "null"] };
}

/** The node of a schema that a JSON pointer into a document leads to; undefined where there is none. */
export function nodeAt(root: SchemaNode, pointer: string): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (const part of pointer.split("/").slice(1)) {
    if (node?.items) node = node.items;
    else node = node?.properties && Object.hasOwn(node.properties, part) ? node.properties[part] : undefined;
  }
  return node;
}
