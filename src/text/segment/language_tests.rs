//! Sentences in each language whose rules we have: tables of marked strings (`|` stands
//! where a sentence ends). Each is cut the same with the language and without it, where
//! the document shows its language.

use std::sync::Arc;

use super::{ParagraphMode, Structure};
use crate::text::{Text, TextRange};

fn sentences(language: &str, content: &str) -> Vec<String> {
    let text = Text::new(content);
    let structure = Structure::new(&text, ParagraphMode::Lines, language);
    structure
        .sentences()
        .map(|range| text.slice(range).into_owned())
        .collect()
}

/// Checks the cases of a language by themselves, and all in one document of which nobody
/// says the language.
fn check(language: &str, cases: &[&str]) {
    assert!(cases.len() >= 15);
    let expected = |marked: &str| -> Vec<String> {
        let pieces = marked.split('|');
        pieces.map(|piece| piece.trim().to_owned()).collect()
    };
    for marked in cases {
        let content = marked.replace('|', "");
        assert_eq!(sentences(language, &content), expected(marked));
    }
    let document: Vec<String> = cases.iter().map(|marked| marked.replace('|', "")).collect();
    let all: Vec<String> = cases.iter().flat_map(|marked| expected(marked)).collect();
    assert_eq!(sentences("auto", &document.join("\n")), all);
}

#[test]
fn german() {
    check(
        "de",
        &[
            "Der 1. FC Köln gewann am Samstag.| Der Trainer war zufrieden.",
            "Das geschah im 19. Jahrhundert.| Danach kam der Krieg.",
            "Am 3. Mai 1998 regnete es.| Zwölf Menschen kamen.",
            "Im Jahr 1998. Das war lange her."
                .replace("1998. D", "1998.| D")
                .as_str(),
            "„Kommst du?“| Der Mann schwieg.| „Nein.“| Die Frau ging.",
            "„Kommst du?“, fragte sie.| „Ja!“, rief er.",
            "»Es ist spät.«| Er ging.| »Gute Nacht.«",
            "Das ist z. B. schön, d. h. nicht hässlich.| Es gefällt mir.",
            "Er kaufte Äpfel, Birnen usw.| Die Rechnung war hoch.",
            "Dr. Müller und Prof. Dr. Schmidt kamen.| Frau Dr. Weber fehlte.",
            "Siehe Abb. 3 auf S. 12, Nr. 5.| Dort steht es.",
            "J. S. Bach lebte in Leipzig.| Er war Kantor.",
            "Ludwig XIV. regierte lange.| Kaiser Wilhelm II. dankte ab.",
            "Es kostet ca. 3,50 Euro bzw. 2.500 Mark.| Das ist viel.",
            "Die Firma Müller & Co. KG ging unter.| Das war 1990.| 1991 kam er.",
            "Das kostet 5 Mio. Euro.| Am 24. 12. 2020 war Ruhe.",
            "Der Verein e. V. München tagte.| Es waren 80.| Dann kam Dr. med. Weiß.",
            "Er zögerte … und ging.| Dann kam sie.| Und nun?",
            "Wer war das?!| Niemand wusste es.| (Auch die Polizei nicht.)| Schade.",
            "Sie wohnt in der Hauptstr. 5.| Das Haus ist alt.",
            "Um 500 v. Chr. war das so.| Cäsar starb 44 v. Chr.| Das weiß man.",
            "Er sagte: „Ich komme.| Warte auf mich.“| Dann ging er.",
        ],
    );
}

#[test]
fn french() {
    check(
        "fr",
        &[
            "M. Dupont est arrivé.| Il est tard.",
            "Mme Curie et le Dr. Roux sont là.| Ils parlent.",
            "Elle est là.| « Il pleut. »| Il part.",
            "« Pourquoi ? » demanda-t-elle.| « Parce que ! » dit-il.",
            "Il cria : « Au secours ! »| Personne ne vint.",
            "C'était en 52 av. J.-C. dans la Gaule.| César gagna.",
            "J.-J. Rousseau est né à Genève.| Il est mort en France.",
            "Voir p. 12, fig. 3 et chap. 4.| Tout y est.",
            "Il y avait des pommes, des poires, etc.| Le marché était plein.",
            "Cela coûte 3,50 euros, soit 2.500 francs.| C'est cher.",
            "Le 1er mai 1998, il neigeait.| Les gens riaient.",
            "Il hésita… puis partit.| Et puis… Rien."
                .replace("puis… R", "puis…| R")
                .as_str(),
            "— Tu viens ?| — Non.| — Tant pis.",
            "Qu'est-ce que c'est ?!| Je ne sais pas.",
            "Elle a dit (hier soir) qu'elle viendrait.| (Elle n'est pas venue.)| Dommage.",
            "Les É.-U. sont grands.| Le pays est vaste.",
            "Rendez-vous à 10 h. Soyez là."
                .replace("h. S", "h.| S")
                .as_str(),
            "Cf. l'art. 5 de la loi.| Il est clair.",
        ],
    );
}

