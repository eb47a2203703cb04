import type { ChatMessage, ThreadsClient } from "../src/threads-client";
import { answers } from "./fixtures";

/** A threads service in memory, with an assistant that knows the fixtures. */
export function createMockThreadsClient(): ThreadsClient {
  const threads = new Map<string, ChatMessage[]>();

  function messagesOf(thread: string): ChatMessage[] {
    const messages = threads.get(thread);
    if (!messages) {
      throw Object.assign(new Error(`no thread ${thread}`), { code: "not_found" });
    }
    return messages;
  }

  return {
    async createThread() {
      const id = `chat-${threads.size + 1}`;
      threads.set(id, []);
      return { id };
    },
    async send(thread, content) {
      const answer = answers[content];
      if (answer === undefined) {
        throw new Error(`no fixture answers "${content}"`);
      }
      const reply: ChatMessage = { role: "assistant", content: answer };
      messagesOf(thread).push({ role: "user", content }, reply);
      return reply;
    },
    async history(thread) {
      return [...messagesOf(thread)];
    },
  };
}
