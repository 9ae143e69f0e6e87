import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { JobError } from "@clearhour/sdk/jobs";
import { expect } from "chai";
import { pino } from "pino";
import { StorageError } from "../../src/delivery/errors.ts";
import { servePublic } from "../../src/delivery/server.ts";
import type { HttpServer } from "../../src/runtime/server.ts";

describe("delivery: the public server", () => {
  const logged: { level: number; target?: string }[] = [];
  const logger = pino({ level: "debug" }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  let server: HttpServer;

  before(async () => {
    server = await servePublic("127.0.0.1", 0, logger, ({ target }) => {
      if (target === "/broken") throw new Error("a fault of its own");
      if (target === "/full") throw new StorageError("/data", { cause: new Error("ENOSPC") });
      if (target === "/wrong") throw new JobError("no such job");
      return { json: { target } };
    });
  });
  beforeEach(() => {
    logged.length = 0;
  });
  after(() => server.close());

  const send = (text: string) => {
    const socket = connect(server.port, "127.0.0.1");
    socket.write(text);
    return socket;
  };
  const statusOf = async (target: string) => {
    const socket = send(`GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
    let answer = "";
    socket.on("data", (data) => {
      answer += data;
    });
    await once(socket, "close");
    return Number(answer.split(" ")[1]);
  };

  it("answers whatever path a stranger asks for, and calls no stranger's nonsense an error of its own", async () => {
    expect(await statusOf("/v1/slots")).to.equal(200);
    expect(await statusOf("//")).to.equal(200);
    for (const target of ["http://elsewhere/", "*"]) expect(await statusOf(target)).to.equal(400);
    expect(logged).to.deep.equal([]);
    expect(await statusOf("/broken")).to.equal(500);
    expect(logged.map(({ level }) => level)).to.deep.equal([pino.levels.values.error]);
  });

  it("tells what is the sender's fault from what is to be sent again", async () => {
    expect(await statusOf("/wrong")).to.equal(400);
    expect(logged).to.deep.equal([]);
    expect(await statusOf("/full")).to.equal(500);
    expect(logged.map(({ level }) => level)).to.deep.equal([pino.levels.values.error]);
  });

  it("does not call a request that was cut off an error either", async () => {
    const socket = send("POST /v1/x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf");
    await sleep(100);
    socket.destroy();
    while (logged.length === 0) await sleep(10);
    expect(logged).to.have.lengthOf(1);
    expect(logged[0]).to.include({ level: pino.levels.values.debug, target: "/v1/x" });
  });
});
