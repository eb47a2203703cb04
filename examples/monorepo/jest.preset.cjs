const path = require("node:path");

/** What every Jest suite of the repository shares; a package's jest.config.cjs adds its own. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["**/__tests__/**/*.test.ts"],
  transform: {
    "^.+\\.tsx?$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript", tsx: true }, target: "es2022" } },
    ],
  },
  moduleNameMapper: {
    "^@ameide/sdk$": path.join(__dirname, "packages/ameide_sdk_ts/src/index.ts"),
  },
  reporters: ["default", "jest-junit"],
};
