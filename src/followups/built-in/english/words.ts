/** Verbs by which people at work promise something that outlives the call. */
export const STRONG =
  /^(?:send|resend|forward|email|e-mail|mail|share|provide|prepare|draft|put together|set up|set (?:something|that|this|it|a \w+|the \w+) up|schedule|book|arrange|organi[sz]e|introduce|loop|invite|follow up|follow-up|circle back|get back|come back (?:to (?:you|us)|with)|get (?:you|us|that|this|it|those|them|him|her)\b|get .+ (?:over|across|back|out) to|find out|look into|confirm|double[- ]check|check (?:with|on|in with|internally|whether|if|that|this|it|how|what|our|my|your)|circulate|write (?:up|to|you|that|this|down)|let (?:you|us) know|keep (?:you|us) posted|review|reach out|make sure|submit|sign|deliver|upload|return|fill (?:in|out)|complete|compile|gather|collect|nominate|escalate|report back|pass|work (?:out|up|on)|update|revise|extend|run (?:it|that|this|them|the [\w ]+?|our [\w ]+?|your [\w ]+?) (?:by|past)|take (?:it|that|this|the [\w ]+?) (?:back )?to|talk (?:to|with)|speak (?:to|with)|ask|clarify|drop (?:you|us)|dig|raise|add|connect (?:you|us|them)|bring (?:in|along|\w+ (?:in|along))|create|get (?:sign-?off|approval|an? (?:answer|quote|date|invite)|the \w+))\b/i

/** Further verbs of work: a promise only together with a day, a receiver, or a thing that is handed over. */
export const KNOWN =
  /^(?:get|give|put|set|check|verify|test|try|run|build|make|call|ring|text|ping|answer|reply|respond|finish|fix|ship|order|pay|open|file|approve|decide|evaluate|pull|export|import|configure|enable|activate|turn|switch|reserve|hold|present|train|onboard|migrate|roll|kick|launch|start|plan|propose|adjust|amend|redline|quote|calculate|document|record|summari[sz]e|distribute|hand|assign|appoint|identify|pick|choose|select|inform|notify|tell|report|grant|provision|install|move|cancel|replace|join|attend|visit|translate|cover|handle|sort|own|drive|push|chase|nudge|remind|request|obtain|secure|bring|read|discuss|look|take|write|work|talk|need|come|go|align|sync|finali[sz]e|issue|countersign|negotiate|scope|size|map|show|walk|demo|do|process|publish|post|have|allocate|block|analy[sz]e|audit|assess|estimate|complete|explain|validate|spin|whip|mock|generate|produce|invoice|renew|upgrade|downgrade|restore|reset|deploy|integrate|estimate)\b/i

/** Things that one side hands to the other. */
export const DELIVERABLE =
  /\b(?:decks?|slides?|presentations?|reports?|guides?|quotes?|quotations?|proposals?|offers?|contracts?|sheets?|spreadsheets?|documents?|docs?|documentation|lists?|templates?|recordings?|links?|summar(?:y|ies)|agreements?|ndas?|dpas?|sows?|msas?|pricing|prices?|order forms?|invoices?|case stud(?:y|ies)|references?|questionnaires?|plans?|timelines?|roadmaps?|invites?|invitations?|examples?|samples?|credentials|logins?|access|exports?|files?|datasets?|sandbox(?:es)?|trials?|demos?|environments?|accounts?|licen[cs]es?|keys?|specs?|specifications?|requirements?|diagrams?|architecture|certificates?|certifications?|soc ?2|iso|policy|policies|statements?|numbers?|figures?|details?|names?|contacts?|address(?:es)?|e-?mails?|calendars?|agenda|minutes|notes?|materials?|white ?papers?|brochures?|overviews?|breakdowns?|calculations?|business case|roi|drafts?|versions?|redlines?|comments?|feedback|answers?|confirmation|approvals?|sign-?offs?|tickets?|logs?|screenshots?|videos?|checklists?|po|purchase orders?|terms|addend(?:um|a)|scope|estimates?|options?|dates?|slots?|times?|workshops?|sessions?|trainings?|walkthroughs?|introductions?|intros?|report|data|api|tokens?|comparison|matrix|evaluation|signature|onboarding|kick-?off|baselines?|budget|forms?|packages?|guidelines?|mappings?|fields?|csvs?|pdfs?|one-pagers?|batch|results?)\b/i

