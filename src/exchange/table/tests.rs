//! What tables people really have come out as.

use super::*;

fn incoming(text: &[u8]) -> Incoming {
    read_as(text, &Choices::default()).unwrap()
}

fn read_as(text: &[u8], choices: &Choices) -> Result<Incoming, Refusal> {
    read("list", text, Separator::Comma, choices, &mut Watch::default())
}

/// Question and answer of each card, with what stands below it.
fn sides(text: &str) -> Vec<String> {
    let got = incoming(text.as_bytes());
    assert_eq!(faults(&got), Vec::<String>::new(), "{text}");
    let cards = got.decks.iter().flat_map(|deck| &deck.cards);
    let side = |card: &crate::study::OwnCard| {
        let words = [card.ask.question(), card.ask.answer(), card.why.clone()];
        words.join(" / ").trim_end_matches(" / ").to_owned()
    };
    cards.map(side).collect()
}

fn tags(text: &str) -> Vec<String> {
    let got = incoming(text.as_bytes());
    got.decks.iter().flat_map(|deck| &deck.cards).map(|card| card.tags.join(" ")).collect()
}

fn columns(text: &str) -> Vec<Column> {
    incoming(text.as_bytes()).table.unwrap().layout.columns
}

fn fronts(incoming: &Incoming) -> Vec<String> {
    incoming.decks.iter().flat_map(|d| &d.cards).map(|c| c.ask.question()).collect()
}

fn faults(incoming: &Incoming) -> Vec<String> {
    incoming.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn quotes_line_ends_and_a_mark_at_the_beginning_are_read() {
    let text = b"\xef\xbb\xbfid,deck,tags,front,back\r\na,D,x y,\"Q, \"\"so\"\"\r\nline 2\",A\r\n";
    let got = incoming(text);
    assert_eq!(faults(&got), Vec::<String>::new());
    let card = &got.decks[0].cards[0];
    assert_eq!(card.ask.question(), "Q, \"so\"\nline 2");
    assert_eq!((card.id.as_str(), card.tags.join("|")), ("a", "x|y".to_owned()));
    assert_eq!((got.decks[0].id.as_str(), got.decks[0].title.as_str()), ("d", "D"));
}

#[test]
fn a_faulty_row_is_named_with_its_line_and_the_others_are_taken() {
    let text = "id,deck,tags,front,back\na,D,,Qé1,A1\nb,D,,Q2\nc,D,,Q#,A3\nd,D,,,A4\ne,D,,Q\x075,A5\nf,D,,\"Q6\nmore\",A6\ng,D,,Q7,A7\n";
    // One letter is whole UTF-8, so the other one is damaged and not of another encoding.
    let bytes: Vec<u8> = text.bytes().map(|b| if b == b'#' { 0xff } else { b }).collect();
    let got = incoming(&bytes);
    assert_eq!(fronts(&got), ["Qé1", "Q6\nmore", "Q7"]);
    let lines: Vec<_> = got.faults.iter().map(|f| f.line.unwrap()).collect();
    assert_eq!(lines, [3, 4, 5, 6], "{:?}", faults(&got));
    assert!(faults(&got)[1].contains("front: these bytes are not UTF-8"));
}

#[test]
fn a_quote_that_surrounds_no_cell_is_part_of_the_text_and_told() {
    let got = incoming(b"front,back\nQ1,A1\n\"Q2,A2\nQ3,A3\nQ4,A4\n");
    assert_eq!(fronts(&got), ["Q1", "\"Q2", "Q3", "Q4"]);
    assert!(got.notes[0].ends_with("part of the text: line 3"), "{:?}", got.notes);
    let chest = "front,back\nNeedle?,\"3.25 in\nOPA?,\"corner of mouth\nBVM?,1000 ml\n";
    assert_eq!(sides(chest), ["Needle? / \"3.25 in", "OPA? / \"corner of mouth", "BVM? / 1000 ml"]);
    assert_eq!(sides("front\tback\nTube?\t\"8.0\" or so\n"), ["Tube? / \"8.0\" or so"]);
    let swallowed = incoming(b"front,back\nA?,\"5 in\nB?,6\"\nC?,c\n");
    assert!(swallowed.notes[0].starts_with("Lines 2 to 3 were read as one row"));
}

#[test]
fn without_a_header_two_columns_are_front_and_back_and_the_file_names_the_deck() {
    let got = incoming(b"Q1,A1\nQ2,A2\nQ1,A1\n");
    assert_eq!(fronts(&got), ["Q1", "Q2"]);
    assert_eq!((got.skipped, got.decks[0].title.as_str()), (1, "list"));
    // the same row has the same id next time
    assert_eq!(got.decks[0].cards[0].id, incoming(b"Q1,A1\n").decks[0].cards[0].id);
}

#[test]
fn what_separates_the_columns_is_found_from_all_rows() {
    for text in [
        "front;back\nQ, so;A\n",
        "\"front\";\"back\"\n\"Q, so\";A\n",
        "\"Q, so\";A\n",
        "sep=;\nQ, so;A\n",
        "front\tback\nQ, so\tA\n",
        "\"Q, so\",A;B\n",
    ] {
        assert_eq!(fronts(&incoming(text.as_bytes())), ["Q, so"], "{text}");
    }
}

#[test]
fn what_a_table_says_of_itself_is_followed() {
    let text = b"#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\nx1\tBasic\tMine\tWhat&nbsp;is<br>it?\t<b>This</b>\tone two\n";
    let got =
        read("list", text, Separator::Tab, &Choices::default(), &mut Watch::default()).unwrap();
    assert_eq!(faults(&got), Vec::<String>::new());
    let card = &got.decks[0].cards[0];
    assert_eq!((card.ask.answer().as_str(), card.tags.len()), ("This", 2));
    assert!(!card.ask.question().contains('<'), "{}", card.ask.question());
    assert_eq!((card.id.as_str(), got.decks[0].title.as_str()), ("anki:x1/0", "Mine"));
    assert!(got.notes.is_empty());
    let as_it_stands = incoming(b"front,back\n<b>,A\n");
    assert_eq!(fronts(&as_it_stands), ["<b>"]);
}

#[test]
fn a_first_row_that_names_no_known_column_is_told() {
    let got = incoming(b"Frage,Antwort\nQ1,A1\n");
    assert_eq!(fronts(&got).len(), 2);
    assert!(got.notes[0].starts_with("The first row was read as a card: Frage | Antwort."));
    assert!(incoming(b"front,back\nQ1,A1\n").notes.is_empty());
}

#[test]
fn a_file_that_is_no_table_is_refused() {
    let refused = read_as(b"\x00\x01\x02", &Choices::default()).unwrap_err();
    assert!(refused.0.len() > 25 && refused.0.contains("line 1"), "{}", refused.0);
}

#[test]
fn a_table_saved_in_utf_16_is_read() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend("front\tback\nQ→\tA\n".encode_utf16().flat_map(u16::to_le_bytes));
    let got = read_as(&bytes, &Choices::default()).unwrap();
    assert_eq!(fronts(&got), ["Q→"]);
}

