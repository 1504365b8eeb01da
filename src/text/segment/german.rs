//! The words that German sentences are cut by.
//!
//! Must not know: the rules.

use super::lexicon::{Ordinals, Quotes, Vocabulary};

#[rustfmt::skip]
pub(super) static WORDS: Vocabulary = Vocabulary {
    before_word: "\
        z.b|z. b|d.h|d. h|u.a|u. a|u.ä|i.d.r|i. d. r|s.o|s. o|s.u|s. u|v.a|v. a|o.g|o. g|u.u|\
        u. u|z.t|z. t|m.e|m. e|i.e|sog|bzw|ca|vgl|evtl|ggf|inkl|exkl|bzgl|zzgl|abzgl|dr|prof|\
        dipl|ing|hr|fr|frl|hl|st|geb|gest|verh|mind|kgl|ev|kath|ehem|insb|insbes|bspw|beispw|\
        beisp|allg|bes|entspr|gegr|nr|nrn|tel|abb|bde|hrsg|hg|jg|aufl|anm|ziff|rd|österr|\
        schweiz|dt|engl|frz|franz|ital|lat|griech|amer|russ|poln|span|niederl|röm|ugs|eigtl|eig|\
        urspr|zus|priv|doz|univ|med|phil|jur|theol|rer|habil|h.c|h. c|arch|hptm|jan|feb|apr|jul|\
        aug|sep|sept|okt|nov|dez|vs|zit|ebd|p.a|mr|mrs|ms",
    before_number: "\
        s|z|rn|rz|v|no|vol|h|ver|pkt|art|abs|tab|kap|bd|min|max",
    may_end: "\
        usw|etc|u.s.w|u.v.m|u. v. m|uvm|usf|u.ä|u. ä|o.ä|o. ä|dgl|u. dgl|u.dgl|ff|d. j|d.j|d. m|\
        d.m|gmbh|p. m",
    before_starter: "\
        u. a|u.a|f|jh|jhd|jhdt|std|sek|*str|jr|sen|jun|gen|bros|mio|mrd|v. chr|n. chr|v.chr|\
        n.chr|e. v|e.v|tsd|bio|& co",
    starters: "\
        Der|Die|Das|Dem|Den|Des|Ein|Eine|Einer|Einem|Einen|Er|Sie|Es|Wir|Ich|Ihr|Du|Man|Dies|\
        Diese|Dieser|Dieses|Diesem|Diesen|Jede|Jeder|Jedes|Alle|Viele|Einige|Mehrere|Manche|\
        Keine|Kein|Sein|Seine|Seiner|Seinen|Ihre|Ihrer|Ihren|Unsere|Mein|Meine|In|Im|Am|An|Auf|\
        Aus|Bei|Beim|Mit|Nach|Von|Vom|Zu|Zum|Zur|Für|Durch|Gegen|Ohne|Um|Unter|Über|Vor|\
        Zwischen|Während|Wegen|Trotz|Seit|Bis|Ab|Laut|Und|Oder|Aber|Doch|Denn|Sondern|Als|Wenn|\
        Weil|Da|Dass|Ob|Obwohl|Damit|Wie|Wo|Was|Wer|Warum|Wann|Welche|Dann|Danach|Dort|Hier|\
        Heute|Gestern|Morgen|Jetzt|Nun|So|Auch|Nur|Noch|Schon|Sogar|Dabei|Daher|Deshalb|Dazu|\
        Dadurch|Davon|Dafür|Darauf|Daraufhin|Außerdem|Jedoch|Allerdings|Trotzdem|Zudem|Später|\
        Zuerst|Zunächst|Schließlich|Nachdem|Bereits|Ist|War|Sind|Waren|Hat|Haben|Hatte|Kann|\
        Wird|Wurde|Ja|Nein|Nicht|Niemand|Jemand|Alles|Nichts|Insgesamt|Ebenso|Zwar|Weitere|\
        Weiterhin|Andere|Beide|Gleichzeitig|Erst|Neben|Innerhalb|Obgleich",
    ordinals: Ordinals::WithStop,
    quotes: Quotes::Touching,
};
