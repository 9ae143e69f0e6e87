import { expect } from "chai";
import type { BaseError } from "../../../sdk/src/index.ts";

/** What a promise throws; it must be an error of the class that says what to do. */
export async function thrown<T extends BaseError>(
  errorClass: new (...args: never[]) => T,
  promise: Promise<unknown>,
): Promise<T> {
  const error = await promise.then(
    () => expect.fail(`${errorClass.name} was not thrown`),
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(errorClass);
  expect((error as T).metaMessages.length).to.be.greaterThan(0);
  return error as T;
}
