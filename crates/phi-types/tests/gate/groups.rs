//! Groups, alternatives, choices and links: what a record is made of beyond single values.

use phi_types::{
    Choice, City, IdentifierClass, Link, MemberId, Phi, PhiChoice, PhiGroup, PhiRecord, Protected, Purpose, RecordId,
    Street, SubjectId, Text, Zip,
    gate::{Ask, GrantError},
    record::{Detail, FieldKind, FieldSet, Label, OptionalPatch, SealedRecord},
};
use serde_json::json;

use crate::world::{World, permit, world};

#[derive(Clone, Copy, Debug, PartialEq, PhiChoice)]
enum Smoking {
    #[phi(code = "never")]
    Never,
    #[phi(code = "current")]
    Current,
}

#[derive(PhiGroup)]
struct Geo {
    #[phi(city)]
    city: City,
    #[phi(zip)]
    zip: Option<Zip>,
}

#[derive(PhiGroup)]
struct Address {
    #[phi(street)]
    street: Street,
    #[phi(group)]
    geo: Geo,
    #[phi(not_phi = "which line of the form", stored_as = "line_no")]
    line: u64,
}

#[derive(PhiGroup)]
#[phi(demographic)]
enum Coverage {
    #[phi(code = "self-pay")]
    SelfPay,
    #[phi(code = "medicare")]
    Medicare(#[phi(health_plan)] MemberId),
    #[phi(code = "commercial")]
    Commercial {
        #[phi(health_plan)]
        member: MemberId,
        #[phi(clinical, label = "HIV", stored_as = "rider")]
        special_rider: Option<Phi<Text>>,
    },
}

#[derive(PhiRecord)]
#[phi(record = "Intake")]
struct Intake {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(group)]
    home: Address,
    #[phi(clinical, pad)]
    smoking: Choice<Smoking>,
    #[phi(group, label = "SDV", stored_as = "shelter")]
    hidden: Option<Address>,
    #[phi(group)]
    coverage: Coverage,
    #[phi(other_id)]
    earlier: Vec<Link<Intake>>,
    #[phi(other_id)]
    same_as: Option<Link<Intake>>,
}

fn address(street: &str) -> Address {
    Address {
        street: Street::parse(street).unwrap(),
        geo: Geo { city: City::parse("Exampleton").unwrap(), zip: Zip::parse("00001").ok() },
        line: 3,
    }
}

fn member() -> MemberId {
    MemberId::parse("TEST-000-1").unwrap()
}

fn intake(subject: SubjectId, coverage: Coverage) -> Intake {
    Intake {
        subject,
        home: address("1 Example Street"),
        smoking: Choice::new(Smoking::Current),
        hidden: None,
        coverage,
        earlier: vec![Link::to(RecordId::from_bytes([1; 16])), Link::to(RecordId::from_bytes([2; 16]))],
        same_as: Some(Link::to(RecordId::from_bytes([1; 16]))),
    }
}

fn ask(world: &World) -> Ask<Intake> {
    Ask::about(world.subject, Purpose::Treatment)
}

fn sealed(world: &World, record: &Intake) -> SealedRecord<Intake> {
    let grant = world.gate.create_blocking(&world.who, ask(world)).unwrap();
    grant.seal(record, RecordId::from_bytes([4; 16]), 1, &world.keys).unwrap()
}

fn amended(world: &World, row: &SealedRecord<Intake>, patch: &IntakePatch) -> Result<SealedRecord<Intake>, GrantError> {
    world.gate.update_blocking(&world.who, ask(world)).unwrap().amend(row, patch, &world.keys)
}

fn read(world: &World, fields: FieldSet<Intake>, row: &SealedRecord<Intake>) -> (serde_json::Value, String) {
    let grant = world.gate.read_blocking(&world.who, ask(world).only(fields)).unwrap();
    grant.reveal(row, &world.keys, |view| (serde_json::to_value(view).unwrap(), format!("{view:?}"))).unwrap()
}

const NAMES: [&str; 15] = [
    "home.street",
    "home.geo.city",
    "home.geo.zip",
    "home.line_no",
    "smoking",
    "shelter.street",
    "shelter.geo.city",
    "shelter.geo.zip",
    "shelter.line_no",
    "coverage.variant",
    "coverage.medicare",
    "coverage.commercial.member",
    "coverage.commercial.rider",
    "earlier",
    "same_as",
];