#[test]
fn spanish() {
    check(
        "es",
        &[
            "El Sr. Pérez llegó.| ¿Qué pasa?| Nada.",
            "La Dra. López y D. Juan hablaron.| Se fueron tarde.",
            "¿Vienes mañana?| ¡Claro que sí!| Hasta luego.",
            "«¿Quién es?», preguntó ella.| «Nadie», dijo él.",
            "Dijo: «Me voy.»| Nadie contestó.",
            "Vive en EE. UU. desde 1998.| Trabaja allí.",
            "Murió en el año 44 a. C. en Roma.| Fue un día triste.",
            "Hay frutas, p. ej. manzanas y peras.| Son baratas.",
            "Compró pan, leche, etc.| La cuenta fue alta.",
            "Véase la pág. 12 y el art. 5.| Allí está todo.",
            "Cuesta 3,50 euros o 2.500 pesetas.| Es mucho.",
            "J. L. Borges nació en Buenos Aires.| Murió en Ginebra.",
            "El 3 de mayo de 1998 llovió.| La gente reía.",
            "Dudó... y se fue.| Luego... Nada."
                .replace("Luego... N", "Luego...| N")
                .as_str(),
            "—¿Vienes?| —No.| —Lástima.",
            "Llegó a las 5 p. m. del lunes.| Estaba cansado.",
            "Sus obras: 1. La casa.| 2. El río.| Son buenas.",
            "Uds. saben la verdad.| (Todos la saben.)| Es así.",
        ],
    );
}

#[test]
fn russian() {
    check(
        "ru",
        &[
            "А. С. Пушкин родился в Москве.| Он был поэтом.",
            "Это было в 1812 г. в России.| Шла война.",
            "Он купил хлеб, молоко и т. д.| Потом он ушёл.",
            "Т. е. он не придёт.| Это ясно.",
            "В XIX в. всё изменилось.| Города выросли.",
            "«Кто там?» — спросила она.| «Никто», — ответил он.",
            "«Уходи!»| Она ушла.",
            "— Ты идёшь?| — Нет.| — Жаль.",
            "Он живёт на ул. Ленина, д. 5.| Дом старый.",
            "См. рис. 3 на стр. 12.| Там всё видно.",
            "Это стоит 3,50 руб. за штуку.| Это дорого.",
            "Проф. Иванов и г-н Петров пришли.| Они говорили.",
            "3 мая 1998 года шёл дождь.| Люди смеялись.",
            "Он подумал… и ушёл.| Потом… Тишина."
                .replace("Потом… Т", "Потом…| Т")
                .as_str(),
            "Что это?!| Никто не знает.| (Даже он.)| Жаль.",
            "Город основан в 500 г. до н. э. греками.| Он стоит у моря.",
            "Площадь — 5 кв. м.| Дом большой.",
            "Население — 5 тыс. человек.| Площадь — 20 кв. км.",
        ],
    );
}

#[test]
fn japanese() {
    check(
        "ja",
        &[
            "今日は雨です。|明日は晴れます。",
            "「どこへ行くの？」と彼は聞いた。|彼女は答えなかった。",
            "「行かない！」と叫んだ。|誰も来なかった。",
            "「はい。」と言って、彼は立った。|それから出た。",
            "「おはよう。」|「おはようございます。」",
            "本当ですか？|本当です！|よかった。",
            "彼は「そうだね」と笑った。|私も笑った。",
            "価格は3.5万円です。|高いですね。",
            "「待って！」って言ったのに。|彼は行った。",
            "（これは例です。）|次に進みます。",
            "彼は……何も言わなかった。|静かだった。",
            "モーニング娘。は有名です。|よく知られています。",
            "Yahoo!で検索した。|見つからなかった。",
            "１．はじめに",
            "えっ？！|何ですって？|もう一度。",
            "「もう遅い。」彼は帰った。"
                .replace("」彼", "」|彼")
                .as_str(),
            "『雪国。』を読んだ。|面白かった。",
            "気温は３．５度だ。|寒い。",
            "彼は...何も言わなかった。|すごい!|本当?|はい.|終わり。",
        ],
    );
}