/** Who is asked or told about something: "with legal", "my CFO". */
export const TARGET =
  /\b(?:(?:with|to|by|past|from|in) (?:our|my|your|the|[A-Z]\w+|legal|finance|procurement|security|it|engineering|product|support|marketing|hr)|(?:our|my|your) (?:\w+ ){0,2}(?:team|cfo|cto|ceo|ciso|cio|coo|boss|manager|colleagues?|lawyers?|counsel|director|lead|head|vp|board|people|engineers?|admins?|committee))\b/

export const ROLE =
  '(?:legal|finance|procurement|purchasing|security|it|engineering|product|support|marketing|hr|operations|accounting|compliance|(?:(?:our|my|your|the|their) )(?:[\\w-]+ ){0,3}?(?:team|department|manager|lead|director|engineers?|colleagues?|assistant|boss|cfo|cto|ceo|ciso|cio|coo|cmo|vp(?: of \\w+)?|head of [\\w ]+?|counsel|lawyers?|admins?|csm|board|committee|folks|guys|architect|accountant|controller|dpo|data protection officer|legal|finance|procurement|security|it|engineering|product|support|marketing|hr|operations|specialists?|consultants?|partner))'

/** In the course of the call, not after it. */
export const IN_CALL =
  /^(?:(?:quickly |just |briefly |also )*(?:share|show|pull up|open|bring up|present|switch|put up|turn (?:on|off)|stop|start|drop)\b.*\b(?:screen|camera|video|tab|window|mic|microphone|chat|sharing)\b|show (?:you|us|them|everyone)\b(?!.*\b(?:next|demo|workshop))|(?:walk|take|run|go|talk|step|click|scroll|zoom|jump|skip) (?:(?:you|us|everyone|them|quickly|right|straight) )*(?:ahead|back|through|into|down|here|there|around)\b|(?:click|scroll|zoom|jump|skip)\b|(?:be|see|want|like|love|know|think|guess|say|admit|assume|hope|wonder|mean|believe|remember|understand|agree|stop|pause|wait|mute|unmute|hop|begin|continue|stay|sit|listen|leave|keep (?:it|this|that|going|in mind|my|our|an? eye)|consider|reflect|feel|find (?:it|that|this)|miss|forget|bet|eat|buy (?:you|us)|happen|appear|need|do (?:my|our|the) best|tell (?:you|us) (?:what|that|how|why|a|honestly|the|one|straight)|let (?:you|us|\w+) (?:go|finish|speak|take|talk|explain|start|continue|answer|jump|introduce|have|run|get)|start (?:with|by|off|from|us)|kick (?:it|us|things|this) off|hand (?:it |you |this |things )?over\b|hand back|pass (?:it |you |this )?(?:over )?to (?:\w+)$|give (?:you|us|it|him|her|them|everyone|people) (?:a|an|another|some|one) (?:second|sec|minute|moment|quick|brief|bit|couple|sense|idea|flavou?r|example|thought|try|shot|chance|break)|give it|take (?:a|one|another|that|this|it) (?:second|sec|minute|moment|question|break|step|look at (?:this|that|it)$|as|from (?:here|there)|offline|one|away)|take (?:it|that|this) (?:from|as|offline|away|slow)|take notes?\b|ask (?:you|a|an|one|another|just|the (?:obvious|stupid|same)|this|that|it|differently|again|everyone)|get (?:started|going|to (?:that|this|it|know)|into|there|straight|right|back to (?:that|this|it|the|my)|off|used|better|it$|that$)|come (?:to|on|back to (?:that|this|it|the))|go (?:ahead|first|next|for|with|with that|live)|move on|try (?:again|to (?:be|explain|answer|share|summari[sz]e|keep|make it short|remember))|answer (?:that|this|your|it)|put (?:it|that|this) (?:this|another|differently|simply|bluntly|on (?:the|my) list)|make (?:it|this) (?:quick|short|brief|easy)|make (?:a|this) (?:note|point)|have (?:a look|to|another|one|some|it|no|enough|the same|a think|more|less|access|been)|have you\b|repeat|rephrase|summari[sz]e(?: (?:quickly|briefly|that|this|it))?$|recap|explain|mention|point out|add (?:to|that|one|just|something)\b|check (?:my|the) (?:notes?|calendar|chat|clock|time)|look (?:it|that) up|pull (?:it|that|this) up|raise (?:my|a) hand|speak (?:up|louder|slowly|for)|talk (?:about|you|us|more)|discuss (?:that|this|it) (?:in a|later|next|now)|try$|do$|do (?:that|this|it) (?:now|first|quickly|too|as well)$|work (?:fine|great|well)|make sense|call (?:it|that|them|ourselves)|cover (?:that|this|it|the) (?:in a|later|next|now|shortly)?))\b/i

