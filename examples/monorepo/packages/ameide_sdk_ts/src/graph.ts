import type { Transport } from "./transport";

export interface Element {
  id: string;
  kind: string;
  name: string;
}

/** What the graph service offers to applications. */
export interface GraphApi {
  createElement(kind: string, name: string): Promise<Element>;
  getElement(id: string): Promise<Element>;
}

export class GraphClient implements GraphApi {
  constructor(private readonly call: Transport) {}

  async createElement(kind: string, name: string): Promise<Element> {
    return (await this.call("CreateElement", { kind, name })) as Element;
  }

  async getElement(id: string): Promise<Element> {
    return (await this.call("GetElement", { id })) as Element;
  }
}
