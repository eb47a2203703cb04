module.exports = { setupFilesAfterEach: ['./jest.setup.ts'], setupFiles: ['./jest.setup.ts'] };