/** What always happens is a description, no promise. */
export const HABIT =
  /\b(?:usually|typically|always|generally|normally|automatically|every (?:time|day|night|week|month|morning|hour|quarter|year|\d+)|each (?:time|day|night|week|month)|whenever|by default|as a rule|in (?:most|many|some) cases|out of the box|most (?:customers|clients|people))\b/i

export const JOKE =
  /\b(?:just kidding|(?:i'm|i am|only|just) joking|kidding|haha+|ha ha|lol|i'll eat my (?:hat|shoe)|no pun|in (?:your|my|our) dreams)\b/i

export const ASSENT =
  /^(?:\W|(?:oh|so|well|and|hm+|ah|okay|ok|right|great|that|that'd|would|be)\b)*(?:yes|yep|yeah|yup|sure|of course|absolutely|will do|no problem|happy to|glad to|can do|definitely|okay|ok|certainly|you got it|got it|consider it done|i(?:'ll| will| can) do (?:that|this|it)|we(?:'ll| will| can) do (?:that|this|it)|sounds (?:good|great|perfect)|that(?:'s| is)? (?:works|work|fine|perfect|great|good)|works|perfect|great|fine|makes sense|on it|deal|done|agreed|gladly|with pleasure|please(?: do)?|that(?:'d| would) be (?:great|good|helpful|perfect|lovely|useful|nice|amazing|fantastic|super)|lovely|leave (?:it|that) (?:with|to) me|i(?:'ll| will)|we(?:'ll| will)|good idea|exactly|right)\b/i

export const REFUSAL =
  /\b(?:no(?!t a problem| problem| worries|w\b)\b|not (?:yet|really|at this|right now|now|for now|sure|today|necessary|possible|something)|rather not|can'?t|cannot|won'?t|wouldn'?t|unfortunately|i'?m afraid|afraid|unlikely|i don'?t think|i doubt|let (?:me|us) think|we'?ll see|maybe later|too early|prefer not|pass on|hold off|don'?t (?:need|have|want|bother|worry)|that'?s (?:okay|ok|all right|fine),? (?:we|i|no)|we(?:'re| are) good|all good|already have)\b/i

/** "We could" and its kin: thought about, not promised. */
export const HYPOTHETICAL =
  /\b(?:could|would|might|may(?! \d)|maybe|perhaps|possibly|potentially|in theory|theoretically|hypothetically|imagine|suppose|say we|what if|if (?:we|you|i|they|he|she|it|that|this|there|legal|finance|your|our|the)(?! (?:can|could) (?:just|please))|unless|assuming|wish|ideally|one day|at some point|someday|eventually)\b/i

const STOP = new Set(
  'a an the and or but so if then than that this those these it its is are was were be been being am do does did have has had will would can could should may might must shall to of in on at by for from with about over into up out off back i you he she we they me him her us them my your his our their mine yours ours theirs there here not no yes also just really very some any all more most other another one two what which who whom when where why how get got send let make take give put go come know think want need like see look say tell ask us okay ok sure well right yeah know today tomorrow week day monday tuesday wednesday thursday friday saturday sunday month end next until before after within soon please thing things something anything stuff lot bit way kind sort us actually gonna going too only now share provide check will keep call good great thanks thank'.split(
    ' ',
  ),
)

const ALIKE: Record<string, string> = {
  quotation: 'quote',
  presentation: 'deck',
  slide: 'deck',
  doc: 'document',
  invitation: 'invite',
  spreadsheet: 'sheet',
  pricing: 'price',
  mail: 'email',
}

/** Content words in a simple base form, for telling whether two sentences speak of the same thing. */
export function keysOf(text: string): Set<string> {
  const keys = new Set<string>()
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}-]*/gu) ?? []) {
    if (STOP.has(word) || word.length < 2) continue
    const base = word.replace(/(?:'s|ies|es|s|ing|ed)$/, (ending) =>
      ending === 'ies' ? 'y' : word.length - ending.length < 3 ? ending : '',
    )
    keys.add(ALIKE[base] ?? base)
  }
  return keys
}
