import { useState, type ChangeEvent, type FormEvent } from 'react'

/**
 * A short form: its values, what is wrong with each, and one attempt at a time. What was typed stays, whatever
 * happens. `check` names the faults by field; `submit` may throw, and its error is handed back.
 */
export function useForm<Values extends Record<string, string>>(options: {
  initial: Values
  check: (values: Values) => Partial<Record<keyof Values, string>>
  submit: (values: Values) => Promise<void>
}) {
  const [values, setValues] = useState(options.initial)
  const [faults, setFaults] = useState<Partial<Record<keyof Values, string>>>({})
  const [error, setError] = useState<unknown>(undefined)
  const [busy, setBusy] = useState(false)

  const set = (name: keyof Values, value: string): void => {
    setValues((before) => ({ ...before, [name]: value }))
    setFaults(({ [name]: _mended, ...rest }) => rest as typeof faults)
  }
  const field = (name: keyof Values & string) => ({
    name,
    value: values[name],
    error: faults[name],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      set(name, event.currentTarget.value),
  })
  const onSubmit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const found = options.check(values)
    setFaults(found)
    const first = Object.keys(found)[0]
    if (first) {
      const faulty = event.currentTarget.elements.namedItem(first)
      if (faulty instanceof HTMLElement) faulty.focus()
      return
    }
    setBusy(true)
    setError(undefined)
    try {
      await options.submit(values)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return { values, set, field, onSubmit, busy, error }
}
