/** A TCP proxy that a test puts before an endpoint to cut it off. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface TcpProxy {
  readonly port: number;
  /** Ends every connection, and each new one at once. */
  cut(): void;
  /** Takes connections and what comes over them, and answers nothing: what was open stays open. */
  hang(): void;
  /** Lets everything through again. Connections that hung are ended. */
  restore(): void;
  close(): Promise<void>;
}

/** Passes connections to a free local port on to `target`, a port of this machine. */
export async function startProxy(target: number): Promise<TcpProxy> {
  let mode: "open" | "cut" | "hung" = "open";
  const sockets = new Set<Socket>();
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  };

  const server = createServer((client) => {
    keep(client);
    if (mode === "cut") {
      client.destroy();
      return;
    }
    if (mode === "hung") return;
    const upstream = connect(target, "127.0.0.1");
    keep(upstream);
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      mode = "cut";
      endAll();
    },
    hang() {
      mode = "hung";
      for (const socket of sockets) socket.unpipe().pause();
    },
    restore() {
      mode = "open";
      endAll();
    },
    close: () =>
      new Promise((resolve) => {
        endAll();
        server.close(() => resolve());
      }),
  };
}
