import { absent, at, callScript, us } from '../casting.ts'

const fairhaven = at('Fairhaven Furniture', 'fairhaven.example')

/** Nothing is promised by anybody: the right follow-up is short and says so. */
export const fairhavenIntroduction = callScript({
  key: 'fairhaven-introduction',
  title: 'Fairhaven Furniture <> Lumen Fleet: introduction',
  kind: 'introduction',
  language: 'eng',
  durationS: 409,
  customer: 'Fairhaven Furniture',
  hostKey: 'colleague',
  cast: {
    colleague: us('colleague'),
    manager: us('manager'),
    ruth: fairhaven('Ruth Callahan', 'ruth.callahan', 'Chief Operating Officer'),
    pete: fairhaven('Pete Nakamura', 'pete.nakamura', 'Warehouse Manager'),
    lena: absent(fairhaven('Lena Fisk', 'lena.fisk', 'Head of Customer Care')),
  },
  talk: `
    [55] colleague: Hi Ruth. Hi, is it Pete?
    pete: Pete, yes. Hello.
    ruth: Hello. Lena sends her regrets, she's got a truck at the wrong house, which I suppose is rather on topic.
    manager: That is very on topic.
    colleague: I hope it's at least a nice house. So, I'm Priya, this is Marcus, he runs our sales team. You filled in the form on the website and said you'd like to get to know us, so there's no agenda from our side beyond that.
    ruth: Good, because I should say up front that we're not buying anything this year. I don't want to waste your time.
    manager: You're not wasting it. That's useful to know.
    ruth: We have nine trucks. Two-person delivery, sofas, wardrobes, that sort of thing. We do perhaps, what, Pete, sixty drops a day?
    pete: Sixty on a good day. Forty-five in the winter.
    colleague: And how do you plan them today?
    pete: I do it. By hand, the evening before. I've been doing it for eleven years, so I know which streets, you know, which staircases.
    manager: The staircases are the bit that software never knows.
    pete: Exactly! Everybody shows me a map and I say, show me the staircase.
    colleague: What happens when you're on holiday?
    pete: I don't go on holiday.
    ruth: He's joking. He went in August, and we had eleven late deliveries in a week. So that is the honest reason why I wrote to you.
    colleague: Okay. That makes sense. So for context, what we do is route planning for delivery fleets, most of our customers have between thirty and four hundred vehicles. With nine you'd be at the very small end.
    ruth: Would you even take somebody with nine?
    manager: We would, but I'd rather be straight with you. With nine trucks and someone like Pete, I don't think you'd see the money back. The saving comes mostly from mileage, and two-person furniture delivery is mostly time on site.
    ruth: I appreciate that. That's more or less what I suspected.
    pete: I'm keeping this recording.
    colleague: You have it in writing, sort of.
    ruth: What would change that? I mean, at what size does it begin to pay?
    manager: Usually somewhere around twenty-five vehicles, or if you start doing timed slots. If you promised people a one-hour window, say.
    ruth: We've talked about it. It's an idea for, I don't know, it's one of those things we could do one day. We might open a second warehouse too, but there's nothing decided, really nothing.
    colleague: Right. Then it's a question of where that goes.
    ruth: It is.
    pete: Can I ask something? The notifications, the text message that says the driver is ten minutes away, is that part of it or separate?
    colleague: It's a separate module. It exists on its own too, without the planning.
    pete: Okay. I just wondered.
    ruth: We have something for that from the shop system. It works. It isn't pretty.
    manager: If it works, keep it.
    ruth: You're a strange salesman, Marcus.
    manager: I've been told. I'd rather you remember us when you have thirty trucks.
    ruth: That's fair. Look, I think we've learned what we wanted to. I'd leave it here, and if things change I know where you are.
    colleague: Absolutely. Would you want to put something in the diary for later in the year, or do you prefer that we don't?
    ruth: I'd prefer not, if you don't mind. I get a great many follow-up meetings.
    colleague: Not at all. We leave it with you.
    pete: How's the weather where you are?
    manager: Grey. It's been grey for a month.
    pete: Same here. The lads love it, no sun in the windscreen.
    ruth: All right. Thank you both, that was refreshingly short.
    colleague: Thank you, Ruth. Good luck with the truck.
    pete: Bye now.
    manager: Take care.
  `,
})
