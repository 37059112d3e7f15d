/** A call's name. Until Gong has told us its title, its number there is all there is. */
export const titleOf = (call: { title: string | null; gongCallId: string }): string =>
  call.title ?? `Call ${call.gongCallId}`
