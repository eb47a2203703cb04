import { connectTransport } from "@ameide/sdk";

export interface ChatMessage {
  role: "user" | "assistant";
  content: string;
}

export interface ThreadsClient {
  createThread(): Promise<{ id: string }>;
  send(thread: string, content: string): Promise<ChatMessage>;
  history(thread: string): Promise<ChatMessage[]>;
}

export function createLiveThreadsClient(baseUrl: string): ThreadsClient {
  const call = connectTransport(baseUrl, "ameide.chat.v1.ThreadsService");
  return {
    createThread: async () => (await call("CreateThread", {})) as { id: string },
    send: async (thread, content) => (await call("Send", { thread, content })) as ChatMessage,
    history: async (thread) =>
      ((await call("History", { thread })) as { messages: ChatMessage[] }).messages,
  };
}
