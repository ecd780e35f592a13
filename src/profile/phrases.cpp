#include "profile/phrases.h"

namespace greenlane::profile {

std::string shortened(std::string_view text) {
    constexpr std::size_t at_most = 40;
    if (text.size() <= at_most) {
        return std::string(text);
    }
    std::size_t end = at_most;
    while (end > 0 && (text[end] & 0xC0) == 0x80) {
        --end;
    }
    return std::string(text.substr(0, end)) + "...";
}

std::string quoted(const Token& token) {
    return '\'' + shortened(token.text) + '\'';
}

std::string noun_phrase(const FieldInfo& field) {
    const std::string name = std::string(field.name);
    switch (field.type) {
        case Type::flag:
            return name + " is a flag";
        case Type::number:
            return name + " is a number" +
                   (field.unit.empty() ? "" : " of " + std::string(field.unit));
        case Type::hs:
            return name + " is an HS code";
        case Type::text:
            return name + " is a text";
        case Type::word:
        case Type::documents:
            break;
    }
    return name + " is a word";
}

std::string other_question(const FieldInfo& field) {
    const std::string name = std::string(field.name);
    switch (field.type) {
        case Type::flag:
            return "write " + name + " or not " + name;
        case Type::text:
            return "write " + name + " contains '...'";
        case Type::documents:
            return "write has_document('...')";
        default:
            return {};
    }
}

}  // namespace greenlane::profile
