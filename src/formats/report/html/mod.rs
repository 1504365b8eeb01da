//! A report as one page of HTML: no script, nothing from elsewhere, all of it plain links.
//!
//! Must not know: files.

mod chart;
mod full_text;
mod markup;
mod style;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

pub(crate) use full_text::FullText;

use super::about::{Masthead, Report, ReportDocument};
use super::lines::{Line, Span};
use super::number::Number;
use super::overview::{DocumentCounts, Overview};
use super::passage::Passage;
use super::sentence::InSentence;
use super::versions::VersionTable;
use super::writer::ReportWriter;
use crate::text::in_thousands;
use chart::{Bar, chart};
use markup::Markup;
use style::{class, style};

/// The most documents that the contents name one by one; the table of documents has all.
const MOST_CONTENTS: usize = 40;

pub(in crate::formats) struct Html;

impl ReportWriter for Html {
    fn has_full_texts(&self) -> bool {
        true
    }

    fn head(&self, report: &Report, overview: &Overview) -> String {
        let mut out = Markup::default();
        write_head(&mut out, &report.masthead);
        write_masthead(&mut out, &report.masthead, overview);
        write_contents(&mut out, overview);
        out.raw("<main id=\"report\">\n<section id=\"counts\">\n<h2>Counts</h2>\n");
        write_counts(&mut out, &report.masthead, overview);
        out.raw("</section>\n<section id=\"open\">\n<h2>Open</h2>\n");
        match overview.all.open() {
            0 => out.raw("<p>Nothing is open.</p>\n"),
            _ => out.raw("<ol class=\"open\">\n"),
        };
        out.into_string()
    }

    fn open_passage(&self, report: &Report, passage: &Passage) -> String {
        let mut out = Markup::default();
        out.raw("<li>");
        write_tag(&mut out, report, passage);
        write_link(&mut out, passage.number);
        out.raw(" <span class=\"dim\"><bdi>").words(&passage.title);
        out.raw("</bdi></span>\n");
        write_sentence(&mut out, report, passage);
        write_reasons(&mut out, passage);
        out.raw("</li>\n");
        out.into_string()
    }

    fn after_open(&self, overview: &Overview) -> String {
        let mut out = Markup::default();
        if overview.all.open() > 0 {
            out.raw("</ol>\n");
        }
        out.raw("</section>\n<section id=\"passages\">\n<h2>Passages by document</h2>\n");
        out.into_string()
    }

    fn document(&self, document: &ReportDocument<'_>) -> String {
        let mut out = Markup::default();
        out.raw("<section")
            .attribute("id", &format!("d{}", document.number));
        out.raw(">\n<h3>").number(document.number).raw(" <bdi>");
        out.words(&document.title())
            .raw("</bdi></h3>\n<p class=\"dim\"><bdi>");
        out.words(&document.document.path).raw("</bdi> · <a");
        out.attribute("href", &format!("#t{}", document.number));
        out.raw(">its full text</a></p>\n");
        for words in document.facts_in_words() {
            out.raw("<p class=\"meta\">").words(&words).raw("</p>\n");
        }
        if !document.facts.note.is_empty() {
            out.raw("<p class=\"note\" dir=\"auto\">");
            out.words(&document.facts.note).raw("</p>\n");
        }
        out.into_string()
    }

    fn passage(&self, report: &Report, passage: &Passage) -> String {
        let mut out = Markup::default();
        let number = passage.number;
        out.raw("<article class=\"passage\"")
            .attribute("id", &format!("p{number}"));
        out.raw(">\n<h4>");
        write_tag(&mut out, report, passage);
        out.number(number);
        if passage.is_found {
            out.raw(" <a class=\"dim\"")
                .attribute("href", &format!("#m{number}"));
            out.raw(">in the text</a>");
        }
        out.raw("</h4>\n");
        write_sentence(&mut out, report, passage);
        if !passage.note.is_empty() {
            out.raw("<p class=\"note\" dir=\"auto\">")
                .words(&passage.note)
                .raw("</p>\n");
        }
        write_reasons(&mut out, passage);
        out.raw("<dl class=\"lines\">\n");
        for line in &passage.lines {
            write_line(&mut out, line);
        }
        out.raw("</dl>\n");
        if let Some(table) = &passage.versions {
            write_versions(&mut out, table);
        }
        out.raw("</article>\n");
        out.into_string()
    }

