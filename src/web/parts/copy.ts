/**
 * Copies text, and HTML beside it where given. Without a secure address (a plain http host in one's own network) the
 * clipboard's own interface is missing, and the older way is taken. Returns whether it worked.
 */
export async function copy(text: string, html?: string): Promise<boolean> {
  try {
    if (html && 'clipboard' in navigator && 'ClipboardItem' in window) {
      const item = new ClipboardItem({
        'text/plain': new Blob([text], { type: 'text/plain' }),
        'text/html': new Blob([html], { type: 'text/html' }),
      })
      await navigator.clipboard.write([item])
      return true
    }
    if ('clipboard' in navigator) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Refused by the browser's settings: the older way may still be allowed.
  }
  return copyByEvent(text, html)
}

function copyByEvent(text: string, html: string | undefined): boolean {
  const fill = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    if (html) event.clipboardData?.setData('text/html', html)
    event.preventDefault()
  }
  document.addEventListener('copy', fill)
  try {
    return document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', fill)
  }
}
