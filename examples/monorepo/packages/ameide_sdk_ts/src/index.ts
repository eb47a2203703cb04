export { GraphClient, type Element, type GraphApi } from "./graph";
export { connectTransport, RpcError, type Transport } from "./transport";
