//! The words that French sentences are cut by.
//!
//! Must not know: the rules.

use super::lexicon::{Ordinals, Quotes, Vocabulary};

#[rustfmt::skip]
pub(super) static WORDS: Vocabulary = Vocabulary {
    before_word: "\
        m|mm|mme|mmes|mlle|mlles|mgr|dr|drs|pr|prof|st|ste|sts|cf|ex|p. ex|p.ex|c.-à-d|env|av|\
        apr|bd|boul|fg|r|tél|réf|éd|coll|dir|trad|t|chap|fig|al|arr|dép|gén|cdt|adj|sgt|janv|\
        févr|juil|oct|nov|déc|n|no|p|pp|vs|ibid|op|op. cit|loc|i.e|e.g|max|min|approx|hab|fr|\
        angl|lat|mr|mrs|ms",
    before_number: "\
        paragr|sect|pl|tabl|tab|ann|art|vol|avr|sept",
    may_end: "\
        etc|j.-c|j. -c|s.a|s. a|s.a.r.l|inc|ltd|cie|h|km|cm|kg",
    before_starter: "\
        u.s.a|u.r.s.s|jr|sq|sqq|bros",
    starters: "\
        Le|La|Les|L|Un|Une|Des|Du|De|D|Il|Elle|Ils|Elles|On|Nous|Vous|Je|J|Tu|C|Ce|Cet|Cette|\
        Ces|Cela|Ça|Ceci|Celui|Celle|Ceux|Son|Sa|Ses|Leur|Leurs|Notre|Nos|Votre|Vos|Mon|Ma|Mes|\
        Et|Ou|Mais|Or|Donc|Car|Ni|Si|Quand|Lorsque|Lorsqu|Comme|Puisque|Parce|Bien|Qui|Que|Qu|\
        Quoi|Où|Comment|Pourquoi|Quel|Quelle|En|Dans|Sur|Sous|À|A|Au|Aux|Avec|Sans|Pour|Par|\
        Vers|Chez|Entre|Depuis|Pendant|Après|Avant|Dès|Selon|Malgré|Ainsi|Alors|Puis|Ensuite|\
        Enfin|Toutefois|Cependant|Pourtant|Aujourd|Hier|Demain|Ici|Là|Aussi|Même|Plus|Très|Tout|\
        Tous|Toute|Toutes|Plusieurs|Certains|Certaines|Chaque|Aucun|Aucune|Personne|Rien|N|Ne|\
        Se|S|Oui|Non|Lors|Grâce|Afin|Il-y-a|Y|Est|Suite|Contrairement",
    ordinals: Ordinals::Otherwise,
    quotes: Quotes::Apart,
};
