import { RpcError, type Transport } from "@ameide/sdk";
import { ThreadsClient } from "../src/client";
import { LONGEST_MESSAGE, type Message, type Thread } from "../src/threads";
import { kickoff } from "./fixtures";

interface Request {
  title: string;
  thread: string;
  message: Message;
}

function createMockTransport(): Transport {
  const threads = new Map<string, Thread>([[kickoff.id, structuredClone(kickoff)]]);

  function find(id: string): Thread {
    const thread = threads.get(id);
    if (!thread) {
      throw new RpcError("not_found", `no thread ${id}`);
    }
    return thread;
  }

  return async (method, request) => {
    const { title, thread, message } = request as Request;
    switch (method) {
      case "Open": {
        const opened: Thread = { id: `thread-${threads.size + 1}`, title, messages: [] };
        threads.set(opened.id, opened);
        return structuredClone(opened);
      }
      case "Append": {
        if (message.text.length > LONGEST_MESSAGE) {
          throw new RpcError("invalid_argument", `a message has ${LONGEST_MESSAGE} characters`);
        }
        find(thread).messages.push(message);
        return structuredClone(find(thread));
      }
      case "Get":
        return structuredClone(find(thread));
      default:
        throw new RpcError("unimplemented", method);
    }
  };
}

/** The real client over a transport in memory. */
export function createMockThreadsClient(): ThreadsClient {
  return new ThreadsClient(createMockTransport());
}
