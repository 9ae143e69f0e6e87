import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Hex } from "viem";
import { type Secret, SecretFolder } from "../../src/contest/folder.ts";
import { StorageError } from "../../src/delivery/errors.ts";
import { scratch } from "../support/files.ts";

const DEADLINE = 1_800_000_000n;
const WEEK = 7n * 86_400n;

function secret(byte: string): Secret {
  const commitment: Hex = `0x${byte.repeat(32)}`;
  const solution = { prices: "0x0000c8", accepted: "0x", partials: "0x", welfare: 2n ** 100n, gap: 3n } as const;
  return { commitment, salt: `0x${"ab".repeat(32)}`, solution, allocation: { prices: [200], filled: [4, 0] } };
}

describe("the folder of secrets", () => {
  const files = scratch();
  const path = join(files.folder, "a", "secrets");
  const folder = new SecretFolder(path);

  it("is not there before anything is kept", () => {
    expect(folder.find(secret("11").commitment)).to.equal(undefined);
    folder.prune(DEADLINE);
    expect(existsSync(path)).to.equal(false);
  });

  it("has what was kept, also for another process, and nothing else", () => {
    folder.keep(secret("11"), DEADLINE);
    folder.keep(secret("22"), DEADLINE + 5n);
    expect(new SecretFolder(path).find(secret("11").commitment)).to.deep.equal(secret("11"));
    expect(folder.find(secret("33").commitment)).to.equal(undefined);
    expect(readdirSync(path)).to.have.length(2);
  });

  it("does not take a draft for a secret: a process that was killed while it wrote leaves one", () => {
    writeFileSync(join(path, `${DEADLINE}-${secret("44").commitment}.json.77`), '{"commitment":');
    expect(folder.find(secret("44").commitment)).to.equal(undefined);
  });

  it("forgets secrets and drafts a week after their deadline", () => {
    folder.prune(DEADLINE + WEEK);
    expect(readdirSync(path)).to.have.length(3);
    folder.prune(DEADLINE + WEEK + 1n);
    expect(readdirSync(path)).to.have.length(1);
    expect(folder.find(secret("22").commitment)).to.deep.equal(secret("22"));
  });

  it("says so where it cannot be written", () => {
    const file = files.write("file", "");
    expect(() => new SecretFolder(file).keep(secret("11"), DEADLINE)).to.throw(StorageError, "--data-dir");
  });
});
