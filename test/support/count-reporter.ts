import type { Reporter, TestModule } from 'vitest/node'

/**
 * Closes a run with one line that a person and a program can read: how many passed, failed and were skipped. Before it,
 * every test that passed at its second try only, so that none of them is overlooked.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    for (const test of tests)
      if (test.diagnostic()?.flaky)
        process.stdout.write(
          `passed at its second try only: ${test.module.relativeModuleId} > ${test.fullName}\n`,
        )
    const states = tests.map((test) => test.result().state)
    const count = (state: string) => states.filter((each) => each === state).length
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length
    const files = broken > 0 ? `, ${broken} errors outside a test` : ''
    process.stdout.write(
      `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped${files}\n`,
    )
  }
}
