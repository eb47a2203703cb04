import { connectTransport, type Transport } from "@ameide/sdk";
import type { Message, Thread, ThreadsApi } from "./threads";

/** A client of the threads service over a transport. */
export class ThreadsClient implements ThreadsApi {
  static connect(baseUrl: string): ThreadsClient {
    return new ThreadsClient(connectTransport(baseUrl, "ameide.threads.v1.ThreadsService"));
  }

  constructor(private readonly call: Transport) {}

  async open(title: string): Promise<Thread> {
    return (await this.call("Open", { title })) as Thread;
  }

  async append(thread: string, message: Message): Promise<Thread> {
    return (await this.call("Append", { thread, message })) as Thread;
  }

  async get(thread: string): Promise<Thread> {
    return (await this.call("Get", { thread })) as Thread;
  }
}
