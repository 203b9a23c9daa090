//! An alias is followed once.

use aws_sdk_kms::types::KeySpec;
use phi_envelope::{KeyProvider as _, ProviderError::Refused};
use phi_envelope_aws_kms::AwsKmsError;

use crate::world::{Calls as _, World, limits, make_key, world};

impl World {
    /// An alias of the test's own, and its ARN.
    fn alias(&self, name: &str) -> (String, String) {
        let alias = format!("alias/{name}-{}", self.id());
        let arn = self.arn.replace(&format!("key/{}", self.id()), &alias);
        (alias, arn)
    }

    fn point(&self, alias: &str, arn: &str, anew: bool) {
        self.runtime.block_on(async {
            if anew {
                self.direct.create_alias().alias_name(alias).target_key_id(arn).send().await.unwrap();
            } else {
                self.direct.update_alias().alias_name(alias).target_key_id(arn).send().await.unwrap();
            }
        });
    }
}

#[test]
fn an_alias_that_moves_is_noticed_and_not_followed() {
    let Some(world) = world() else { return };
    let second = world.runtime.block_on(make_key(&world.direct, KeySpec::SymmetricDefault));
    let (alias, arn) = world.alias("clinic/root");
    world.point(&alias, &world.arn, true);
    let opened = world.try_open(&arn, limits()).unwrap();
    let provider = opened.clone().blocking();
    assert_eq!(provider.describe().root_key, world.arn, "the evidence names the key, not the alias");
    let wrapped = provider.wraps().unwrap();
    assert_eq!(world.check(&opened), Ok(()));

    world.point(&alias, &second, false);
    world.line.take();
    assert_eq!(provider.wraps(), Err(Refused));
    assert_eq!(provider.makes(), Err(Refused));
    assert_eq!(provider.renews(&wrapped), Err(Refused));
    provider.opens(&wrapped).unwrap();
    let calls = world.line.take();
    assert!(calls.iter().all(|(operation, _)| operation == "DescribeKey" || operation == "Decrypt"));
    assert!(calls.iter().all(|(_, body)| body["KeyId"] != second.as_str()), "nobody asks the second key");
    assert_eq!(world.check(&opened), Err(AwsKmsError::Moved));

    // Opened anew, it is the second key, and what the first wrapped is the first one's to open.
    let anew = world.try_open(&arn, limits()).unwrap().blocking();
    assert_eq!(anew.describe().root_key, second);
    assert_eq!(anew.opens(&wrapped), Err(Refused));

    world.point(&alias, &world.arn, false);
    assert_eq!(world.check(&opened), Ok(()));
    provider.opens(&provider.wraps().unwrap()).unwrap();
}

#[test]
fn an_alias_that_is_gone_or_does_not_answer_keeps_from_wrapping_alone() {
    let Some(world) = world() else { return };
    let (alias, arn) = world.alias("gone");
    world.point(&alias, &world.arn, true);
    let provider = world.try_open(&arn, limits()).unwrap().blocking();
    let wrapped = provider.wraps().unwrap();
    world.runtime.block_on(async { world.direct.delete_alias().alias_name(&alias).send().await.unwrap() });
    assert_eq!(provider.wraps(), Err(Refused));
    provider.opens(&wrapped).unwrap();
}