#[test]
fn the_schema_is_flat_and_says_what_each_field_is() {
    let schema = Intake::SCHEMA;
    let names: Vec<_> = schema.fields.iter().map(|field| field.name).collect();
    assert_eq!(names, NAMES);
    let kind = |name: &str| schema.fields.iter().find(|field| field.name == name).unwrap().kind;
    assert_eq!(kind("shelter.geo.zip"), FieldKind::Identifier(IdentifierClass::Geography, Detail::Zip));
    assert_eq!(kind("coverage.variant"), FieldKind::Demographic);
    assert_eq!(kind("coverage.medicare"), FieldKind::Identifier(IdentifierClass::HealthPlanBeneficiary, Detail::None));
    assert_eq!(kind("earlier"), FieldKind::Identifier(IdentifierClass::Other, Detail::None));
    assert_eq!(
        schema.labelled(schema.labels()),
        Intake::HIDDEN.all().union(Intake::COVERAGE.only(Coverage::COMMERCIAL_SPECIAL_RIDER)).mask()
    );
    let hiv: Vec<_> =
        schema.fields.iter().filter(|field| field.labels.contains(Label::Hiv)).map(|field| field.name).collect();
    assert_eq!(hiv, ["coverage.commercial.rider"]);
}

#[test]
fn groups_go_through_the_gate_and_come_out_as_groups() {
    let world = World::everything();
    let row = sealed(&world, &intake(world.subject, Coverage::Medicare(member())));
    let (json, debug) = read(&world, FieldSet::ALL, &row);
    let shown = json!({
        "home": {"street": "1 Example Street", "geo": {"city": "Exampleton", "zip": "00001"}, "line": 3},
        "smoking": "current",
        "hidden": {"street": null, "geo": {"city": null, "zip": null}, "line": null},
        "coverage": {
            "variant": "medicare", "medicare": "TEST-000-1", "commercial_member": null, "commercial_special_rider": null
        },
        "earlier": ["01010101-0101-0101-0101-010101010101", "02020202-0202-0202-0202-020202020202"],
        "same_as": "01010101-0101-0101-0101-010101010101",
    });
    assert_eq!(json, shown);
    assert_eq!(
        debug,
        "IntakeView { home: AddressView { street: granted, geo: GeoView { city: granted, zip: granted }, line: granted }, \
         smoking: granted, hidden: AddressView { street: absent, geo: GeoView { city: absent, zip: absent }, line: absent }, \
         coverage: CoverageView { variant: granted, medicare: granted, commercial_member: absent, commercial_special_rider: \
         absent }, earlier: granted, same_as: granted, .. }"
    );
    let grant = world.gate.read_blocking(&world.who, ask(&world)).unwrap();
    grant
        .reveal(&row, &world.keys, |view| {
            assert_eq!(view.smoking.chosen(), Some(Smoking::Current));
            assert_eq!(view.same_as.linked(), Some(RecordId::from_bytes([1; 16])));
            let IntakeView { coverage: CoverageView { variant, .. }, .. } = view;
            assert_eq!(variant.chosen(), Some(CoverageVariant::Medicare));
        })
        .unwrap();
}

#[test]
fn a_field_of_a_group_is_granted_by_itself_and_a_group_withheld_as_a_whole_is_left_out() {
    let world = World::everything();
    let row = sealed(&world, &intake(world.subject, Coverage::SelfPay));
    let (json, debug) = read(&world, Intake::HOME.only(Address::GEO.only(Geo::ZIP)), &row);
    assert_eq!(json, json!({"home": {"geo": {"zip": "00001"}}}));
    assert!(debug.contains("geo: GeoView { city: withheld, zip: granted }"), "{debug}");
    assert!(debug.contains("coverage: CoverageView { variant: withheld, medicare: withheld"), "{debug}");
}

#[test]
fn a_patch_reaches_into_groups_and_leaves_the_rest() {
    let world = World::everything();
    let row = sealed(&world, &intake(world.subject, Coverage::SelfPay));
    let set = IntakePatch { hidden: OptionalPatch::Set(address("2 Example Street")), ..IntakePatch::default() };
    let row = amended(&world, &row, &set).unwrap();
    let (json, _) = read(&world, FieldSet::ALL, &row);
    assert_eq!(json["hidden"]["street"], "2 Example Street");
    assert_eq!(json["home"]["street"], "1 Example Street");

    let geo = GeoPatch { zip: Some(None), ..GeoPatch::default() };
    let change = OptionalPatch::Change(AddressPatch { geo, ..AddressPatch::default() });
    let row = amended(&world, &row, &IntakePatch { hidden: change, ..IntakePatch::default() }).unwrap();
    let (json, _) = read(&world, FieldSet::ALL, &row);
    assert_eq!(json["hidden"]["geo"], json!({"city": "Exampleton", "zip": null}));

    let clear = IntakePatch { hidden: OptionalPatch::Clear, ..IntakePatch::default() };
    assert_eq!(format!("{clear:?} {:?}", clear.hidden), "[IntakePatch] [patch]");
    let (json, _) = read(&world, FieldSet::ALL, &amended(&world, &row, &clear).unwrap());
    assert_eq!(json["hidden"], json!({"street": null, "geo": {"city": null, "zip": null}, "line": null}));
}

