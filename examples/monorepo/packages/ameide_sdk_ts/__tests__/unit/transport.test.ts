import { connectTransport, RpcError } from "../../src";

afterEach(() => jest.restoreAllMocks());

function answer(status: number, body: object) {
  return jest.spyOn(globalThis, "fetch").mockResolvedValue(Response.json(body, { status }));
}

test("posts the request to the method of the service", async () => {
  const fetch = answer(200, { id: "e1" });

  expect(await connectTransport("http://graph", "v1.Graph")("Get", { id: "e1" })).toEqual({
    id: "e1",
  });
  expect(fetch).toHaveBeenCalledWith("http://graph/v1.Graph/Get", expect.anything());
});

test("turns an error of the service into an RpcError", async () => {
  answer(404, { code: "not_found", message: "no element e2" });

  await expect(connectTransport("http://graph", "v1.Graph")("Get", {})).rejects.toEqual(
    new RpcError("not_found", "no element e2"),
  );
});
