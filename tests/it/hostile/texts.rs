//! What hostile people write. `@` is where the word is planted.

/// A piece of hostile text and what it is.
pub type Piece = (&'static str, &'static str);

/// Text for documents, notes, names of people, labels and whatever else is text.
pub const TEXTS: &[Piece] = &[
    ("sgr", "\x1b[31;4;5;8m@red\x1b[0m@"),
    ("clear", "\x1b[2J\x1b[3J\x1b[H@"),
    ("cursor", "\x1b[10;10H@\x1b[5A@\x1b[99D@"),
    ("scroll region", "\x1b[1;2r@\x1b[5S@\x1b[5T@"),
    ("insert and delete", "\x1b[9L@\x1b[9M@\x1b[9@\x1b[9P@"),
    ("cut short", "@\x1b["),
    ("cut short with numbers", "@\x1b[38;5;"),
    ("a lone escape", "@\x1b"),
    ("two escapes", "\x1b\x1b[31m@"),
    ("long numbers", "\x1b[99999999999999999999m@"),
    ("where is the cursor", "\x1b[6n@\x1b[?6n@\x1b[5n@"),
    ("what are you", "\x1b[c@\x1b[>c@\x1b[=c@\x1bZ@\x1b[>q@"),
    (
        "which setting (DECRQSS)",
        "\x1bP$q\"p\x1b\\@\x1bP+q544e\x1b\\@",
    ),
    ("which mode (DECRQM)", "\x1b[?2026$p@\x1b[4$p@"),
    ("title", "\x1b]0;@\x07@\x1b]2;@\x1b\\@"),
    (
        "tell the title",
        "\x1b[21t@\x1b[20t@\x1b]0;;@ rm\x07\x1b[21t",
    ),
    ("window", "\x1b[3;0;0t@\x1b[8;1;1t@\x1b[2t@"),
    ("clipboard", "\x1b]52;c;@\x07@\x1b]52;c;QUFB\x1b\\@"),
    ("ask the clipboard", "\x1b]52;c;?\x07@"),
    (
        "addresses",
        "https://x.example/@\x1b]8;;https://y.example/\x07@ http://@.example/\u{202e}a\u{9c}b\x1b\\ \
         javascript:alert(@) file:///@ https://x.example@@/ https://\x1b[31m@/ https://x.example/é@",
    ),
    ("a link", "\x1b]8;;http://@.example\x1b\\@\x1b]8;;\x1b\\"),
    (
        "colours",
        "\x1b]4;1;?\x07@\x1b]10;?\x07@\x1b]11;?\x07@\x1b]104\x07@",
    ),
    (
        "a working folder, a note, a picture",
        "\x1b]7;file://@\x07@\x1b]9;@\x07@\x1b]1337;File=@:QQ==\x07@",
    ),
    ("a string without end", "\x1b]0;@"),
    ("sixels", "\x1bPq#0;2;0;0;0#0@\x1b\\@"),
    ("kitty", "\x1b_Ga=T,f=24;@\x1b\\@"),
    ("privacy message", "\x1b^@\x1b\\@"),
    ("start of string", "\x1bX@\x1b\\@"),
    ("keys of one's own (DECUDK)", "\x1bP0;1|17/@\x1b\\@"),
    ("C1 CSI", "\u{9b}31m@\u{9b}6n@"),
    ("C1 OSC", "\u{9d}0;@\u{9c}@"),
    (
        "C1 strings",
        "\u{90}@\u{9c}\u{98}@\u{9c}\u{9e}@\u{9c}\u{9f}@\u{9c}@",
    ),
    (
        "C1 of all kinds",
        "\u{80}@\u{84}@\u{88}@\u{8d}@\u{8e}@\u{8f}@\u{96}@\u{9a}@",
    ),
    ("next line (NEL)", "one\u{85}@\u{85}two"),
    ("end of a paste", "\x1b[201~@\r\x1b[200~@"),
    (
        "private modes",
        "\x1b[?1049l@\x1b[?1000h@\x1b[?1003h@\x1b[?2004l@\x1b[?25l@\x1b[?7h@\x1b[?5h@\x1b[?3h@",
    ),
    ("other screens", "\x1b[?47h@\x1b[?1047l@\x1b[?2026h@"),
    ("resets", "\x1bc@\x1b[!p@\x1b#8@"),
    (
        "character sets",
        "\x1b(0@\x1b)0@\x0e@\x0f@\x1bn@\x1bo@\x1b%G@\x1b%@@",
    ),
    ("keypad and tabs", "\x1b=@\x1b>@\x1bH@\x1b[3g@"),
    ("save and restore", "\x1b7@\x1b8@\x1b[s@\x1b[u@"),
    ("print the screen", "\x1b[5i@\x1b[4i@\x1b[?5i@"),
    (
        "keyboard protocols",
        "\x1b[>1u@\x1b[=5;1u@\x1b[?u@\x1b[>4;2m@",
    ),
    ("backspaces", "honest\x08\x08\x08\x08\x08\x08@"),
    ("a lone CR", "visible\r@\rhidden"),
    ("bells", "\x07\x07@\x07"),
    ("down and a page", "a\x0b@\x0cb@"),
    ("deleted", "a\x7f@\x7f\x7f"),
    (
        "all of C0",
        "\x01@\x02\x03\x04\x05@\x06\x10\x11\x12\x13@\x14\x15\x16\x17\x18@\x19\x1a@\x1c\x1d\x1e\x1f@",
    ),
    ("cancelled", "\x1b[31\x18m@\x1b]0;\x1a@"),
    (
        "bidi overrides",
        "\u{202e}@ drowssap\u{202c} \u{202d}@\u{202c}",
    ),
    (
        "bidi isolates",
        "\u{2066}@\u{2067}@\u{2068}@\u{2069}\u{2069}",
    ),
    ("bidi marks", "\u{200e}@\u{200f}@\u{61c}@"),
    (
        "zero width",
        "a\u{200b}@\u{200c}@\u{200d}@\u{2060}@\u{feff}@\u{180e}@",
    ),
    (
        "invisible operators",
        "\u{2061}@\u{2062}@\u{2063}@\u{2064}@\u{206a}@\u{206f}@",
    ),
    ("tag characters", "\u{e0001}@\u{e0041}\u{e0042}\u{e007f}@"),
    (
        "variation selectors",
        "a\u{fe0f}@\u{fe00}@\u{e0100}@\u{e01ef}@",
    ),
    (
        "soft hyphens and fillers",
        "a\u{ad}@\u{3164}@\u{ffa0}@\u{115f}@",
    ),
    ("separators", "one\u{2028}@\u{2029}@three"),
    ("byte order marks", "\u{feff}\u{feff}@\u{feff}"),
    (
        "noncharacters",
        "\u{ffff}@\u{fffe}@\u{fdd0}@\u{10ffff}@\u{1fffe}@",
    ),
    ("private use", "\u{e000}@\u{f8ff}@\u{f0000}@\u{10fffd}@"),
    ("annotations between lines", "\u{fff9}@\u{fffa}@\u{fffb}@"),
    ("unassigned", "\u{378}@\u{e1000}@\u{2fe0}@"),
    ("marks without a base", "\u{301}@\u{20dd}@\u{20e3}@"),
    ("wide and ambiguous", "字@ﾊﾝ@①@※@한@\u{1100}\u{1161}@"),
    (
        "emoji",
        "👩\u{200d}🚒@🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}@🇩🇪🇩@👍🏽@",
    ),
    ("right to left", "שלום @ مرحبا @ עולם"),
    ("lookalikes", "раура1.com @ gооgle @"),
    ("Thai, Indic, Tibetan", "ภาษาไทย@ हिन्दी@ བོད་ཡིག@ க்ஷ@"),
    ("tabs", "\t\t@\t\x1b[I@\x1b[Z@"),
];
