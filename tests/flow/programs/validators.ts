import * as v from "valibot";
import Joi from "joi";
import { registerAs } from "@nestjs/config";

const Schema = v.object({ INTEGRATION_MODE: v.optional(v.picklist(["repo", "cluster"]), "repo"), PORT: v.string() });
const a = v.parse(Schema, process.env);
if (a.PORT) serve();
if (a.INTEGRATION_MODE === "cluster") serve(); // <- branch
const joi = Joi.object({ INTEGRATION_MODE: Joi.string().valid("repo", "cluster"), PORT: Joi.number() }).unknown();
const { value: b, error } = joi.validate(process.env);
if (error) throw error;
if (b.PORT) serve();
if (b.INTEGRATION_MODE === "cluster") serve(); // <- branch
export const appConfig = registerAs("app", () => ({ mode: process.env.INTEGRATION_MODE ?? "repo", port: Number(process.env.PORT) }));
export class Svc {
  constructor(private readonly cfg: { mode: string; port: number }) {}
  run() {
    if (this.cfg.port) return 1;
    if (this.cfg.mode === "cluster") return 2; // <- branch
    return 3;
  }
}
export const svc = new Svc(appConfig());
declare function serve(): void;
