import { type Element, RpcError, type Transport } from "../../src";

/** A transport that answers like the graph service, from memory. */
export function inMemoryGraph(): Transport {
  const elements = new Map<string, Element>();

  return async (method, request) => {
    if (method === "CreateElement") {
      const element = { id: `element-${elements.size + 1}`, ...(request as Omit<Element, "id">) };
      elements.set(element.id, element);
      return element;
    }
    const { id } = request as { id: string };
    const found = elements.get(id);
    if (!found) {
      throw new RpcError("not_found", `no element ${id}`);
    }
    return found;
  };
}
