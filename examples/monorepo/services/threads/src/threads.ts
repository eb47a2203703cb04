export interface Message {
  author: string;
  text: string;
}

export interface Thread {
  id: string;
  title: string;
  messages: Message[];
}

/** What the threads service offers. */
export interface ThreadsApi {
  open(title: string): Promise<Thread>;
  append(thread: string, message: Message): Promise<Thread>;
  get(thread: string): Promise<Thread>;
}

export const LONGEST_MESSAGE = 4000;
