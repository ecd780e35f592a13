#include "greenlane/profile/watch_list.h"

#include <algorithm>

namespace greenlane::profile {

const WatchList* Lists::find_watch_list(std::string_view agreement) const {
    const auto found =
        std::find_if(watch_lists.begin(), watch_lists.end(),
                     [agreement](const WatchList& list) { return list.agreement == agreement; });
    return found == watch_lists.end() ? nullptr : &*found;
}

const WordList* Lists::find_word_list(std::string_view name) const {
    const auto found = std::find_if(word_lists.begin(), word_lists.end(),
                                    [name](const WordList& list) { return list.name == name; });
    return found == word_lists.end() ? nullptr : &*found;
}

}  // namespace greenlane::profile