#[test]
fn a_table_saved_without_a_mark_in_another_encoding_is_read() {
    let utf_16 = "front,back\nQé,A\n".encode_utf16();
    let little: Vec<u8> = utf_16.clone().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = utf_16.flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        assert_eq!(fronts(&incoming(&bytes)), ["Qé"]);
    }
    let got = incoming(b"front,back\nna\xefve caf\xe9 \x93so\x94,A\n");
    assert_eq!(fronts(&got), ["naïve café “so”"]);
    assert!(got.notes[0].starts_with("The file is not UTF-8. It was read as Windows-1252"));
    assert_eq!(fronts(&incoming(b"front,back\rQ1,A1\rQ2,A2\r")), ["Q1", "Q2"]);
}

#[test]
fn separators_agree_over_all_rows() {
    let chest = "1;Emergency;Acute coronary syndrome;A woman has chest pain, sweating, and nausea. What now?\n\
        2;Emergency;Collapse;A man was found on the floor, pulse 42, pressure 85/65. What now?\n\
        3;Emergency;Anaphylaxis;Hives and stridor after a sting. What now?\n";
    let got = sides(chest);
    assert_eq!(got[2], "Hives and stridor after a sting. What now? / Anaphylaxis");
    assert_eq!(got.len(), 3);
    assert_eq!(tags(chest), ["Emergency"; 3]);
    assert_eq!(sides("Q, so | A\nQ, and, so | A2\n"), ["Q, so / A", "Q, and, so / A2"]);
    assert_eq!(sides("Row1,first\nRow2,\"|\"\"|\"\nRow3,\"|\"\"|\"\n")[1], "Row2 / |\"|");
    assert_eq!(sides("Q1, \"A, so\"\nQ2, \"A, so\"\n"), ["Q1 / A, so", "Q2 / A, so"]);
}

