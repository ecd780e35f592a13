#pragma once

#include <string_view>

namespace greenlane::io {

/// An override is what `--set` takes: `key=value`, for example `scenario.seed=5`,
/// `station.document-check.servers=3` (an element of an array of tables by its name or code, or by
/// its number from 1), `rule.P017.rate=0.5`, `capacity.red.per_day=40`,
/// `station.nii.service.mean=8min`. The value is TOML, or else a text. Scenario and profile share
/// one namespace of keys; each reader takes its own overrides and leaves the others alone.
///
/// Whether an override is a profile's: it begins with `profile.`, `thresholds.`, `capacity.`,
/// `rule.`, `lists.` or `model.`.
bool concerns_profile(std::string_view override_);

}  // namespace greenlane::io
