const { isMock } = require('./env');
module.exports = function run() {
  if (isMock) return 1; // <- ITM101
  return 2;
};
