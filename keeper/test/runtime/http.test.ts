import { expect } from "chai";
import { CannotListenError, PortTakenError } from "../../src/errors.ts";
import { serve } from "../../src/runtime/http.ts";
import { createMetrics } from "../../src/runtime/metrics.ts";
import type { HttpServer } from "../../src/runtime/server.ts";
import { Status } from "../../src/runtime/status.ts";

describe("serve", () => {
  const metrics = createMetrics({ command: "test" });
  let status: Status;
  let server: HttpServer;
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);

  before(async () => {
    status = new Status(metrics);
    server = await serve("127.0.0.1", 0, metrics, status);
  });
  after(() => server.close());

  it("answers /health while rounds go on", async () => {
    const response = await get("/health");
    expect(response.status).to.equal(200);
    expect(await response.json()).to.include({ alive: true });
  });

  it("answers /ready with what is missing", async () => {
    const first = await get("/ready");
    expect(first.status).to.equal(503);
    expect(await first.json()).to.deep.equal({ ready: false, reasons: ["no round is done yet"] });
    status.roundEnded();
    status.lacks("funds", "no coin");
    expect(await (await get("/ready?verbose")).json()).to.deep.equal({ ready: false, reasons: ["no coin"] });
    status.has("funds");
    expect((await get("/ready")).status).to.equal(200);
  });

  it("answers /metrics in the text format of Prometheus", async () => {
    metrics.actions.inc({ kind: "clear", outcome: "mined" }, 2);
    const response = await get("/metrics");
    expect(response.headers.get("content-type")).to.contain("text/plain");
    const text = await response.text();
    expect(text).to.contain('clearhour_keeper_actions_total{kind="clear",outcome="mined",command="test"} 2');
    expect(text).to.match(/clearhour_keeper_ready\{command="test"\} 1/);
    expect(text).to.contain("process_cpu_seconds_total");
  });

  it("answers nothing else", async () => {
    expect((await get("/")).status).to.equal(404);
    expect((await get("/health", { method: "POST" })).status).to.equal(405);
  });

  it("says that a port is taken", async () => {
    const error = await serve("127.0.0.1", server.port, metrics, status).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(PortTakenError);
    expect(String(error)).to.contain(`Port ${server.port} of 127.0.0.1 is taken`).and.to.contain("--http-port");
  });

  it("says that it cannot listen at an address that is not this machine's", async () => {
    const error = await serve("192.0.2.1", 0, metrics, status).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(CannotListenError);
  });
});
