//! Laws of the derives, over declarations nobody wrote.
//!
//! Outside a macro `proc_macro2` works by itself, so a derive is an ordinary function here: from one syntax tree to another.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed test is a panic by design")]

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use proptest::prelude::*;
use quote::{format_ident, quote};
use syn::{DeriveInput, File, Item, parse_quote};

use crate::{CHOICE, GROUP, RECORD, expand};

/// A well-formed declaration of a field with a type that fits: words, type.
const GOOD: &[(&str, &str)] = &[
    ("name", "PersonName"),
    ("zip, pad", "Option<Zip>"),
    ("date, birth", "BirthDate"),
    ("clinical, label = \"HIV\", pad", "Vec<Phi<Text>>"),
    ("free_text, stored_as = \"remark\"", "Phi<Text>"),
    ("demographic", "Choice<Sex>"),
    ("not_phi = \"counter\"", "u64"),
    ("other_id", "Link<Order>"),
    ("group", "Address"),
    ("group, label = \"SUD\"", "Option<Address>"),
];

fn run(derive: &expand::Derive, input: &TokenStream) -> String {
    let input: DeriveInput = syn::parse2(input.clone()).unwrap();
    expand::expand(derive, &input, &parse_quote!(::phi_types)).to_string()
}

/// The messages that the compiler will show.
fn errors(output: &str) -> Vec<String> {
    let file: File = syn::parse_str(output).unwrap();
    let of = |item: &Item| match item {
        Item::Macro(item) if item.mac.path.segments.last().is_some_and(|last| last.ident == "compile_error") => {
            Some(item.mac.parse_body::<syn::LitStr>().unwrap().value())
        }
        _ => None,
    };
    file.items.iter().filter_map(of).collect()
}

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}