    fn after_document(&self) -> String {
        "</section>\n".to_owned()
    }

    fn after_passages(&self, _overview: &Overview) -> String {
        "</section>\n<section id=\"texts\">\n<h2>Full texts</h2>\n".to_owned()
    }

    fn tail(&self) -> String {
        "</section>\n</main>\n</body>\n</html>\n".to_owned()
    }
}

/// What a browser has to know before it shows anything: that nothing is run or fetched.
fn write_head(out: &mut Markup, masthead: &Masthead) {
    let style = style(&masthead.tags);
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    );
    out.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.raw("<meta http-equiv=\"Content-Security-Policy\"")
        .attribute("content", &policy);
    out.raw(">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.raw("<meta name=\"generator\" content=\"postil\">\n<title>");
    out.words(&masthead.title)
        .raw(": tagged passages</title>\n<style>");
    out.style_sheet(&style);
    out.raw("</style>\n</head>\n<body>\n");
    out.raw("<a class=\"skip\" href=\"#report\">Skip to the report</a>\n");
}

fn write_masthead(out: &mut Markup, masthead: &Masthead, overview: &Overview) {
    out.raw("<header>\n<h1 dir=\"auto\">")
        .words(&masthead.title);
    out.raw("</h1>\n<dl class=\"meta\">\n");
    let made = format!("{} (UTC)", masthead.day);
    let mut lines = vec![("Made on", made)];
    lines.extend(masthead.only.iter().map(|only| ("Only", only.clone())));
    lines.extend(overview.lines());
    for (name, words) in lines {
        out.raw("<dt>").words(name).raw("</dt><dd>").words(&words);
        out.raw("</dd>\n");
    }
    out.raw("</dl>\n</header>\n");
}

fn write_contents(out: &mut Markup, overview: &Overview) {
    out.raw("<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ul>\n");
    out.raw("<li><a href=\"#counts\">Counts</a></li>\n<li><a href=\"#open\">Open</a> (");
    out.words(&in_thousands(overview.all.open()));
    out.raw(")</li>\n<li><a href=\"#passages\">Passages by document</a>");
    write_titles(out, overview);
    out.raw("</li>\n<li><a href=\"#texts\">Full texts</a></li>\n</ul>\n</nav>\n");
}

fn write_titles(out: &mut Markup, overview: &Overview) {
    if overview.documents.is_empty() || overview.documents.len() > MOST_CONTENTS {
        return;
    }
    out.raw("\n<ul>\n");
    for document in &overview.documents {
        out.raw("<li>");
        write_title(out, document);
        out.raw(" · <a")
            .attribute("href", &format!("#t{}", document.number));
        out.raw(">full text</a></li>\n");
    }
    out.raw("</ul>\n");
}

fn write_title(out: &mut Markup, document: &DocumentCounts) {
    out.raw("<a")
        .attribute("href", &format!("#d{}", document.number));
    out.raw(">").number(document.number).raw(" <bdi>");
    out.words(&document.title).raw("</bdi></a>");
}