#[test]
fn columns_are_known_by_their_names_in_any_order() {
    for text in [
        "question,answer\nQ,A\n",
        "Answer;Question\nA;Q\n",
        "Definition\tTerm\nA\tQ\n",
        "Back,Tags,Front\nA,x,Q\n",
        "word,meaning\nQ,A\n",
        "Term,Bedeutung\nQ,A\n",
    ] {
        assert_eq!(sides(text), ["Q / A"], "{text}");
    }
    assert_eq!(sides("A,Airway\nB,Breathing\n"), ["A / Airway", "B / Breathing"]);
    let named = "front,back,explanation,source\nArtery?,aorta,it leaves the heart,p. 3\n";
    assert_eq!(sides(named), ["Artery? / aorta / explanation: it leaves the heart\nsource: p. 3"]);
}

#[test]
fn a_column_that_is_left_out_is_told() {
    let got = incoming(b"front,back,page,author,tags\nQ,A,12,Lee,x\n");
    assert_eq!(got.notes, ["Left out: column 3 “page”, column 4 “author”"]);
    let head: Vec<String> = (1..=18).map(|n| format!("c{n}")).collect();
    let wide = format!(
        "{}\n{}\n",
        head.join(",").replace("c7,", "front,").replace("c9,", "back,"),
        head.join(",")
    );
    let got = incoming(wide.as_bytes());
    assert_eq!(fronts(&got), ["c7"]);
    assert!(got.notes[0].contains("column 18 “c18”"), "{:?}", got.notes);
}

#[test]
fn columns_without_names_are_recognized_by_their_cells() {
    use Column::{Back, Deck, Extra, Front, Id, LeaveOut, Tags};
    let four = [1, 2, 3]
        .map(|n| format!("Question {n}?\tAnswer {n}\tairway tag{n}\tchapter_{n}.html\n"))
        .concat();
    assert_eq!(columns(&four), [Front, Back, Tags, Extra]);
    assert_eq!(
        columns(
            "What opens it?,Jaw thrust,Airway management\nWhat stops it?,Pressure,Trauma care\n"
        ),
        [Front, Back, Extra]
    );
    assert_eq!(columns("Q1?,A one,cardiac\nQ2?,A two,medical\n"), [Front, Back, Tags]);
    assert_eq!(columns("1,Q1?,A one\n2,Q2?,A two\n3,Q3?,A three\n"), [LeaveOut, Front, Back]);
    assert_eq!(
        columns("a1,D,x,Q1,A one\na2,D,x,Q2,A two\na3,D,y,Q3,A three\n"),
        [Id, Deck, Tags, Front, Back]
    );
    let got = incoming(four.as_bytes());
    assert!(
        got.notes
            .iter()
            .any(|note| note.starts_with("Not certain what the columns hold: column 1 is front"))
    );
    assert_eq!(got.table.unwrap().certainty, Certainty::Guessed);
}

#[test]
fn a_row_that_ends_early_has_empty_last_cells() {
    let text = "front,back,tags\nPulse of an adult?,60 to 100,vitals\nOf an infant?,100 to 160\nBreaths?,12 to 20,vitals,\n,,\n";
    assert_eq!(sides(text).len(), 3);
    assert_eq!(tags(text), ["vitals", "", "vitals"]);
    let got = incoming(b"front,back\nQ1,A1\nDose?,160 mg, chewed\nonly a front\n");
    assert_eq!(fronts(&got), ["Q1"]);
    assert!(
        faults(&got)[0].starts_with("line 3: 3 columns; 2 were expected"),
        "{:?}",
        faults(&got)
    );
    assert_eq!(faults(&got)[1], "line 4: front and back both need text");
}

#[test]
fn marks_that_a_spreadsheet_saved_again_are_followed() {
    let text = "#separator:Comma,,\n#html:true,,\n#tags column:3,,\nDose of <b>aspirin</b>?,160 mg &amp; chewed,cardiac\nGlucose?,one tube,medical\n";
    assert_eq!(sides(text), ["Dose of aspirin? / 160 mg & chewed", "Glucose? / one tube"]);
    assert_eq!(tags(text), ["cardiac", "medical"]);
    let quoted = "\"#deck:Airway, adult\",\n#tags:exam airway,\nOPA?,corner of mouth\n";
    assert_eq!(incoming(quoted.as_bytes()).decks[0].title, "Airway, adult");
    assert_eq!(tags(quoted), ["exam airway"]);
    let named = "#separator:tab\n#columns:Back\tFront\n#deck:EMS::Airway\n#fancy column:2\nA\tQ\n";
    assert_eq!(sides(named), ["Q / A"]);
    assert_eq!(incoming(named.as_bytes()).notes, ["The line “#fancy column:2” means nothing here"]);
}