#[test]
fn chinese() {
    check(
        "zh",
        &[
            "今天下雨。|明天晴天。",
            "“你去哪儿？”他问。|她没有回答。",
            "“不去！”她大声喊道。|没有人来。",
            "他说：“我走了。”|大家都笑了。",
            "你好吗？|我很好！|谢谢。",
            "价格是3.5万元。|太贵了。",
            "《你好！李焕英》是一部电影。|它很有名。",
            "他想……还是算了。|天黑了。",
            "（这是一个例子。）|我们继续。",
            "「你是誰？」他問道。|沒有人回答。",
            "什么？！|真的吗？！|不可能。",
            "他读了《红楼梦》。|书很长。",
            "他来了；她走了。|屋里没有人。",
            "会议于1998年5月3日举行。|与会者很多。",
            "“好。”|“再见。”",
            "见www.example.com网站。|那里有说明。",
            "人口密度为127.2人/平方公里。|面积很大。",
            "“好。”|我知道这件事。|“是吗？”她想。|没有人回答。",
            "共有100。|200不够。",
            "他想...还是算了。|真的吗?|是的!",
            "张先生说：“你好！”|李小姐说：“你好！”",
        ],
    );
}

#[test]
fn arabic() {
    check(
        "ar",
        &[
            "نزل المطر اليوم. سيكون الغد مشمسا."
                .replace("اليوم. ", "اليوم.| ")
                .as_str(),
            "إلى أين تذهب؟| لا أعرف.",
            "«متى تعود؟» سألت المرأة.| لم يجب الرجل.",
            "«اذهب!» قال الأب.| خرج الولد.",
            "قال: «سأعود غدا.»| ثم خرج.",
            "جاء د. أحمد إلى المدرسة.| كان الوقت متأخرا.",
            "انظر ص. 12 من الكتاب.| هناك كل شيء.",
            "السعر 3.5 دينار.| هذا كثير.",
            "السعر ٣٫٥ دينار.| هذا قليل.",
            "مات في عام 44 ق.م. في روما.| كان يوما حزينا.",
            "ما هذا؟!| لا أحد يعرف.",
            "تردد الرجل... ثم ذهب.| كان الليل طويلا.",
            "وصل أ. د. محمد علي.| بدأ الاجتماع.",
            "حضر أحمد، وعلي، وغيرهما.| غاب الآخرون.",
            "(هذا مثال.)| لنكمل الآن.",
            "في 3 مايو 1998 نزل المطر.| ضحك الناس.",
            "يا للعجب!| كيف حدث ذلك؟",
            "ولد في عام 2010 م. ثم سافر."
                .replace("م. ثم", "م.| ثم")
                .as_str(),
        ],
    );
}

#[test]
fn marks_of_further_scripts() {
    for marked in [
        "यह सच है।| वह नहीं है।| क्या यह सच है?| हाँ।",
        "یہ سچ ہے۔| کیا یہ سچ ہے؟| ہاں۔",
        "Սա ճիշտ է։| Նա գնաց։",
        "ይህ እውነት ነው።| እሱ ሄደ።",
        "ဒါမှန်တယ်။| သူသွားတယ်။",
        "នេះជាការពិត។| គាត់ទៅហើយ។",
    ] {
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        for language in ["auto", "en", "hi"] {
            assert_eq!(sentences(language, &marked.replace('|', "")), expected);
        }
    }
}

/// A large document of several languages, each of whose sections shows its own.
#[test]
fn sentences_of_a_large_document_are_the_same_from_wherever_one_reads() {
    let parts = [
        "Der 1. FC Köln gewann im 19. Jahrhundert.| Das ist z. B. die Geschichte.",
        "He won at No. 5 in the U.S. of America.| It was the end of it.",
        "“你去哪儿？”他问。|她没有回答。",
        "جاء د. أحمد إلى المدرسة.| كان الوقت متأخرا.",
        "यह सच है।| वह नहीं है।",
    ];
    let marked = parts.map(|part| format!("{part}\n").repeat(700) + "\n");
    let content = marked.concat().replace('|', "");
    let bytes: Box<[u8]> = content.as_bytes().into();
    let text = Text::paged(Arc::new(bytes), content.len());
    let structure = || Structure::new(&text, ParagraphMode::Auto, "auto");
    let all: Vec<TextRange> = structure().sentences().collect();
    for byte in (0..content.len()).step_by(6001) {
        let byte = text.floor_grapheme(byte);
        let from = all.iter().find(|sentence| sentence.end() >= byte).copied();
        assert_eq!(structure().sentences_from(byte).next(), from, "{byte}");
        let upto = all
            .iter()
            .rfind(|sentence| sentence.start() <= byte)
            .copied();
        assert_eq!(structure().sentences_upto(byte).next(), upto, "{byte}");
    }
    // Where two languages meet in one section, one of them is cut by the rules of the other.
    let expected: Vec<&str> = parts.iter().flat_map(|part| part.split('|')).collect();
    let is_whole = |range: &&TextRange| {
        let words = text.slice(**range);
        expected.iter().any(|expected| expected.trim() == words)
    };
    let whole = all.iter().filter(is_whole).count();
    assert!(whole * 100 >= all.len() * 97, "{whole} of {}", all.len());
}