fn write_counts(out: &mut Markup, masthead: &Masthead, overview: &Overview) {
    let tags = overview.all.tags(masthead).into_iter();
    let bars: Vec<Bar> = tags
        .map(|(tag, part)| Bar {
            class: class(&masthead.tags, &tag),
            name: format!("{} {}", tag.letter, tag.name),
            part,
            whole: None,
        })
        .collect();
    chart(out, "Passages by tag", &bars);
    let shares = overview.shares().into_iter();
    let bars: Vec<Bar> = shares
        .map(|(name, part, whole)| Bar {
            class: String::new(),
            name: name.to_owned(),
            part,
            whole: Some(whole),
        })
        .collect();
    chart(out, "Work done", &bars);
    if overview.documents.is_empty() {
        return;
    }
    out.raw("<div class=\"scroll\"><table>\n<caption>By document</caption>\n<thead><tr>");
    out.raw("<th scope=\"col\">document</th><th scope=\"col\" class=\"number\">passages</th>");
    out.raw("<th scope=\"col\">tags</th><th scope=\"col\" class=\"number\">open</th>");
    out.raw("<th scope=\"col\">checked</th></tr></thead>\n<tbody>\n");
    for document in &overview.documents {
        let counts = &document.counts;
        let tags = counts.tags(masthead).into_iter();
        let tags = tags.map(|(tag, number)| format!("{} {}", tag.name, in_thousands(number)));
        out.raw("<tr><th scope=\"row\">");
        write_title(out, document);
        out.raw("<br><span class=\"dim\"><bdi>")
            .words(&document.path);
        out.raw("</bdi></span></th><td class=\"number\">");
        out.words(&in_thousands(counts.tags.tags)).raw("</td><td>");
        out.words(&tags.collect::<Vec<_>>().join(", "));
        out.raw("</td><td class=\"number\">")
            .words(&in_thousands(counts.open()));
        out.raw("</td><td>").words(&counts.checked_in_words());
        out.raw("</td></tr>\n");
    }
    out.raw("</tbody>\n</table></div>\n");
}

/// The letter and the name of a tag, which differ without colour.
fn write_tag(out: &mut Markup, report: &Report, passage: &Passage) {
    let class = class(&report.masthead.tags, &passage.tag);
    out.raw("<span class=\"tag\">").words(&passage.tag.letter);
    out.raw("</span> <span")
        .attribute("class", &format!("label {class}"));
    out.raw("><bdi>")
        .words(&passage.tag.name)
        .raw("</bdi></span> ");
}

fn write_link(out: &mut Markup, number: Number) {
    out.raw("<a").attribute("href", &format!("#p{number}"));
    out.raw(">").number(number).raw("</a>");
}

fn write_sentence(out: &mut Markup, report: &Report, passage: &Passage) {
    let InSentence {
        before,
        words,
        after,
    } = &passage.sentence;
    let class = class(&report.masthead.tags, &passage.tag);
    out.raw("<blockquote")
        .attribute("class", &class)
        .attribute("lang", &passage.language)
        .raw(" dir=\"auto\">");
    out.words(before).raw("<strong>").words(words);
    out.raw("</strong>").words(after).raw("</blockquote>\n");
}

fn write_reasons(out: &mut Markup, passage: &Passage) {
    if passage.reasons.is_empty() {
        return;
    }
    out.raw("<ul class=\"reasons\">\n");
    for reason in &passage.reasons {
        out.raw("<li>Open: ").words(reason).raw("</li>\n");
    }
    out.raw("</ul>\n");
}

fn write_line(out: &mut Markup, line: &Line) {
    out.raw("<dt>")
        .words(&line.label)
        .raw("</dt><dd dir=\"auto\">");
    for span in &line.words {
        match span {
            Span::Words(words) => {
                out.words(words);
            }
            Span::Address { address, words } => {
                out.raw("<a").attribute("href", address);
                out.raw(" rel=\"noopener noreferrer nofollow\">")
                    .words(words)
                    .raw("</a>");
            }
            Span::Passage { number, .. } => write_link(out, *number),
        }
    }
    out.raw("</dd>\n");
}

fn write_versions(out: &mut Markup, table: &VersionTable) {
    out.raw("<div class=\"scroll\"><table>\n<caption>The versions side by side</caption>\n");
    out.raw("<thead><tr><td></td>");
    for (number, by) in &table.heads {
        out.raw("<th scope=\"col\">");
        write_link(out, *number);
        out.raw(" <bdi>").words(by).raw("</bdi></th>");
    }
    out.raw("</tr></thead>\n<tbody>\n");
    for (name, cells) in &table.rows {
        out.raw("<tr><th scope=\"row\">").words(name).raw("</th>");
        for cell in cells {
            out.raw("<td class=\"note\" dir=\"auto\">")
                .words(cell)
                .raw("</td>");
        }
        out.raw("</tr>\n");
    }
    out.raw("</tbody>\n</table></div>\n");
}
