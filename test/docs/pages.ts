/** The pages that people read first; what they say is checked. */
export const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "app/README.md",
  "docs/architecture.md",
  "docs/attacks.md",
  "docs/integrators.md",
  "docs/mechanism.md",
  "docs/runbook.md",
  "indexer/README.md",
  "keeper/README.md",
  "sdk/README.md",
  "test/flows/bad-input/README.md",
  "test/rules/invariants/README.md",
] as const;
