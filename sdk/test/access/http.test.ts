import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect } from "chai";
import { callEndpoint } from "../../src/access/http.ts";
import { EndpointRefusedError } from "../../src/access/index.ts";

describe("access: calls", () => {
  let server: Server;
  let connections: number;
  const urlOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const serve = async (listener: RequestListener) => {
    connections = 0;
    server = createServer(listener);
    server.on("connection", () => {
      connections++;
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  };
  afterEach(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );

  /** Answers the first request of a connection, and closes it as soon as it is used again. */
  const closeReused = (): RequestListener => {
    const used = new Set<Socket>();
    return (request, response) => {
      if (used.has(request.socket)) return request.socket.destroy();
      used.add(request.socket);
      request.pipe(response);
    };
  };

  it("go on over a new connection when a kept one is closed as it is used again", async () => {
    await serve(closeReused());
    // Several at once, so that several connections are kept.
    for (let i = 0; i < 4; i++) {
      const bodies = ["1", "2"];
      expect(await Promise.all(bodies.map((body) => callEndpoint(urlOf(), { body })))).to.deep.equal([1, 2]);
    }
    expect(connections).to.be.at.least(3);
  });

  it("end where every connection is lost, after a few", async () => {
    await serve((request) => request.socket.destroy());
    const error = await callEndpoint(urlOf()).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(EndpointRefusedError);
    expect((error as EndpointRefusedError).status).to.equal(undefined);
    expect(connections).to.equal(3);
  });

  it("are not repeated once an answer has begun", async () => {
    await serve((request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("[", () => request.socket.destroy());
    });
    const error = await callEndpoint(urlOf()).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(EndpointRefusedError);
    expect(connections).to.equal(1);
  });

  it("are not repeated where nobody listens, nor longer than they may take", async () => {
    await serve(() => undefined);
    const from = Date.now();
    const slow = await callEndpoint(urlOf(), { timeoutMs: 200 }).catch((caught: unknown) => caught);
    expect(String(slow)).to.contain("it took too long");
    expect(Date.now() - from).to.be.below(2_000);
    expect(connections).to.equal(1);
    const url = urlOf();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const nobody = await callEndpoint(url).catch((caught: unknown) => caught);
    expect(String(nobody)).to.contain("ECONNREFUSED");
  });
});
