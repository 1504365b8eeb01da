//! Lines and words of scripts without capitals or without spaces, in tables.

use super::{ParagraphMode, Structure, words};
use crate::text::{Text, TextRange};

/// The paragraphs of a text by its own rule, with ` / ` for each line end in one.
fn paragraphs(content: &str) -> Vec<String> {
    let text = Text::new(content);
    let structure = Structure::new(&text, ParagraphMode::Auto, "en");
    structure
        .paragraphs()
        .map(|range| text.slice(range).replace('\n', " / "))
        .collect()
}

/// Documents with a paragraph, a heading or a speaker on each line.
const LINES: &[(&str, &str)] = &[
    (
        "Chinese paragraphs",
        "今天下午市政府召开新闻发布会，介绍了新的交通规划方案的主要内容。\n\
         该方案将于明年一月一日起正式实施。\n\
         市民可以通过网络提出意见。",
    ),
    (
        "a Chinese heading and the paragraph below",
        "第一章　关于本市公共交通的现状与问题\n\
         本市公共交通系统建于二十世纪八十年代，至今已有四十多年的历史，车辆老化。\n\
         第二章　今后的打算\n\
         今后五年将新建三条地铁线路，并更换全部公共汽车，预计投资一百亿元人民币。",
    ),
    (
        "two speakers in Chinese",
        "记者：请问这个项目什么时候可以完成，市民什么时候能够用上新的线路\n\
         市长：我们计划在明年年底以前完成全部工程，后年年初正式投入运营\n\
         记者：谢谢",
    ),
    (
        "Japanese lines with quotes",
        "「今日はとても良い天気ですね。どこかへ出かけましょうか。」\n\
         「そうですね。公園まで歩いて行きましょう。」\n\
         二人は公園へ向かって歩き始めた。",
    ),
    (
        "Japanese items without marks",
        "公共交通機関の利用促進に関する市の新しい計画について\n\
         歩道の整備\n\
         学校の給食に地元の野菜を使う取り組みの結果について",
    ),
    (
        "Chinese headlines of about one width",
        "市政府召开新闻发布会介绍新的交通规划方案\n\
         全市将有三条新的地铁线路明年投入运营服务\n\
         市民可以通过网络对交通规划方案提出意见\n\
         有关部门表示将在三十天以内答复市民的意见",
    ),
    (
        "Arabic paragraphs",
        "أعلنت الحكومة اليوم عن خطة جديدة لتطوير قطاع النقل العام في المدينة.\n\
         وتشمل الخطة بناء ثلاثة خطوط جديدة للمترو.\n\
         ما هي التكلفة المتوقعة لهذا المشروع الكبير في السنوات القادمة؟\n\
         لم تعلن الحكومة عن ذلك.",
    ),
    (
        "an Arabic heading and the paragraph below",
        "خطة جديدة للنقل العام\n\
         أعلنت الحكومة اليوم عن خطة جديدة لتطوير قطاع النقل العام في المدينة خلال السنوات.",
    ),
    (
        "two speakers in Arabic",
        "أحمد: متى سيتم الانتهاء من هذا المشروع الكبير في المدينة\n\
         سارة: سيتم الانتهاء منه في نهاية العام القادم إن شاء الله\n\
         أحمد: شكرا",
    ),
    (
        "Hebrew paragraphs",
        "הממשלה הודיעה היום על תוכנית חדשה לפיתוח התחבורה הציבורית בעיר.\n\
         התוכנית כוללת שלושה קווים חדשים.\n\
         מה תהיה עלות הפרויקט הגדול הזה בשנים הקרובות?",
    ),
    (
        "Hindi paragraphs",
        "सरकार ने आज शहर में सार्वजनिक परिवहन के विकास की नई योजना की घोषणा की।\n\
         इस योजना में तीन नई मेट्रो लाइनें शामिल हैं।\n\
         इस परियोजना की कुल लागत कितनी होगी और यह कब तक पूरी होगी?",
    ),
    (
        "Georgian, whose sentences begin with small letters",
        "მთავრობამ დღეს გამოაცხადა ახალი გეგმა ქალაქის ტრანსპორტის შესახებ.\n\
         გეგმა მოიცავს სამ ახალ ხაზს.\n\
         როდის დასრულდება ეს დიდი პროექტი ჩვენს ქალაქში?",
    ),
    (
        "Thai paragraphs, which end without a mark",
        "รัฐบาลประกาศแผนใหม่สำหรับการพัฒนาระบบขนส่งสาธารณะในเมืองหลวง\n\
         แผนนี้รวมถึงรถไฟฟ้าสามสายใหม่\n\
         ประชาชนสามารถแสดงความคิดเห็นได้ทางอินเทอร์เน็ต",
    ),
    (
        "Korean paragraphs",
        "정부는 오늘 도시의 대중교통을 발전시키기 위한 새로운 계획을 발표했다.\n\
         이 계획에는 세 개의 새로운 노선이 포함된다.\n\
         이 사업의 총 비용은 얼마이며 언제 완공될 것으로 예상되는가?",
    ),
];

