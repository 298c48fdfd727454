"""The commands by what you want to do, each in one line."""

GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Look and why",
        (
            ("demo", "See podium at work on a made-up team"),
            ("look", "See which of the five traps your work speaks of"),
            ("why", "See why something is raised, and what it rests on"),
            ("answer", "Say whether a receipt is right or wrong"),
            ("week", "See your week in five lines"),
            ("year", "See your year in a picture and ten sentences"),
            ("traps", "Read what the five traps are"),
            ("signals", "See every question podium can ask"),
            ("work", "Correct what kind of work your changes were"),
            ("doctor", "See what to doubt about what was read"),
            ("serve", "Open your room in the browser"),
            ("mcp", "Let your assistant ask podium"),
        ),
    ),
    (
        "Start and practise",
        (
            ("practices", "Read the ways out, and what each costs you"),
            ("start", "Start a practice, with its hours in your calendar"),
            ("practice", "See whether your practices held and worked"),
            ("gym", "Rehearse a hard talk, alone and in private"),
            ("drill", "Train one part of a talk for ten minutes"),
            ("absence", "Be away on purpose, and see what waited for you"),
            ("delegation", "Hand work over with limits and check-ins"),
            ("reserve", "See what your time for the system bought"),
            ("reverse", "Learn from people who report to you"),
            ("shadow", "Plan weeks in which others try your job"),
            ("ladder", "Hand over a skill, step by step"),
            ("interview", "Prepare, hold and compare your interviews"),
            ("ask", "Hear five hard questions with your own evidence"),
        ),
    ),
    (
        "Write",
        (
            ("init", "Make your journal, a folder of plain text"),
            ("new", "Write one new entry of your journal"),
            ("journal", "Check, list, lock or unlock your journal"),
            ("import", "Make entries of texts and tables you already have"),
            ("lint", "Check a sentence or a text of yours"),
            ("readme", "Write and publish your manager README"),
            ("portfolio", "Draft, check and carry along your results"),
            ("postmortem", "Write a postmortem that blames no person"),
            ("undo", "Take back the last thing podium wrote"),
        ),
    ),
    (
        "Sources",
        (
            ("connect", "Connect your calendar, tickets, incidents, reviews"),
            ("sources", "See what you connected, and how far it reaches"),
            ("sync", "Read what is new from what you connected"),
            ("disconnect", "Disconnect a source and remove what it brought"),
        ),
    ),
    (
        "Show and carry away",
        (
            ("calendar", "See or take back what podium put in your calendar"),
            ("export", "Make a copy without names, for a report of a fault"),
            ("org", "Take part in what many managers tell together"),
        ),
    ),
    (
        "Settings",
        (
            ("me", "Say which names, hours and people are yours"),
            ("help", "Read about podium, offline"),
            ("completion", "Let your shell complete what you type"),
            ("check", "Check the parts that another package brings"),
            ("bench", "See how well podium's rules do on known sentences"),
        ),
    ),
)
