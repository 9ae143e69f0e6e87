import { expect } from "chai";
import { PRIVATE_KEY, signerFrom } from "../../src/config/secrets.ts";
import { SecretError } from "../../src/errors.ts";

const KEY = `0x${"ab".repeat(32)}`;

describe("signerFrom", () => {
  it("takes the key from the environment", () => {
    expect(signerFrom({ [PRIVATE_KEY]: ` ${KEY}\n` }).address).to.match(/^0x[0-9a-fA-F]{40}$/);
  });

  it("says that it is missing", () => {
    expect(() => signerFrom({})).to.throw(SecretError, `${PRIVATE_KEY} is not set`);
    expect(() => signerFrom({ [PRIVATE_KEY]: "" })).to.throw(SecretError, "is not set");
  });

  for (const wrong of [KEY.slice(0, -1), KEY.slice(2), `0x${"f".repeat(64)}`, `0x${"0".repeat(64)}`]) {
    it(`never shows a wrong one of ${wrong.length} characters, ${wrong.slice(0, 4)}…`, () => {
      try {
        signerFrom({ [PRIVATE_KEY]: wrong });
        expect.fail("accepted");
      } catch (error) {
        expect(error).to.be.instanceOf(SecretError);
        expect(`${error}${JSON.stringify(error)}${(error as Error).stack}`).not.to.contain(wrong.slice(4));
      }
    });
  }
});