#[test]
fn letters_without_case_do_not_join_lines() {
    for (what, content) in LINES {
        let lines: Vec<&str> = content.lines().collect();
        assert_eq!(paragraphs(content), lines, "{what}");
    }
}

/// Documents whose lines were wrapped by hand or by a program, in paragraphs that blank
/// lines or indents tell apart.
const WRAPPED: &[(&str, &[&str])] = &[
    (
        "Chinese",
        &[
            "今天下午市政府召开新闻发布会，介绍了新的交通规划\n\
             方案的主要内容。该方案将于明年一月一日起正式实施\n\
             ，届时全市将有三条新的地铁线路投入运营，市民出行\n\
             将更加方便。",
            "市民可以通过网络提出意见，也可以写信给有关部门，\n\
             有关部门将在三十天以内答复。",
        ],
    ),
    (
        "Japanese with Latin words",
        &["市は今日の午後に記者会見を開き、新しい交通計画の\n\
             主な内容を説明した。計画は来年の一月一日から実施\n\
             され、新しい地下鉄の三つの路線が Tokyo Metro の\n\
             協力で建設される予定である。"],
    ),
    (
        "Arabic",
        &[
            "أعلنت الحكومة اليوم عن خطة جديدة لتطوير قطاع النقل العام في\n\
             المدينة خلال السنوات الخمس القادمة وتشمل الخطة بناء ثلاثة\n\
             خطوط جديدة للمترو وشراء مئات الحافلات التي تعمل بالكهرباء\n\
             من أجل تخفيف الازدحام.",
        ],
    ),
    (
        "Hebrew",
        &[
            "הממשלה הודיעה היום על תוכנית חדשה לפיתוח התחבורה הציבורית\n\
             בעיר במהלך חמש השנים הקרובות והתוכנית כוללת שלושה קווים\n\
             חדשים של הרכבת הקלה ומאות אוטובוסים חשמליים שיופעלו בכל\n\
             רחבי העיר.",
        ],
    ),
    (
        "Korean",
        &[
            "정부는 오늘 도시의 대중교통을 발전시키기 위한 새로운 계획을\n\
             발표했으며 이 계획에는 세 개의 새로운 지하철 노선과 수백\n\
             대의 전기 버스가 포함되어 있고 시민들은 인터넷을 통하여\n\
             의견을 낼 수 있다.",
        ],
    ),
    (
        "Thai",
        &["รัฐบาลประกาศแผนใหม่สำหรับการพัฒนาระบบขนส่งสาธารณะใน\n\
             เมืองหลวงและแผนนี้รวมถึงรถไฟฟ้าสามสายใหม่กับรถเมล์\n\
             ไฟฟ้าหลายร้อยคันที่จะให้บริการทั่วทั้งเมืองหลวงและ\n\
             จังหวัดใกล้เคียง"],
    ),
];

#[test]
fn lines_of_one_width_without_marks_at_their_ends_are_joined() {
    for (what, wrapped) in WRAPPED {
        let content = wrapped.join("\n\n");
        let expected: Vec<String> = wrapped
            .iter()
            .map(|paragraph| paragraph.replace('\n', " / "))
            .collect();
        assert_eq!(paragraphs(&content), expected, "{what}");
    }
}

