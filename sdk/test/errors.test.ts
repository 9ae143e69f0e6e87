import { expect } from "chai";
import { BaseError } from "../src/errors/base.ts";

describe("errors", () => {
  it("put their parts into the message", () => {
    const error = new BaseError("It failed.", { metaMessages: ["Try this.", "Or that."], details: "code 7" });
    expect(error.message).to.equal("It failed.\n\nTry this.\nOr that.\n\nDetails: code 7");
    expect(error).to.include({ name: "BaseError", shortMessage: "It failed.", details: "code 7" });
    expect(new BaseError("Bare.").message).to.equal("Bare.");
  });

  it("take their details from the cause", () => {
    const inner = new BaseError("Inner.", { cause: new Error("socket closed") });
    expect(new BaseError("Outer.", { cause: inner }).details).to.equal("socket closed");
    expect(new BaseError("Outer.", { cause: new BaseError("Inner.") }).details).to.equal("Inner.");
    expect(new BaseError("Outer.", { cause: inner, details: "own" }).details).to.equal("own");
  });

  it("walk to the root, or to the first that matches", () => {
    const root = new TypeError("root");
    const middle = new BaseError("Middle.", { cause: root });
    const top = new BaseError("Top.", { cause: middle });
    expect(top.walk()).to.equal(root);
    expect(top.walk((error) => error === middle)).to.equal(middle);
    expect(top.walk((error) => error instanceof BaseError)).to.equal(top);
    expect(top.walk((error) => error instanceof RangeError)).to.equal(null);
  });

  it("walk a ring of causes once", () => {
    const a = new BaseError("A.");
    const b = new BaseError("B.", { cause: a });
    a.cause = b;
    expect(a.walk()).to.equal(b);
    expect(a.walk(() => false)).to.equal(null);
  });
});