/// A record with these fields behind its subject.
fn a_record(fields: &[(String, String)]) -> TokenStream {
    let fields = fields.iter().enumerate().map(|(at, (words, ty))| {
        let (name, ty) = (format_ident!("f{at}"), tokens(ty));
        let attribute = (!words.is_empty()).then(|| {
            let words = tokens(words);
            quote!(#[phi(#words)])
        });
        quote!(#attribute #name: #ty)
    });
    quote! {
        #[phi(record = "Visit")]
        pub(crate) struct Visit { #[phi(subject)] subject: SubjectId, #(#fields),* }
    }
}

fn a_group(fields: &[(String, String)]) -> TokenStream {
    let text = a_record(fields).to_string();
    tokens(&text.replace("# [phi (record = \"Visit\")]", "").replace("# [phi (subject)] subject : SubjectId ,", ""))
}

fn good() -> impl Strategy<Value = Vec<(String, String)>> {
    let field = prop::sample::select(GOOD).prop_map(|(words, ty)| (words.to_owned(), ty.to_owned()));
    prop::collection::vec(field, 1..20)
}

/// Words in any number and order, right, wrong or cut off.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        prop::sample::select(vec![
            "subject",
            "group",
            "name",
            "date",
            "birth",
            "pad",
            "label",
            "label = \"HIV\"",
            "label = \"XYZ\"",
            "label = 3",
            "not_phi",
            "not_phi = \"\"",
            "not_phi = \" \"",
            "stored_as = \"x\"",
            "stored_as",
            "code = \"x\"",
            "crate = 5",
            "version = -1",
            "clinical",
            "free_text",
            "a::b",
            "record = \"\"",
            "name = \"x\"",
            "\"text\"",
            "3",
            "(name)",
            "pad = true",
        ])
        .prop_map(str::to_owned),
        "[a-z_]{1,8}"
            .prop_filter("a word that Rust keeps for itself", |word| syn::parse_str::<syn::Ident>(word).is_ok()),
    ];
    prop::collection::vec(word, 0..4).prop_map(|words| words.join(", "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_declared_the_output_is_items_or_errors(
        fields in prop::collection::vec((words(), prop::sample::select(vec!["Text", "Vec<u8>", "(u8, u8)", "&'static str", "[T; 3]"])), 0..6)
    ) {
        let fields: Vec<_> = fields.into_iter().map(|(words, ty)| (words, ty.to_owned())).collect();
        for output in [run(&RECORD, &a_record(&fields)), run(&GROUP, &a_group(&fields))] {
            prop_assert!(syn::parse_str::<File>(&output).is_ok(), "{}", output);
        }
    }

    #[test]
    fn a_declaration_that_is_refused_leaves_its_names_standing(
        fields in prop::collection::vec((words(), prop::sample::select(vec!["Phi<Text>", "Option<Zip>", "Vec<&'static str>", "&str"])), 1..6)
    ) {
        let fields: Vec<_> = fields.into_iter().map(|(words, ty)| (words, ty.to_owned())).collect();
        let output = run(&RECORD, &a_record(&fields));
        prop_assert!(syn::parse_str::<File>(&output).is_ok(), "{}", output);
        prop_assert!(output.contains(":: PhiRecord for"), "{}", output);
        // A field that was declared the subject by the words has no constant.
        for (at, (words, _)) in fields.iter().enumerate().filter(|(_, (words, _))| !words.contains("subject")) {
            let constant = format!("const F{at} :");
            prop_assert!(output.contains(&constant), "{words}: {}", output);
        }
    }

    #[test]
    fn any_shape_with_any_words_is_items_or_errors(
        on_top in words(), on_first in words(), on_second in words(), shape in 0..6_usize, derive in 0..3_usize
    ) {
        let (top, first, second) = (tokens(&on_top), tokens(&on_first), tokens(&on_second));
        let input = match shape {
            0 => quote!(#[phi(#top)] enum Visit { #[phi(#first)] One, #[phi(#second)] Two(#[phi(#first)] Text) }),
            1 => quote!(#[phi(#top)] enum Visit { #[phi(#first)] One { #[phi(#second)] a: Text, #[phi(#first)] b: Text } }),
            2 => quote!(#[phi(#top)] struct Visit(#[phi(#first)] Text, #[phi(#second)] Text);),
            3 => quote!(#[phi(#top)] struct Visit<'a, T: Clone = u8, const N: usize = 3> { #[phi(#first)] a: &'a T }),
            4 => quote!(#[phi(#top)] union Visit { #[phi(#first)] a: u8, #[phi(#second)] b: u8 }),
            _ => quote!(#[phi(#top)] enum Visit {}),
        };
        let output = run([&RECORD, &GROUP, &CHOICE][derive], &input);
        prop_assert!(syn::parse_str::<File>(&output).is_ok(), "{}", output);
    }

    #[test]
    fn every_undeclared_field_is_named_in_one_go(fields in good(), bare in prop::collection::btree_set(0..20_usize, 1..20)) {
        let mut fields = fields;
        let bare: BTreeSet<_> = bare.into_iter().filter(|at| *at < fields.len()).collect();
        prop_assume!(!bare.is_empty());
        for at in &bare {
            fields[*at].0.clear();
        }
        for output in [run(&RECORD, &a_record(&fields)), run(&GROUP, &a_group(&fields))] {
            let errors = errors(&output);
            prop_assert_eq!(errors.len(), bare.len());
            for (at, error) in bare.iter().zip(&errors) {
                let named = format!("field `f{at}` is not declared");
                prop_assert!(error.starts_with(&named), "{}", error);
            }
        }
    }

    #[test]
    fn the_order_of_words_does_not_matter(at in 0..GOOD.len(), turns in 0..4_usize) {
        let (words, ty) = GOOD[at];
        let mut turned: Vec<_> = words.split(", ").collect();
        turned.rotate_left(turns % words.split(", ").count());
        let of = |words: String| run(&RECORD, &a_record(&[(words, ty.to_owned())]));
        prop_assert_eq!(of(words.to_owned()), of(turned.join(", ")));
    }

    #[test]
    fn one_attribute_or_many_are_the_same(at in 0..GOOD.len()) {
        let (words, ty) = GOOD[at];
        let apart = format!("#[phi({})]", words.split(", ").collect::<Vec<_>>().join(")] #[phi("));
        let (apart, ty_tokens) = (tokens(&apart), tokens(ty));
        let apart = quote! {
            #[phi(record = "Visit")]
            pub(crate) struct Visit { #[phi(subject)] subject: SubjectId, #apart f0: #ty_tokens }
        };
        prop_assert_eq!(run(&RECORD, &apart), run(&RECORD, &a_record(&[(words.to_owned(), ty.to_owned())])));
    }

    #[test]
    fn what_is_written_implements_nothing_that_shows(fields in good()) {
        let allowed = [
            "Declared", "PhiRecord", "PhiGroup", "GroupView", "Debug", "Serialize", "Default",
        ];
        for output in [run(&RECORD, &a_record(&fields)), run(&GROUP, &a_group(&fields))] {
            let file: File = syn::parse_str(&output).unwrap();
            for item in &file.items {
                let (attributes, of) = match item {
                    Item::Struct(item) => (&item.attrs, None),
                    Item::Impl(item) => (&item.attrs, item.trait_.as_ref()),
                    Item::Const(item) => (&item.attrs, None),
                    _ => return Err(TestCaseError::fail("an item that nobody expects")),
                };
                prop_assert!(!attributes.iter().any(|attribute| attribute.path().is_ident("derive")));
                if let Some((path, _)) = of {
                    let name = path.segments.last().unwrap().ident.to_string();
                    prop_assert!(allowed.contains(&name.as_str()), "{}", name);
                }
            }
            // The record itself is never serialised nor shown: only its view and its patch are.
            let compact: String = output.split_whitespace().collect();
            for shown in ["Serialize", "Debug", "Default"] {
                let shows_record = format!("{shown}forVisitwhere");
                prop_assert!(!compact.contains(&shows_record), "{}", shown);
            }
        }
    }

    #[test]
    fn every_member_has_its_constant_its_place_in_the_view_and_in_the_patch(fields in good()) {
        let output = run(&RECORD, &a_record(&fields));
        let file: File = syn::parse_str(&output).unwrap();
        let members = |name: &str| -> Vec<String> {
            file.items
                .iter()
                .find_map(|item| match item {
                    Item::Struct(item) if item.ident == name => {
                        Some(item.fields.iter().map(|field| field.ident.as_ref().unwrap().to_string()).collect())
                    }
                    _ => None,
                })
                .unwrap()
        };
        let constants: Vec<_> = file
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Impl(item) if item.trait_.is_none() => Some(&item.items),
                _ => None,
            })
            .flatten()
            .map(|item| match item {
                syn::ImplItem::Const(item) => item.ident.to_string(),
                _ => String::new(),
            })
            .collect();
        let names: Vec<_> = (0..fields.len()).map(|at| format!("f{at}")).collect();
        let uppercase: Vec<_> = names.iter().map(|name| name.to_uppercase()).collect();
        prop_assert_eq!(constants, uppercase);
        prop_assert_eq!(members("VisitPatch"), names.clone());
        prop_assert_eq!(&members("VisitView")[1..], &names[..]);
    }

    #[test]
    fn codes_are_each_variants_own(codes in prop::collection::vec("[a-c]", 1..5)) {
        let variants: Vec<_> = (0..codes.len()).map(|at| format_ident!("V{at}")).collect();
        let input = quote!(enum Sex { #(#[phi(code = #codes)] #variants),* });
        let unique = codes.iter().collect::<BTreeSet<_>>().len() == codes.len();
        prop_assert_eq!(errors(&run(&CHOICE, &input)).is_empty(), unique);
        let alternatives = quote!(#[phi(clinical)] enum Sex { #(#[phi(code = #codes)] #variants),* });
        prop_assert_eq!(errors(&run(&GROUP, &alternatives)).is_empty(), unique);
    }
}

#[test]
fn what_is_good_has_no_error() {
    for (words, ty) in GOOD {
        let fields = [((*words).to_owned(), (*ty).to_owned())];
        assert!(errors(&run(&RECORD, &a_record(&fields))).is_empty(), "{words}");
        assert!(errors(&run(&GROUP, &a_group(&fields))).is_empty(), "{words}");
    }
}

#[test]
fn a_raw_name_is_the_name_without_its_mark() {
    let input = quote! {
        #[phi(record = "Visit")]
        struct Visit { #[phi(subject)] subject: SubjectId, #[phi(clinical)] r#type: Phi<Text> }
    };
    let output = run(&RECORD, &input);
    assert!(output.contains("const TYPE :") && output.contains("\"type\""));
}
