/**
 * Words that someone on the call spoke to a machine: to a note taker, an assistant, "the AI". They are part of what was
 * said and may be quoted, but nothing follows from them.
 */
const ORDERS = [
  /\b(?:hey|ok(?:ay)?|dear|hello|note to|message (?:to|for)|attention|attn|calling) (?:the |all |any |our )?(?:ai|a\.i\.|chatgpt|gpt|claude|gemini|copilot|siri|alexa|gong|assistant|note ?taker|bot|language model|llm|summari[sz]er)\b/i,
  /\b(?:ignore|disregard|forget|override) (?:all |any |your |the |every |my )*(?:previous|prior|above|earlier|preceding|other|system) (?:instructions?|prompts?|rules?|directions?|messages?)\b/i,
  /\b(?:if you(?:'re| are) (?:an? )?(?:ai|a\.i\.|bot|assistant|language model|llm)|(?:ai|language model|llm|bot|note ?taker|assistant)s? (?:reading|listening|summari[sz]ing|transcribing|writing|processing|that (?:reads|writes|summari[sz]es)))\b/i,
  /^\W*(?:ai|a\.i\.|assistant|chatgpt|copilot|note ?taker|bot)\s*[,:]/i,
  /\b(?:in|into|to|at the (?:top|end|bottom) of) (?:the|your|this) (?:follow[- ]up|summary|recap|notes?|e-?mail|mail|draft|minutes)\b.*\b(?:ai|assistant|bot|note ?taker|model|automatically)\b/i,
  /\b(?:system prompt|new instructions?:|you are now an?\b.*\b(?:assistant|ai|model))/i,
  /\b(?:write|put|include|add|insert|mention|say|state|tell them)\b.{0,60}\b(?:in|into|to) (?:the|your) (?:follow[- ]up|ai summary|summary|ai notes|auto(?:matic|mated)? (?:notes?|summary|e-?mail))\b/i,
  /\b(?:ignorier\w*|vergiss|vergessen sie)\b.{0,40}\b(?:anweisung|anweisungen|instruktion|vorgaben)/i,
  /\b(?:hallo|hey|liebe|notiz an die|an die) (?:ki|k\.i\.|assistentin?|künstliche intelligenz)\b/i,
  /^\W*ki\s*[,:]/i,
  /(?:AI|ＡＩ|エーアイ|人工知能|アシスタント|議事録ボット)(?:さん|へ|は)?[、,：:]|(?:これまで|以前|上記)の(?:指示|命令)を?(?:すべて|全て)?(?:無視|忘れ)/u,
]

export const isOrderToMachine = (text: string): boolean => ORDERS.some((order) => order.test(text))
