//! What is said of a query or a body that cannot be read, and where.
#![allow(clippy::unwrap_used)]

use serde::Deserialize;

use super::value;
use super::{body, params};
use crate::http::wire::problem::Problem;

#[derive(Debug, Deserialize)]
struct Order {
    repairs: Vec<Repair>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Repair {
    #[serde(deserialize_with = "value::whole::<_, 99>")]
    start: u32,
    #[serde(default)]
    certain: Option<bool>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Asked {
    #[serde(deserialize_with = "value::number::<_, 1, 20>")]
    limit: Option<usize>,
    #[serde(deserialize_with = "value::yes")]
    html: bool,
}

fn pairs(written: &[(&str, &str)]) -> Vec<(String, String)> {
    written.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Which value, what it may be, and what is said.
fn told(problem: Problem) -> (String, String, String) {
    (problem.parameter.unwrap_or_default().into_owned(), problem.allowed.unwrap_or_default(), problem.detail)
}

#[test]
fn a_fault_within_a_body_is_told_with_its_path() {
    let order: Order = body::object(br#"{"repairs": [{"start": 7, "certain": true}]}"#).unwrap();
    assert_eq!((order.repairs[0].start, order.repairs[0].certain), (7, Some(true)));
    for (sent, place, allowed, said) in [
        (
            r#"{"repairs": [{"start": 1}, {"start": "1"}]}"#,
            "repairs[1].start",
            "0–99",
            "liczbą całkowitą od 0 do 99",
        ),
        (r#"{"repairs": [{"start": 100}]}"#, "repairs[0].start", "0–99", "liczbą całkowitą od 0 do 99"),
        (r#"{"repairs": [{}]}"#, "repairs[0].start", "required", "Brakuje pola „repairs[0].start”"),
        (r#"{}"#, "repairs", "required", "Brakuje pola „repairs”"),
        (
            r#"{"repairs": [{"start": 1, "certain": "tak"}]}"#,
            "repairs[0].certain",
            "a boolean",
            "inny rodzaj wartości",
        ),
    ] {
        let (parameter, may, detail) = told(body::object::<Order>(sent.as_bytes()).unwrap_err());
        assert_eq!((parameter.as_str(), may.as_str()), (place, allowed), "{sent}");
        assert!(detail.contains(said) && detail.contains(place), "{detail}");
    }
    let unknown = body::object::<Order>(br#"{"repairs": [{"begin": 1}]}"#).unwrap_err();
    assert!(unknown.detail.contains("„begin”") && unknown.more["parameter"] == "begin", "{unknown:?}");
}

#[test]
fn of_a_repeated_parameter_the_first_counts_but_what_changes_something_is_told_once() {
    let twice = pairs(&[("limit", "3"), ("limit", "300"), ("obcy", "1"), ("obcy", "2")]);
    assert_eq!(params::first::<Asked>(&twice).unwrap(), Asked { limit: Some(3), html: false });
    let (parameter, allowed, detail) = told(params::all::<Asked>(&twice).unwrap_err());
    assert_eq!((parameter.as_str(), allowed.as_str()), ("limit", "once"));
    assert_eq!(detail, "Parametr „limit” można podać tylko raz.");
}

#[test]
fn an_empty_parameter_is_none_and_one_out_of_bounds_says_what_it_may_be() {
    let empty = pairs(&[("limit", " "), ("limit", "3"), ("html", "")]);
    assert_eq!(params::first::<Asked>(&empty).unwrap(), Asked::default(), "the first is there, and empty");
    let (parameter, allowed, detail) = told(params::first::<Asked>(&pairs(&[("limit", "21")])).unwrap_err());
    assert_eq!((parameter.as_str(), allowed.as_str()), ("limit", "1–20"));
    assert_eq!(detail, "Parametr „limit” musi być liczbą całkowitą z zakresu 1–20.");
}
