//! The words that Spanish sentences are cut by.
//!
//! Must not know: the rules.

use super::lexicon::{Ordinals, Quotes, Vocabulary};

#[rustfmt::skip]
pub(super) static WORDS: Vocabulary = Vocabulary {
    before_word: "\
        sr|sra|sres|sras|srta|srtas|dr|dra|dres|d|dña|ud|uds|vd|vds|lic|licda|ing|arq|prof|\
        profa|gral|cap|cnel|tte|cmdte|sgto|alm|sto|sta|mons|excmo|excma|ilmo|ilma|rvdo|pbro|fr|\
        hno|hna|p. ej|p.ej|ej|cf|cfr|vid|aprox|núm|núms|nro|pág|págs|p|pp|art|arts|vol|vols|t|\
        fig|figs|tel|teléf|av|avda|avd|ctra|pza|c|dpto|depto|prov|gob|pdte|ed|eds|trad|op|\
        op. cit|ibíd|a. k. a|ee|bs|bs. as|ff|rr|jj|máx|mín|vs|jr|i.e|e.g|cía|hnos|ene|feb|abr|\
        jun|jul|ago|sept|oct|nov|dic|st|mr|mrs|ms",
    before_number: "\
        cap|caps|n|nº|lám|párr|apdo|km|s|no",
    may_end: "\
        etc|a. c|a.c|d. c|d.c|a. de c|d. de c|a. m|a.m|p. m|p.m|s. a|s.a|s. l|s.l|inc|ltd|ss|\
        ltda",
    before_starter: "\
        ee. uu|ee.uu|u.s.a|rr. hh|co|corp|min|seg|bros",
    starters: "\
        El|La|Los|Las|Lo|Un|Una|Unos|Unas|Él|Ella|Ellos|Ellas|Nosotros|Usted|Ustedes|Yo|Tú|Se|\
        Me|Te|Le|Les|Nos|Este|Esta|Estos|Estas|Esto|Ese|Esa|Eso|Aquel|Aquella|Su|Sus|Mi|Mis|\
        Nuestro|Nuestra|En|De|Del|Al|A|Con|Sin|Por|Para|Según|Sobre|Tras|Desde|Hasta|Entre|\
        Durante|Mediante|Ante|Contra|Y|O|Pero|Sino|Aunque|Porque|Que|Qué|Si|Sí|No|Ni|Cuando|\
        Cuándo|Como|Cómo|Donde|Dónde|Quien|Quién|Cuál|Mientras|Después|Antes|Luego|Entonces|Así|\
        También|Además|Hoy|Ayer|Mañana|Ahora|Aquí|Allí|Ya|Más|Muy|Todo|Todos|Toda|Todas|Algunos|\
        Algunas|Muchos|Muchas|Cada|Nadie|Nada|Es|Era|Fue|Son|Hay|Había|Ha|Han|Otro|Otra|Otros|\
        Actualmente|Posteriormente|Finalmente|Debido|Gracias|Junto|Tiene|Tenía|Está|Ambos",
    ordinals: Ordinals::Otherwise,
    quotes: Quotes::Touching,
};
