const preset = require("../../jest.preset.cjs");

module.exports = {
  ...preset,
  rootDir: __dirname,
  moduleNameMapper: {
    ...preset.moduleNameMapper,
    "^next/(headers|navigation)$": "<rootDir>/__mocks__/next/$1.ts",
  },
};
