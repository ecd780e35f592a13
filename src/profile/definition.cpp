#include "greenlane/profile/definition.h"

namespace greenlane::profile {

ProfileDefinition recorded_profile() {
    ProfileDefinition definition;
    definition.name.value = "recorded";
    definition.recorded = true;
    return definition;
}

}  // namespace greenlane::profile
