// `npm test` runs *.test.ts; `npm run test:long` (SHOAL_LONG=1) the long ones, *.long.ts.
const long = process.env["SHOAL_LONG"] === "1";

const config = {
  extensions: { ts: "module" },
  files: [long ? "test/**/*.long.ts" : "test/**/*.test.ts"],
  concurrency: 2,
  // Of silence: no test ended for this long. Two cores may be busy with other things too.
  timeout: long ? "30m" : "5m",
  nodeArguments: ["--disable-warning=ExperimentalWarning"],
};

export default config;
