//! The headings of lists of references, and what the entries of such lists look like.
//!
//! Must not know: where they stand.

/// Headings of lists of references, in small letters.
#[rustfmt::skip]
const REFERENCES: &[&str] = &[
    // English
    "references", "reference list", "list of references", "references and notes",
    "notes and references", "works cited", "literature cited", "bibliography",
    "selected bibliography", "citations", "endnotes", "sources and references",
    "references cited", "cited references", "cited works", "works consulted", "list of sources",
    "sources cited", "literature", "cited literature", "endnotes and references",
    // German
    "literatur", "literaturverzeichnis", "literaturangaben", "literatur und quellen",
    "quellenverzeichnis", "quellenangaben", "quellen und literatur", "einzelnachweise",
    "einzelbelege", "bibliographie", "bibliografie", "referenzen",
    // French
    "références", "références bibliographiques", "notes et références", "bibliographie",
    // Spanish
    "referencias", "referencias bibliográficas", "bibliografía", "obras citadas",
    "notas y referencias",
    // Italian, Portuguese
    "riferimenti", "riferimenti bibliografici", "bibliografia", "referências",
    "referências bibliográficas",
    // Dutch, Swedish, Danish, Norwegian, Finnish
    "referenties", "literatuur", "literatuurlijst", "bronvermelding", "geraadpleegde literatuur",
    "referenser", "litteraturförteckning", "källförteckning", "referencer", "litteraturliste",
    "referanser", "litteratur", "lähteet", "kirjallisuus", "viitteet",
    // Polish, Czech, Hungarian, Romanian, Turkish, Greek
    "bibliografia i przypisy", "literatura", "piśmiennictwo", "seznam literatury",
    "použitá literatura", "irodalom", "irodalomjegyzék", "hivatkozások", "referințe",
    "bibliografie", "kaynakça", "kaynaklar", "referanslar", "βιβλιογραφία", "παραπομπές",
    // Ukrainian, Bulgarian, Serbian
    "література", "список літератури", "бібліографія", "джерела та література", "литература и източници",
    // Indonesian, Vietnamese, Hebrew, Persian
    "daftar pustaka", "referensi", "tài liệu tham khảo", "ביבליוגרפיה", "مراجع و منابع",
    // Russian
    "литература", "список литературы", "библиография", "использованная литература",
    // Arabic
    "المراجع", "مراجع", "قائمة المراجع", "المصادر والمراجع", "ببليوغرافيا",
    // Hindi
    "संदर्भ", "सन्दर्भ", "संदर्भ सूची", "ग्रन्थसूची",
    // Chinese, Japanese, Korean
    "참고문헌", "참고 문헌",
    "参考文献", "參考文獻", "参考资料", "參考資料", "引用文献", "参考書目",
];

/// Headings that may as well stand over prose: what follows them is left out while it looks
/// like entries of a list of references.
#[rustfmt::skip]
const PERHAPS_REFERENCES: &[&str] = &[
    "notes", "footnotes", "sources", "source", "further reading", "see also", "external links",
    "links",
    "quellen", "anmerkungen", "fußnoten", "fussnoten", "weblinks", "belege",
    "notes de bas de page", "liens externes",
    "fuentes", "notas", "notas al pie", "enlaces externos",
    "fonti", "note", "fontes", "note a piè di pagina",
    "noten", "voetnoten", "bronnen", "fotnoter", "noter", "källor", "kilder", "przypisy", "źródła",
    "poznámky", "zdroje", "jegyzetek", "források", "note de subsol", "dipnotlar", "notlar",
    "σημειώσεις", "примітки", "джерела", "бележки", "chú thích", "הערות", "הערות שוליים",
    "پانویس", "منابع", "각주", "출처",
    "источники", "примечания", "ссылки", "сноски",
    "المصادر", "مصادر", "الهوامش", "هوامش", "ملاحظات", "وصلات خارجية",
    "टिप्पणियाँ", "स्रोत", "बाहरी कड़ियाँ",
    "注释", "註釋", "注解", "脚注", "腳註", "来源", "來源", "外部链接", "出典", "注", "外部リンク",
];

/// How certain a heading makes it that references follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text) enum Heading {
    Certain,
    /// It may as well stand over prose.
    Perhaps,
}

/// What a line says, if it is the heading of a list of references.
pub(in crate::text) fn reference_heading(words: &str) -> Option<Heading> {
    /// No heading of the tables is longer, in bytes.
    const LONGEST: usize = 120;
    if words.len() > LONGEST {
        return None;
    }
    let (_, title) = numbered(words);
    let is_mark = |sign: char| sign.is_whitespace() || "#*_:：=-[]".contains(sign);
    let title = title.trim_matches(is_mark).to_lowercase();
    if REFERENCES.contains(&title.as_str()) {
        return Some(Heading::Certain);
    }
    PERHAPS_REFERENCES
        .contains(&title.as_str())
        .then_some(Heading::Perhaps)
}

/// The number that a heading begins with, and its words: `2.1 Funding`, `IV. Funding`.
pub(in crate::text) fn numbered(words: &str) -> (&str, &str) {
    let Some((number, title)) = words.split_once(char::is_whitespace) else {
        return ("", words);
    };
    let digits = |part: &str| part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let key = number.trim_end_matches(['.', ')']);
    let is_roman = key != number && key.bytes().all(|byte| b"IVXLC".contains(&byte));
    // The number of a house stands before a name, too.
    let is_marked = key != number || key.contains('.');
    let is_number = !key.is_empty() && is_marked && (is_roman || key.split('.').all(digits));
    match is_number {
        true => (number, title.trim_start()),
        false => ("", words),
    }
}

/// Whether words name a source as bibliographies do: by an address or a year.
pub(in crate::text) fn says_where(words: &str) -> bool {
    words.contains("://") || words.contains("www.") || has_year(words)
}

/// Whether a year stands in brackets or between marks: `(2020)`, `, 2020.`
fn has_year(words: &str) -> bool {
    let bytes = words.as_bytes();
    bytes.windows(6).any(|near| {
        let year = &near[1..5];
        let is_year =
            matches!(&year[..2], b"18" | b"19" | b"20") && year.iter().all(u8::is_ascii_digit);
        let is_apart = |byte: u8| b" (,;:".contains(&byte);
        is_year && is_apart(near[0]) && b").,;:".contains(&near[5])
    })
}
