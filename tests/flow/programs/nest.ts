import { Injectable, Module } from "@nestjs/common";
import { ConfigService } from "@nestjs/config";
import { Controller, Get } from "@nestjs/common";

@Injectable()
export class OrdersService {
  private readonly offline: boolean;
  private readonly region: string;

  constructor(
    private readonly config: ConfigService,
    private readonly repository: OrdersRepository,
  ) {
    this.offline = this.config.get<string>("INTEGRATION_MODE") !== "cluster";
    this.region = this.config.getOrThrow("REGION");
  }

  get isOffline() {
    return this.offline;
  }

  async list() {
    if (this.offline) { // <- branch
      return [];
    }
    if (this.region === "eu") {
      return this.repository.eu();
    }
    return this.repository.all();
  }

  async one(id: string) {
    const offline = await this.repository.isOffline(id);
    if (offline) return null;
    return this.isOffline ? null : this.repository.find(id); // <- branch
  }

  async other(mode: string) {
    switch (mode) {
      case "cluster":
        return 1;
      default:
        return 2;
    }
  }
}

@Module({
  providers: [
    {
      provide: "CLIENT",
      inject: [ConfigService],
      useFactory: (config: ConfigService) =>
        config.get("INTEGRATION_MODE") === "cluster" ? new Live() : new Fake(), // <- branch
    },
    {
      provide: "REGION",
      useFactory: (config: ConfigService) => (config.get("REGION") === "eu" ? 1 : 2),
    },
  ],
})
export class OrdersModule {}

@Controller()
export class Health {
  constructor(private readonly orders: OrdersService) {}
  @Get()
  health() {
    return { ok: !this.orders.isOffline || notice() }; // <- branch
  }
}
