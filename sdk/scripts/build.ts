/**
 * Builds the package into `dist`, which is what is packed: JavaScript and declarations, and a package.json whose
 * exports point at them. Inside this repository the exports point at the sources, so that nothing needs a build.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const DIST = join(ROOT, "dist");

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly type: string;
  readonly sideEffects: boolean;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: object;
};

/** The package.json of what is packed. */
function packedManifest(manifest: Manifest): object {
  const { name, version, license, type, sideEffects, dependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const built = (source: string, extension: string) => source.replace(/^\.\/src\//, "./").replace(/\.ts$/, extension);
  const entries = Object.entries(manifest.exports).map(([entry, source]) => [
    entry,
    { types: built(source, ".d.ts"), default: built(source, ".js") },
  ]);
  const programs = Object.entries(manifest.bin).map(([program, source]) => [program, built(source, ".js")]);
  return {
    name,
    version,
    license,
    type,
    engines: { node: ">=20" },
    sideEffects,
    bin: Object.fromEntries(programs),
    exports: Object.fromEntries(entries),
    dependencies,
    peerDependencies,
    peerDependenciesMeta,
  };
}

/** The TypeScript compiler, wherever npm put it. */
function compiler(): string {
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly bin: { readonly tsc: string } };
  return join(dirname(manifest), bin.tsc);
}

rmSync(DIST, { recursive: true, force: true });
execFileSync(process.execPath, [compiler(), "-p", join(ROOT, "tsconfig.build.json")], { stdio: "inherit" });
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
writeFileSync(join(DIST, "package.json"), `${JSON.stringify(packedManifest(manifest), null, 2)}\n`);
copyFileSync(join(ROOT, "..", "LICENSE"), join(DIST, "LICENSE"));
copyFileSync(join(ROOT, "README.md"), join(DIST, "README.md"));
