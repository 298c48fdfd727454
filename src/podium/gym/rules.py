"""The rules by which moves are heard in typed words: one line each, with a name, so that each can be measured.

They hear phrases, not meaning. A sentence without such a phrase is heard as nothing, which costs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_I = r"\bi(?:'ve| have|'d| had)?(?: also| just| really| honestly| simply| completely)?"
_LEAD = r"(?:so|and|but|ok|okay|well|then|please|honestly|look|right|now|great|come on|you know what|yes|no)"
_START = rf"^(?:{_LEAD}\b,? ){{0,2}}"
_DAY = (
    r"(?:today|tonight|tomorrow|(?:next|this|by|on|until|before|every|each|in|at|from|for)\b (?:the )?(?:end of )?(?:next )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|noon|next week|this week|"
    r"by (?:the end|five|four|three|two|noon|then)|in (?:a|one|two|three|\d+) (?:days?|weeks?|hours?)|"
    r"\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december))"
)
_DO = (
    r"(?:add|agree|answer|ask|be willing|bring|call|check|come|draft|give|help|invite|join|keep|lead|leave|let me know|list|"
    r"look|make sure|move|name|own|pair|pick|ping|prepare|put|read|review|run|say|schedule|send|set|share|show|sit|speak|"
    r"start|stop|take|talk|tell|test|try|wait|warn|write)"
)
_ADJECTIVE = (
    r"(?:careless|lazy|dramatic|negative|sensitive|unprofessional|unreliable|difficult|arrogant|stubborn|passive|aggressive|"
    r"defensive|emotional|selfish|incompetent|slow|sloppy|immature|naive|toxic|rude|junior|weak|impossible|irresponsible)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One phrase that stands for a move.

    Attributes:
        name: the move and a word for the phrase, `own/sorry`.
        move: what is heard.
        pattern: searched in one sentence, in small letters.
        settles: the sentence is no question, whatever its mark: a reproach or an order in a question's clothes.
    """

    name: str
    move: str
    pattern: re.Pattern[str]
    settles: bool = False


def _rules(move: str, settles: bool = False, **patterns: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(f"{move}/{name.replace('_', '-')}", move, re.compile(pattern), settles)
        for name, pattern in patterns.items()
    )


