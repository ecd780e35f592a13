#pragma once

#include <string>
#include <string_view>

namespace greenlane::profile {

/// `decimal` (digits, at most one point) times 10^places, exactly: the point moves. Without
/// superfluous zeros: "1000.50" by 2 places is "100050", "7" by -3 is "0.007".
std::string shifted(std::string_view decimal, int places);

/// The number nearest to a decimal text.
double number_of(std::string_view decimal);

/// The shortest decimal text that number_of() takes back to `value`; not negative, finite.
std::string decimal_of(double value);

}  // namespace greenlane::profile
