import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Seals what must not be readable in a database file: client secrets, tokens, webhook keys (AES-256-GCM).
 * A sealed text is `v1.<key id>.<iv>.<tag>.<ciphertext>`; the key id lets old and new keys live side by side.
 */
export interface Secrets {
  /** `purpose` is authenticated with the text, so that one kind of secret can't be passed off as another. */
  seal(plain: string, purpose: string): string
  /** Throws when the text was not sealed by one of our keys for this purpose. */
  unseal(sealed: string, purpose: string): string
  /** A key for another use (session signing, fingerprints), derived from the same root. */
  derive(use: string): Buffer
  /** True when `sealed` was made with the present key and needs no re-encryption. */
  isCurrent(sealed: string): boolean
}

/** `root` is `SECRET_KEY`; `oldRoots` are accepted for reading while a key is being rotated. */
export function createSecrets(root: string, oldRoots: string[] = []): Secrets {
  const current = sealingKey(root)
  const byId = new Map([current, ...oldRoots.map(sealingKey)].map((key) => [key.id, key.key]))
  return {
    seal(plain, purpose) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(Buffer.from(purpose))
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return [
        'v1',
        current.id,
        ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')),
      ].join('.')
    },
    unseal(sealed, purpose) {
      const [version, keyId, iv, tag, text] = sealed.split('.')
      const key = keyId === undefined ? undefined : byId.get(keyId)
      if (version !== 'v1' || key === undefined || !iv || !tag || text === undefined)
        throw new Error(`A stored secret (${purpose}) can't be read: it was sealed with another SECRET_KEY.`)
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
        authTagLength: 16,
      })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(Buffer.from(tag, 'base64url'))
      return decipher.update(text, 'base64url', 'utf8') + decipher.final('utf8')
    },
    derive: (use) => Buffer.from(hkdfSync('sha256', root, 'fastfollow', use, 32)),
    isCurrent: (sealed) => sealed.startsWith(`v1.${current.id}.`),
  }
}

/** SHA-256 as hex: how one-time tokens and keys are stored, so that the database holds nothing usable. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function sealingKey(root: string): { id: string; key: Buffer } {
  const key = Buffer.from(hkdfSync('sha256', root, 'fastfollow', 'seal', 32))
  return { id: createHash('sha256').update(key).digest('hex').slice(0, 8), key }
}
