//! What answers residents can ask as nobody else: read from the source.

/// What a handler says that asks as an agent, token by token.
const WAYS_TO_STAFF: [&str; 8] = [
    " View ",
    " Staff ",
    " Reader : : Agent ",
    " Knowledge ",
    " Shared < State > ",
    " unit . note ",
    " unit : : UnitCard ",
    " beside : : Beside ",
];

/// The handlers of the residents' side are given `Residents`; this holds them to it.
#[test]
fn no_handler_for_residents_can_ask_as_an_agent() {
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let files = ["public", "widget"].map(|folder| crate::harness::files_below(&src.join(folder)));
    let mut seen = 0;
    for file in files.into_iter().flatten().filter(|file| file.extension().is_some_and(|kind| kind == "rs")) {
        if file.ends_with("public/tests.rs") {
            continue;
        }
        let code = format!(" {} ", crate::house::architecture::code_of(&file));
        for way in WAYS_TO_STAFF {
            assert!(!code.contains(way), "{} names {way}; ask through Residents", file.display());
        }
        seen += 1;
    }
    assert!(seen > 8, "the files are where the test looks for them");
    // The handlers of agents do, by all of these ways.
    let files = ["console", "desk", "api", "shown", "words"]
        .map(|folder| crate::harness::files_below(&src.join(folder)));
    let code: String = files
        .into_iter()
        .flatten()
        .filter(|file| file.extension().is_some_and(|kind| kind == "rs"))
        .map(|file| crate::house::architecture::code_of(&file))
        .collect();
    let unseen: Vec<_> = WAYS_TO_STAFF.into_iter().filter(|way| !code.contains(way)).collect();
    assert!(unseen.is_empty(), "nobody goes these ways, or nobody is seen going them: {unseen:?}");
}
