import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { startServer } from "../../src/runtime/server.ts";

describe("a keeper's HTTP server", function () {
  this.timeout(20_000);

  it("keeps an idle connection far longer than it tells its clients", async () => {
    const server = await startServer("127.0.0.1", 0, async (_, response) => void response.end("here"));
    const socket = connect(server.port, "127.0.0.1");
    let received = "";
    socket.on("data", (data) => {
      received += data;
    });
    const ask = async () => {
      received = "";
      socket.write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
      while (!received.includes("here") && !socket.closed) await sleep(10);
      return received;
    };
    try {
      const told = Number(/keep-alive: timeout=(\d+)/i.exec(await ask())?.[1]);
      expect(told).to.be.at.least(1);
      // Node's own server closes it a second after what it told.
      await sleep((told + 2.5) * 1_000);
      expect(await ask()).to.contain("200 OK");
    } finally {
      socket.destroy();
      await server.close();
    }
  });
});