#[test]
fn another_alternative_leaves_nothing_of_the_one_before() {
    let world = World::everything();
    let rider = Some(Phi::from("rider"));
    let row = sealed(&world, &intake(world.subject, Coverage::Commercial { member: member(), special_rider: rider }));
    assert_eq!(read(&world, Intake::COVERAGE.all(), &row).0["coverage"]["commercial_special_rider"], "rider");
    let patch = IntakePatch { coverage: Some(Coverage::SelfPay), ..IntakePatch::default() };
    let (json, _) = read(&world, Intake::COVERAGE.all(), &amended(&world, &row, &patch).unwrap());
    assert_eq!(
        json["coverage"],
        json!({"variant": "self-pay", "medicare": null, "commercial_member": null, "commercial_special_rider": null})
    );
}

#[test]
fn which_alternative_it_is_does_not_show_in_the_length_of_a_row() {
    let world = World::everything();
    let lengths = [
        Coverage::SelfPay,
        Coverage::Medicare(member()),
        Coverage::Commercial { member: member(), special_rider: Some(Phi::from("rider")) },
    ]
    .map(|coverage| sealed(&world, &intake(world.subject, coverage)).as_bytes().len());
    assert_eq!(lengths[0], lengths[1]);
    assert_eq!(lengths[1], lengths[2]);
}

#[test]
fn a_patch_of_a_group_beyond_the_grant_is_an_error() {
    let granted = Intake::HOME.only(Address::GEO.all());
    let world = world(move |request| permit(request.fields.intersection(granted.mask()), Vec::new()));
    let everything = World::everything();
    let row = {
        let grant =
            everything.gate.create_blocking(&everything.who, Ask::about(world.subject, Purpose::Treatment)).unwrap();
        grant
            .seal(&intake(world.subject, Coverage::SelfPay), RecordId::from_bytes([4; 16]), 1, &everything.keys)
            .unwrap()
    };
    let within = AddressPatch { geo: GeoPatch { zip: Some(None), ..GeoPatch::default() }, ..AddressPatch::default() };
    assert!(amended(&world, &row, &IntakePatch { home: within, ..IntakePatch::default() }).is_ok());
    let beyond = AddressPatch { line: Some(4), ..AddressPatch::default() };
    let refused = amended(&world, &row, &IntakePatch { home: beyond, ..IntakePatch::default() });
    assert_eq!(refused.err(), Some(GrantError::UngrantedField));
    let cleared = IntakePatch { hidden: OptionalPatch::Clear, ..IntakePatch::default() };
    assert_eq!(amended(&world, &row, &cleared).err(), Some(GrantError::UngrantedField));
}

#[derive(PhiGroup)]
struct Attachment<T: Protected> {
    #[phi(free_text)]
    title: Phi<Text>,
    #[phi(clinical)]
    content: Option<Phi<T>>,
}

#[derive(PhiRecord)]
#[phi(record = "Letter")]
struct Letter<T: Protected> {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(group)]
    first: Attachment<T>,
    #[phi(group)]
    second: Option<Attachment<T>>,
}

#[test]
fn a_group_may_have_parameters() {
    let world = World::everything();
    let about = || Ask::<Letter<Text>>::about(world.subject, Purpose::Treatment);
    let first = Attachment { title: Phi::from("scan"), content: Some(Phi::from("clear")) };
    let letter = Letter::<Text> { subject: world.subject, first, second: None };
    let grant = world.gate.create_blocking(&world.who, about()).unwrap();
    let row = grant.seal(&letter, RecordId::from_bytes([4; 16]), 1, &world.keys).unwrap();
    let grant = world.gate.read_blocking(&world.who, about().only(Letter::FIRST.only(Attachment::CONTENT))).unwrap();
    let json = grant.reveal(&row, &world.keys, |view| serde_json::to_value(view).unwrap()).unwrap();
    assert_eq!(json, json!({"first": {"content": "clear"}}));
}