#[test]
fn an_indented_line_after_a_stop_begins_a_paragraph() {
    let content = "\u{3000}\u{3000}今天下午市政府召开新闻发布会，介绍了新的交通规\n\
                   划方案的主要内容。该方案将于明年一月一日起正式实施\n\
                   ，届时全市将有三条新的地铁线路投入运营，对市民好。\n\
                   \u{3000}\u{3000}市民可以通过网络提出意见，也可以写信给有关部门\n\
                   ，有关部门将在三十天以内答复。";
    assert_eq!(paragraphs(content).len(), 2, "{:?}", paragraphs(content));
}

#[test]
fn a_heading_in_a_wrapped_document_stands_alone() {
    let content = "第一章　现状\n\
                   今天下午市政府召开新闻发布会，介绍了新的交通规划\n\
                   方案的主要内容。该方案将于明年一月一日起正式实施\n\
                   ，届时全市将有三条新的地铁线路投入运营。\n\
                   第二章　问题\n\
                   市民可以通过网络提出意见，也可以写信给有关部门，\n\
                   有关部门将在三十天以内答复。\n";
    let found = paragraphs(content);
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[2], "第二章　问题");
}

/// The words of a text, with a bar after each.
fn marked_words(content: &str) -> String {
    let text = Text::new(content);
    let found = words(&text, text.full_range());
    found
        .iter()
        .map(|&word| format!("{}|", text.slice(word)))
        .collect()
}

#[test]
fn words_without_spaces_are_those_of_a_dictionary() {
    for (content, expected) in [
        ("กรุงเทพมหานครเป็นเมืองหลวง", "กรุงเทพมหานคร|เป็น|เมือง|หลวง|"),
        ("ຂ້ອຍຮັກພາສາລາວ", "ຂ້ອຍ|ຮັກ|ພາສາ|ລາວ|"),
        ("ខ្ញុំស្រឡាញ់ភាសាខ្មែរ", "ខ្ញុំ|ស្រឡាញ់|ភាសាខ្មែរ|"),
        ("မြန်မာစာကိုလေ့လာသည်", "မြန်မာ|စာ|ကို|လေ့လာ|သည်|"),
        ("北京是中国的首都。", "北京|是|中国|的|首都|"),
        ("東京は日本の首都です。", "東京|は|日本|の|首都|です|"),
        ("「カード」を使用した", "カード|を|使用|した|"),
        ("ﾊﾟｿｺﾝを買う", "ﾊﾟｿｺﾝ|を|買う|"),
        ("2024年にTokyoで", "2024|年|に|Tokyo|で|"),
        ("占12.5%的人口", "占|12.5%|的|人口|"),
        ("ราคา $20 บาท", "ราคา|$20|บาท|"),
        ("한국어 단어는", "한국어|단어는|"),
        ("مدينة كبيرة", "مدينة|كبيرة|"),
    ] {
        assert_eq!(marked_words(content), expected, "{content}");
    }
}

#[test]
fn words_are_the_same_from_wherever_they_are_asked_for() {
    let phrase = "กรุงเทพมหานครเป็นเมืองหลวงและเป็นนครที่มีประชากรมากที่สุดของประเทศไทย";
    let contents = [
        phrase.repeat(20),
        "北京是中国的首都也是全国的政治文化中心".repeat(60),
        format!("{} and {phrase}。今天天气很好", "ฉันรักภาษาไทย".repeat(30)),
    ];
    for content in contents {
        let text = Text::new(content.as_str());
        let all = words(&text, text.full_range());
        assert!(all.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        for &word in &all {
            for byte in [word.start(), text.floor_grapheme(word.end() - 1)] {
                let here = TextRange::between(byte, byte + 1);
                let found = words(&text, here);
                assert_eq!(found, [word], "{byte} of {}", text.len());
            }
        }
        // No word of a run of many thousand bytes is longer than words are.
        assert!(all.iter().all(|word| word.len() < 64), "{all:?}");
    }
}
