/** What a page loads as JavaScript, in bytes as they are sent with gzip. */
import { gzipSync } from "node:zlib";
import type { HTTPResponse, Page } from "puppeteer-core";

/** The most that a first visit may load. */
export const MOST_BYTES = 350_000;

/** Adds up all JavaScript that the page gets from here on, until it is asked for the sum. */
export function countScripts(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = [];
  const count = (response: HTTPResponse) => {
    if (!/javascript/.test(response.headers()["content-type"] ?? "")) return;
    sizes.push(response.buffer().then((body) => gzipSync(body).length));
  };
  page.on("response", count);
  return async () => {
    page.off("response", count);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  };
}