RULES: tuple[Rule, ...] = (
    *_rules(
        "seek",
        leave=rf"{_START}(?:can|may|could|shall|might) i (?:just )?(?:share|offer|tell|say|suggest|ask|give|add|jump|push|check|be)\b",
        okay=r"\b(?:would it be|is it|would that be) (?:ok|okay|alright|all right|fine|helpful|useful|good)\b[^?]{0,30}\bif i\b",
        mind=r"\b(?:mind|do you mind) if i\b",
        open_to=r"\bare you open to\b",
        good_time=r"\bis (?:now|this) a (?:good|bad|okay|ok) (?:time|moment)\b",
        my_view=r"\b(?:do|would) you (?:want|like|mind) (?:to hear )?(?:my|a|some|an) (?:view|opinion|idea|thought|take|feedback|suggestion)",
        do_you_want=r"\bi can (?:give|tell|offer|share)\b[^?]{0,40}, (?:do you want|if you want|if you like)",
        talk=rf"{_START}(?:can|could|may) we (?:talk|speak|look|go back)\b",
        useful=r"\bwould (?:an idea|a thought|a suggestion|some feedback|my view)\b[^?]{0,40}\b(?:useful|help|helpful|welcome)",
    ),
    *_rules(
        "reflect",
        sounds=r"\b(?:it |that |this )?(?:sounds|seems|feels) (?:like|as if|as though|to me like)\b|\bsounds like\b",
        seem=r"\byou (?:seem|sound|look) (?:to be|like|as if|torn|tired|angry|upset|worried|frustrated|hurt|surprised)",
        hear=r"\b(?:what i(?:'m| am)? hear(?:ing)?|i hear (?:that|you)|am i hearing)\b",
        understand=r"\b(?:if i understand|if i understood|i understand that you|as i understand it|let me see if i)\b",
        so_you=rf"^(?:ok|okay|right)?,? ?so (?:basically )?(?:you|for you|what you|it|it's|the|your|that)\b(?!.*\b(?:good|okay|ok) for\b)",
        mean=r"^(?:so )?you mean\b|\byou(?:'re| are) saying\b|\bin other words\b",
        for_you=r"^(?:it|that|this) (?:was|is|feels|felt|must have been|mattered)\b.{0,40}\b(?:for|to) you\b",
        must_have=r"\bmust (?:have been|have felt|be) (?:\w+ ){0,2}(?:hard|lonely|tough|difficult|frustrating|painful|awful|rough|tiring)",
        no_wonder=r"^no wonder you\b",
        felt=r"\byou(?:'re|'ve been| are| were| have been| felt| feel| had been) (?:\w+ ){0,2}(?:angry|afraid|alone|worried|scared|hurt|torn|tired|"
        r"proud|ashamed|frustrated|exhausted|stuck|disappointed|left alone|let down|carrying|holding|told|asked|promised|handed)\b",
        would_rather=r"\byou(?:'d| would) rather\b",
        wants=r"^you (?:want|wanted|need|needed|don't want|didn't want|do not want|hoped|wish|stopped|expected|already told|carried)\b(?!.{0,8}me to)",
        part=r"^part of you\b|^on (?:the )?one hand you\b",
        isnt=r"^so it (?:isn't|is not|wasn't)\b",
    ),
    *_rules(
        "affirm",
        thanks=r"\b(?:thank you|thanks) (?:for|that you)\b(?! nothing)",
        appreciate=r"\bi(?:'m| am)? (?:really )?(?:appreciate|value|admire|grateful|glad (?:you|that you))\b",
        good=r"^(?:that|this) (?:was|is) (?:a )?(?:really )?(?:good|great|excellent|brave|smart|strong|fair) (?:call|point|idea|work|move|question|catch|decision)",
        nice=r"\b(?:nice|good|great) (?:catch|work|job|one)\b",
        great_how=r"\bit(?:'s| is) (?:great|good|impressive) how you\b",
        did_well=r"\byou (?:did (?:well|great|a good job)|handled .{0,30} well|put real (?:care|thought|work))\b",
        your_work=r"\b(?:your|the way you) .{3,40} (?:was|were|caught|saved|found) (?:calm|clear|thorough|excellent|solid|careful|us|two|three|kind)",
        courage=r"\btook (?:courage|guts|a lot)\b",
    ),
    *_rules(
        "own",
        on_me=r"\b(?:that|this|it|one|which|part)(?: one)?(?: is|'s| was)? (?:is )?on me\b|\bis mine\b|\bmy (?:bad|mistake|fault|error|failure)\b",
        sorry=r"\b(?:i'm sorry|i am sorry|i apologi[sz]e|an apology)\b|^sorry,? (?!i'm late|i am late|to interrupt)(?:i|that|this|for)\b",
        should_have=rf"{_I.replace('|', '|')} ?(?:should|could) have (?:told|asked|said|been|done|made|given|come|seen|spoken|warned|written|listened|stopped)\b|"
        r"\bi (?:should|could)(?:'ve| have) (?:told|asked|said|been|done|made|given|come|seen|spoken|warned|written|listened|stopped)\b",
        wrong=r"\bi (?:got|had|was|did) (?:this|that|it )?(?:\w+ )?wrong\b|\bi was wrong\b",
        responsibility=r"\bi (?:take|carry|accept) (?:the |full )?responsibility\b",
        failed=r"\bi (?:failed|forgot|missed|neglected|dropped|misjudged|underestimated|overlooked|ignored)\b",
        never=r"\bi (?:never|didn't|did not|haven't) (?:told|tell|said|say|asked|ask|listen|listened|made|make|gave|give|wrote|write|check|checked|explain|explained)\b",
        let=r"\bi (?:let this|let it|let you|put you in|have been avoiding|was avoiding|avoided|was merging|kept taking|took it from you|changed the plan)\b",
        you_right=r"\byou were right\b",
    ),
    *_rules(
        "observe",
        noticed=r"\bi(?:'ve| have)? ?(?:noticed|saw|have seen|counted)\b(?! that i\b| what that)",
        count=r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twice) (?:of (?:the|your|our|my)\b|times\b|people\b|pings\b|"
        r"launches\b|reviews\b|deploys\b|incidents\b|tickets\b|minutes\b|lines\b|weeks were\b)",
        times=r"\b(?:was|were|has been|have been) (?:reopened|postponed|interrupted|rejected|closed|moved|changed|merged|skipped|not changed)\b",
        twice=r"\byou (?:said|wrote|interrupted|closed|cut|left|asked|merged|have interrupted|answered)\b.{0,60}\b(?:twice|once|times|yesterday|on (?:mon|tues|wednes|thurs|fri)day|nine|three|off)\b",
        on_day=rf"\bon (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{{1,2}} \w+)\b.{{0,60}}\b(?:said|wrote|was|were|closed|went|found|cut|left|at \d)",
        day_you=r"^yesterday\b|^last (?:week|month|night)\b.{0,40}\b(?:was|were|went|left|closed)",
        figures=r"\bfrom (?:\d+|one|two|three|four|five) to (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b|\btakes? \d+\b|\d{1,2}:\d\d\b",
        when=r"^when (?:\w+ )?(?:asked|said|wrote)\b.{0,60}\byou (?:said|closed|left|wrote)",
        change=r"\bthe (?:change|deploy|release|build) (?:went|came|ran|failed)\b",
    ),
    *_rules(
        "feel",
        i_feel=r"\bi (?:feel|felt|was feeling) (?!like you|that you|you\b|we should|that we)\w+",
        i_am=r"\b(?:i'm|i am|i was|i've been|i have been)(?: a| an| quite| a little| a bit| really| also|,? honestly,?| so| very| little| bit){0,3} "
        r"(?:worried|nervous|sad|frustrated|uneasy|disappointed|concerned|torn|relieved|embarrassed|anxious|afraid|upset|angry|happy|proud|scared|uncomfortable|ashamed|tired)\b",
        makes_me=r"\b(?:makes|made) me (?:sad|angry|happy|nervous|uneasy|proud|uncomfortable|worried)\b",
    ),
    *_rules(
        "need",
        i_need=r"\b(?:i|we|the team|the customers?|the board|i just|we also) needs? (?!to talk|you to)\w+",
        matters=r"\bwhat matters (?:to|for) (?:me|us)\b|\bimportant (?:to|for) (?:me|us)\b|\bfor me it(?:'s| is) important\b|\bmatters to (?:me|us)\b",
        want_us=r"\bi want us to\b|\bi want (?:the team|it|the code) to\b",
        rely=r"\b(?:has|have) to be able to\b",
    ),
    *_rules(
        "contrast",
        dont_want=r"\bi (?:don't|do not) (?:want you to think|mean|want to (?:say|blame|suggest))\b",
        isnt_about=r"\b(?:this|it)(?:'s| is)? ?(?:isn't|not|is not) (?:about|a performance|a test|that i|to judge)\b|\bisn't about your\b",
        not_asking=r"\bi(?:'m| am) not (?:asking|questioning|here to|saying|after|blaming|accusing|trying|doubting|judging)\b",
        not_to=r"\bnot to (?:go over|judge|blame|punish|decide)\b",
    ),
    *_rules(
        "purpose",
        like_us=r"\bi(?:'d like| would like| want) (?:us|that we)(?: both)? (?:to )?(?:find|walk|put|agree|work|leave|solve|get|sort|build|understand)\b",
        purpose=r"\b(?:the purpose|the point|the goal|my goal|my aim) (?:of|is|for)\b",
        asked_for=r"\bi (?:asked for this|wanted to (?:chat|talk|meet|speak))\b",
        want_from=r"\bwhat i(?:'d| would)? (?:want|like|hope for|hope) (?:from|out of) (?:this|today|our)\b",
        both=r"\bwe both (?:want|need|care)\b",
        here_to=r"\bi(?:'m| am) (?:really )?here to (?:listen|help|understand|learn)\b",
        succeed=r"\bi want you to (?:succeed|do well|be well|leave|get)\b",
    ),
    *_rules(
        "expect",
        bar=r"\bthe (?:bar|standard|expectation|rule|gap)\b.{0,40}\b(?:is|are|here)\b|\bis the (?:standard|bar|gap)\b",
        expect=r"\bi expect\b|\bmy expectation\b|\bwhat i expect\b",
        done=r"\bdone means\b|\bgood (?:looks like|means)\b|\bgood looks\b",
        from_now=r"\bfrom now on\b",
        for_a=r"\bfor a (?:senior|staff|lead|junior|principal|release|launch|change)\b.{0,30}\b(?:means|is|needs|takes)\b",
        needs=r"\b(?:each|every|a|the) (?:change|review|comment|review comment|release|launch|role|design|incident|merge) (?:needs|has to|must|asks for|should have)\b",
        each=r"\bit is necessary that (?:each|every)\b",
        dont=r"^you don't .{3,40}, that(?:'s| is) the\b",
        stay=r"\b(?:stay|stays) (?:where|as) (?:they|it) (?:are|is) until\b",
    ),
    *_rules(
        "request",
        would_you=rf"\b(?:would|could|can|will) you (?:please |also |maybe |then )?{_DO}\b(?! (?:me )?(?:more |about |what |how |why |through|where))",
        please=rf"^(?:and |so |then )?please (?!tell me|explain|describe|walk){_DO}\b",
        like_you=r"\bi(?:'d like| would like|'d love| would ask| ask|'m asking| am asking|'d ask) (?:for )?you to\b",
    ),
    *_rules(
        "commit",
        i_will=rf"\bi(?:'ll| will| shall) (?:\w+ ){{1,12}}?.{{0,40}}\b{_DAY}\b",
        bring=r"\bi(?:'ll| will) (?:check in|set up|ask for|bring|send|talk to|come back|write (?:it|that|to)|put (?:it|that|this)|name|keep|tell|make a meeting|book|take your|be there|speak|warn)\b",
        lets=rf"\b(?:let's|let us) (?:look|meet|talk|review|check|write|agree|sit)\b.{{0,50}}\b{_DAY}\b",
        we_will=rf"\bwe(?:'ll| will| meet| look| talk)\b.{{0,60}}\b{_DAY}\b",
        you_do=rf"\byou (?:send|write|bring|take|run|own|answer)\b.{{0,40}}\b{_DAY}\b",
        settled=r"\b(?:it is|that's|it's|that is) (?:settled|agreed|a deal)\b",
    ),
    *_rules(
        "autonomy",
        call=r"\b(?:it's|it is|that's|that is) (?:entirely |really )?(?:your (?:call|decision|choice|service)|up to you)\b|^(?:totally )?up to you\b",
        yours=r"\b(?:is|are) (?:entirely |all |fully )?yours(?: to (?:decide|choose|make|pick))?\b|\byou own (?:this|it|the)\b",
        decide=r"\byou (?:can |may )?(?:decide|choose|pick) (?:how|the|what|when|which|it)\b|\bso you choose\b|\byour way\b",
        trust=r"\bi trust you (?:to|with)\b",
        sign_off=r"\byou (?:don't|do not) need my\b",
    ),
    *_rules(
        "blame",
        keep=r"\byou (?:keep|kept) (?:miss|break|los|fail|forget|ignor|com|delay)\w*",
        because=r"\bbecause of you\b|\bthanks to you\b(?! all)|\byour (?:fault|negligence|mess|carelessness)\b",
        messed=r"\byou(?:'ve| have)? (?:really )?(?:messed|screwed|destroyed|ruined|broke|blew|botched|dropped|let (?:me|us|the team|everyone) down)\b",
        bother=r"\byou (?:didn't|did not|don't|never) (?:even )?(?:bother|care|think|try)\b",
        looked_bad=r"\byou made (?:me|us) look\b",
        if_you_had=r"\bif you had (?:only |just )?(?:done|tested|read|asked|listened)\b",
        known_better=r"\byou should(?:'ve| have) (?:known|seen|done|tested|asked)\b",
        break_things=r"\byou (?:always |constantly )?break the\b",
    )
    + _rules(
        "blame",
        settles=True,
        thinking=r"\bwhat were you thinking\b|\bwhat is wrong with you\b|\bwhat's wrong with you\b",
        how_could=r"\bhow could you\b(?! (?:use|do it|imagine))",
    ),
    *_rules(
        "label",
        you_are=rf"\byou(?:'re| are)(?: just| being| so| too| not| really| very| always| simply| a bit| a)* {_ADJECTIVE}\b",
        player=r"\b(?:not a team player|attitude problem|(?:such )?a diva|drama queen|you(?:'re| are) (?:such )?a (?:blocker|problem|liability|loner))\b",
        that_was=r"\b(?:that|this) (?:was|is) (?:so |really |very )?(?:unprofessional|careless|lazy|childish|stupid|arrogant)\b",
        enough=r"\byou(?:'re| are) not (?:enough )?(?:senior|mature|committed|motivated)\b",
    ),
    *_rules(
        "generalise",
        always=r"\byou(?:'re| are)? (?:always|never|constantly)\b(?! (?:told|got|had the))|\balways (?:it is |it's )?the same\b",
        everyone=r"\b(?:everyone|everybody|nobody|no one|the whole team|people|colleagues|others) (?:says?|thinks?|knows|can work|have (?:started|told|repeatedly)|has noticed|is saying|are saying|complains?)\b",
        every_time=r"\bevery (?:single )?time\b",
        told=r"\bcolleagues have\b",
    ),
    *_rules(
        "dismiss",
        overreact=r"\boverreact|\bcalm down\b|\bget over it\b|\bdrama\b(?! queen)|\bdon't be (?:upset|so|silly|sad)\b|\bdon't take it so\b",
        not_that_bad=r"\bnot (?:that|so) (?:bad|important|serious)\b|\bnot a big deal\b|\bno big deal\b",
        excuse=r"\b(?:not a reason|an excuse|no excuse|excuses)\b",
        feelings=r"\bno time for (?:feelings|this)\b|\b(?:don't|do not) have time for (?:feelings|this|that)\b|\bnot consider that relevant\b|\bnot relevant\b",
        worse=r"\b(?:have|has) it worse\b|^at least you\b",
        whatever=r"^whatever[.!]?$",
        only=r"\bit(?:'s| is) (?:only|just) a\b",
    ),
    *_rules(
        "threat",
        consequences=r"\bconsequences\b|\bformal plan\b|\blast (?:warning|chance)\b|\bthis is the last time\b",
        involve=r"\b(?:involve|let|inform|bring in|go to|talk to|tell|call) hr\b|\bto your (?:director|boss)\b",
        or_else=r"\bor (?:you're|you are|you'll be|else)\b|\bor i (?:will|'ll) have to\b|^otherwise\b",
        if_you_dont=r"\bif (?:you (?:do not|don't|can't|cannot)|this (?:happens|goes on|continues)|it (?:goes on|happens)).{3,50}\b(?:you will|you'll|you can look|there will|i will have|i'll have|will be)\b|\bshould this continue\b",
        review=r"\bthink (?:carefully|twice|hard) (?:about|before)\b|\bmake (?:this|it|life) difficult for you\b|\bwill remember this\b",
    ),
    *_rules(
        "compare",
        other=r"\bthe other(?:s| team| teams)? (?:do|does|did|had|have|manage|managed|ship|can|deliver)\b|\byour peers\b|\beven the (?:intern|junior)\b",
        manages=r"^(?:even )?(?!i\b|you\b|we\b|it\b|they\b|he\b|she\b|that\b|this\b|what\b|who\b|nobody\b|everyone\b|somebody\b|the\b)\w+ (?:manages|managed|did it|does it|can do|never complains|does twice)\b",
        look_at=r"^look at (?!(?:both|it|this|that|the|what|how)\b)\w+\b",
        my_day=r"\bwhen i was (?:an? |your |in your )(?:engineer|developer|junior|age|senior|position)\b|\bin my (?:day|time)\b",
    )
    + _rules("compare", settles=True, why_cant=r"\bwhy can't you be (?:more )?like\b"),
    *_rules(
        "advise",
        should=r"(?<!would )(?<!do )(?<!did )(?<!might )(?<!may )\byou (?:should|ought to|could always|had better|need to|have to|must) (?!have\b|know that)(?:just |always |really |probably )?\w+",
        recommend=r"\bi (?:would |'d |could )?(?:recommend|suggest|advise)\b|\bi'd (?:recommend|suggest|advise)\b|\bmy advice\b",
        if_i_were=r"\bif i were you\b|\bin your (?:place|shoes) i\b",
        could_start=r"\byou could (?:start|try|begin|use|split|ask|block|write)\b",
        better=r"^(?:it is |it's )?better (?:you|to|if you)\b|\b(?:it would|would it|might|maybe it would) help to\b",
        the_way=r"\bthe way to do (?:this|it)\b|\bwhat you (?:want|need) is\b",
        just=r"^(?:and )?(?:just|simply) (?:tell|use|do|write|talk|ask|put|say|split|start|ignore)\b|\bjust talk to (?:him|her|them)\b",
    )
    + _rules(
        "advise",
        settles=True,
        why_dont=r"\bwhy (?:don't|do not|didn't|not) (?:you |we )?(?:just |simply )?\w+",
        how_about=r"\b(?:how|what) about (?:\w+ing|you)\b",
        tried=r"\b(?:have|did) you (?:tried|try|thought (?:about|of)|considered?) (?:\w+ing|a|the)\b",
    ),
    *_rules(
        "fix",
        leave=r"\bleave (?:it|that|this|the \w+) (?:with|to) me\b(?<!asking you to leave it to me)",
        myself=r"\bi(?:'ll| will| can| shall|'d) (?:just |simply |quickly |rather )?(?:do (?:it|this|that|the)|finish|fix|sort|handle|rewrite|take over|jump in|merge|solve|clean|write the (?:hard|rest|code)|write it myself)\b",
        quicker=r"\b(?:quicker|faster|easier) if i\b",
        off_plate=r"\b(?:take|get) (?:that|it|this) off your (?:plate|hands|desk)\b|\bgive it to me\b|\bi make it (?:fast|myself|quick)",
    ),
    *_rules(
        "promise",
        promise=r"\bi (?:can )?(?:promise|guarantee|swear)\b|\byou have my word\b",
        sure=r"\bi(?:'ll| will) make sure (?:that )?you (?:get|are|will)\b|\bi(?:'ll| will) never (?:let|do)\b",
        definitely=r"\byou(?:'re| are|'ll| will) (?:be |get |definitely |certainly |surely )+(?:promoted|getting|get|the)\b",
        secret=r"\b(?:stays|remains) between us\b",
    ),
    *_rules(
        "rights",
        rank=r"\bi(?:'m| am) (?:your|the) (?:manager|boss|lead)\b|\bi decide (?:here|this|that)\b|\bbecause i said\b|\bmy call\b(?! with)",
        rule=r"\b(?:according to|it's against|against) (?:the|our) (?:policy|process|rules|contract)\b|\bobliged\b|\bin your contract\b|\bpay grade\b|"
        r"\b(?:the )?(?:process|policy) says\b|\b(?:those|these) are the rules\b|\bwe don't take requests\b|\bend of (?:story|discussion)\b",
    ),
    *_rules(
        "hedge",
        sort_of=r"\b(?:sort of|kind of|kinda|sorta)\b|\bor (?:something|whatever)\b",
        maybe=r"\b(?:maybe|perhaps|possibly|potentially|somewhat|probably)\b.{0,40}\b(?:maybe|perhaps|possibly|potentially|somewhat|a bit|a little|nothing|perceived|suboptimal|at some point)\b",
        might=r"\bmight (?:possibly|perhaps|maybe)\b|\bmay or may not\b|\bcould potentially\b|\bi guess\b",
        deal=r"\bi don't want to make it a\b|\bi mean, it's (?:not really|maybe)\b",
    ),
)