#[test]
fn notes_in_plain_text_become_their_cards() {
    let text = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n\
        AbC1\tCloze\tShock\tWarm skin is {{c1::distributive}}.\tthink of sepsis\tshock\n\
        AbC2\tCloze\tShock\tA {{c1::tension}} pneumothorax moves the {{c2::trachea::tube}}.\t\tchest\n\
        AbC3\tBasic (and reversed card)\tShock\tOPA\tairway\t\n";
    assert_eq!(
        sides(text),
        [
            "Warm skin is [...]. / Warm skin is distributive.\nthink of sepsis",
            "A [...] pneumothorax moves the trachea. / A tension pneumothorax moves the trachea.",
            "A tension pneumothorax moves the [tube]. / A tension pneumothorax moves the trachea.",
            "OPA / airway",
            "airway / OPA",
        ]
    );
    let ids = incoming(text.as_bytes()).decks.remove(0).cards;
    let ids: Vec<String> = ids.into_iter().map(|card| card.id).collect();
    assert_eq!(ids, ["anki:AbC1/0", "anki:AbC2/0", "anki:AbC2/1", "anki:AbC3/0", "anki:AbC3/1"]);
}

#[test]
fn a_text_with_gaps_needs_no_second_column() {
    let text = "#notetype:Cloze\n#columns:Text\tBack Extra\nA {{c1::tension}} pneumothorax.\t\n";
    assert_eq!(sides(text), ["A [...] pneumothorax. / A tension pneumothorax."]);
    assert_eq!(sides("Warm skin is {{c1::distributive}}.\nA {{c1::b}} c.\n").len(), 2);
    let none = read_as(b"#notetype:Cloze\nno gap\tx\nnone\t\n", &Choices::default()).unwrap();
    assert_eq!(
        faults(&none),
        ["line 3: a text with gaps needs at least one, such as {{c1::word}}"]
    );
    // What this program wrote itself is taken by its words.
    let ours = "id,deck,tags,front,back\nd:1,D,,{{c1::x}},A\n";
    assert_eq!(sides(ours), ["{{c1::x}} / A"]);
}

#[test]
fn cards_in_plain_text_do_not_repeat_the_question() {
    let text = "#separator:tab\n#html:true\nOPA?\t\"OPA?<hr id=\"\"answer\"\">corner of mouth\"\n";
    assert_eq!(sides(text), ["OPA? / corner of mouth"]);
}

#[test]
fn texts_that_hold_html_are_read_as_html_and_told() {
    let got = incoming(b"Steps?\tone<br>two &amp; three\n");
    assert_eq!(got.decks[0].cards[0].ask.answer(), "one\ntwo & three");
    assert!(got.notes.iter().any(|note| note.starts_with("The texts hold marks of HTML")));
    assert_eq!(sides("#html:false\nSteps?\tone<br>two\n"), ["Steps? / one<br>two"]);
}

#[test]
fn a_person_says_what_the_columns_hold() {
    let text = b"aorta,Largest artery?,p. 3,heart\nvena cava,Largest vein?,p. 4,heart\n";
    let columns = columns_of_words("back, front, -, tags").unwrap();
    let got =
        read_as(text, &Choices { columns: Some(columns.clone()), ..Choices::default() }).unwrap();
    assert_eq!(fronts(&got), ["Largest artery?", "Largest vein?"]);
    let shape = got.table.unwrap();
    assert_eq!(
        (shape.layout.columns.as_slice(), shape.certainty),
        (columns.as_slice(), Certainty::Sure)
    );
    // The same for the next table of that form.
    let remembered = BTreeMap::from([(shape.form, shape.layout)]);
    let got =
        read_as(b"trachea,Windpipe?,p. 9,airway\n", &Choices { remembered, ..Choices::default() });
    assert_eq!(fronts(&got.unwrap()), ["Windpipe?"]);
    let too_many = Choices { columns: Some(vec![Column::Front; 5]), ..Choices::default() };
    assert!(
        read_as(text, &too_many)
            .unwrap_err()
            .0
            .starts_with("5 columns were named, and the table has 4")
    );
    assert!(columns_of_words("front,front").unwrap_err().starts_with("Two columns are “Front”"));
    assert!(columns_of_words("back").unwrap_err().starts_with("No column is “Front”"));
    assert!(columns_of_words("fornt,back").unwrap_err().starts_with("“fornt” is no column"));
    let names = Choices { first_row: Some(FirstRow::Names), ..Choices::default() };
    assert_eq!(fronts(&read_as(b"Frage,Antwort\nQ,A\n", &names).unwrap()), ["Q"]);
}
