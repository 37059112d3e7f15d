import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './test/support/count-reporter.ts'],
    // Flow tests start whole servers: more at once than this only waits for the processor.
    maxWorkers: 2,
    pool: 'forks',
    // Once, and said in the end (count-reporter): a machine that stands still for seconds is no finding. Tests that
    // kill the product and count what is lost have no second try.
    retry: 1,
    // Only ends what hangs: tests wait for events, however slow the machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
