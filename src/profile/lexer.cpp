#include "profile/lexer.h"

#include "profile/phrases.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace greenlane::profile {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && !is_space(c)) || c == 0x7F;
}

std::string hexadecimal(char c) {
    std::array<char, 8> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "0x%02X", static_cast<unsigned char>(c));
    return buffer.data();
}

constexpr std::string_view unit_hint = "write the number alone: its unit is that of the field";

/// A symbol as written and as meant: they differ where people write it by habit of another
/// language. A symbol that begins with another stands before it.
struct Symbol {
    std::string_view written;
    std::string_view meant;
};
constexpr std::array symbols{Symbol{"==", "=="}, Symbol{"!=", "!="}, Symbol{"<=", "<="},
                             Symbol{">=", ">="}, Symbol{"<>", "!="}, Symbol{"&&", "and"},
                             Symbol{"||", "or"}, Symbol{"<", "<"},   Symbol{">", ">"},
                             Symbol{"(", "("},   Symbol{")", ")"},   Symbol{"[", "["},
                             Symbol{"]", "]"},   Symbol{",", ","},   Symbol{"=", "=="},
                             Symbol{"!", "not"}, Symbol{"&", "and"}, Symbol{"|", "or"}};

class Lexer {
public:
    Lexer(std::string_view source, Faults& faults) : source_(source), faults_(faults) {}

    std::vector<Token> run() {
        while (true) {
            while (next_ < source_.size() && is_space(source_[next_])) {
                ++next_;
            }
            if (next_ == source_.size()) {
                add(Token::Kind::end, {}, next_);
                return std::move(tokens_);
            }
            take();
        }
    }

private:
    void add(Token::Kind kind, std::string text, std::size_t offset) {
        tokens_.push_back({kind, std::move(text), offset});
    }

    void take() {
        const char first = source_[next_];
        if (first == '\'' || first == '"') {
            take_text(first);
        } else if (is_digit(first)) {
            take_number();
        } else if (is_letter(first)) {
            take_name();
        } else if (!take_symbol()) {
            skip_strange();
        }
    }

    void take_name() {
        const std::size_t begin = next_;
        while (next_ < source_.size() && (is_letter(source_[next_]) || is_digit(source_[next_]))) {
            ++next_;
        }
        std::string name(source_.substr(begin, next_ - begin));
        const std::string lower = lower_case(name);
        if (name != lower && (lower == "and" || lower == "or" || lower == "not" || lower == "in")) {
            faults_.error(begin, "unexpected '" + name + "'", "write '" + lower + "'");
            name = lower;
        }
        add(Token::Kind::name, std::move(name), begin);
    }

    /// A doubled quote inside a text stands for itself.
    void take_text(char quote) {
        const std::size_t begin = next_++;
        std::string text;
        bool closed = false;
        bool clean = true;
        for (; next_ < source_.size() && !closed; ++next_) {
            const char c = source_[next_];
            if (c == quote && source_.substr(next_ + 1).starts_with(quote)) {
                text += quote;
                ++next_;
            } else if (c == quote) {
                closed = true;
            } else {
                if (clean && (is_control(c) || c == '\n' || c == '\r')) {
                    faults_.error(next_, "control character " + hexadecimal(c) + " in a text");
                    clean = false;
                }
                text += c;
            }
        }
        if (!closed) {
            faults_.error(begin, std::string("this ") + quote + " is never closed");
        }
        add(Token::Kind::text, std::move(text), begin);
    }

    void take_number() {
        const std::size_t begin = next_;
        while (next_ < source_.size() &&
               (is_letter(source_[next_]) || is_digit(source_[next_]) || source_[next_] == '.')) {
            ++next_;
        }
        const std::string_view written = source_.substr(begin, next_ - begin);
        if (!is_number(written)) {
            const bool unit = is_letter(written.back()) && written.back() != '_';
            faults_.error(begin, "'" + shortened(written) + "' is not a number",
                          unit ? std::string(unit_hint)
                               : "write digits, _ between them and one decimal point: 1_000.50");
            add(Token::Kind::number, "0", begin);
            return;
        }
        std::string digits(written);
        std::erase(digits, '_');
        add(Token::Kind::number, std::move(digits), begin);
    }

    /// Digits with at most one point, each `_` and the point between two digits.
    static bool is_number(std::string_view written) {
        std::size_t points = 0;
        for (std::size_t i = 0; i < written.size(); ++i) {
            if (is_digit(written[i])) {
                continue;
            }
            const bool between =
                i + 1 < written.size() && is_digit(written[i - 1]) && is_digit(written[i + 1]);
            points += written[i] == '.';
            if (!between || points > 1 || (written[i] != '.' && written[i] != '_')) {
                return false;
            }
        }
        return true;
    }

    bool take_symbol() {
        const std::string_view rest = source_.substr(next_);
        const auto symbol =
            std::find_if(symbols.begin(), symbols.end(),
                         [rest](const Symbol& known) { return rest.starts_with(known.written); });
        if (symbol == symbols.end()) {
            return false;
        }
        if (symbol->written != symbol->meant) {
            faults_.error(next_, "unexpected '" + std::string(symbol->written) + "'",
                          "write '" + std::string(symbol->meant) + "'");
        }
        add(is_letter(symbol->meant.front()) ? Token::Kind::name : Token::Kind::symbol,
            std::string(symbol->meant), next_);
        next_ += symbol->written.size();
        return true;
    }

    /// Steps over what begins no token.
    void skip_strange() {
        const std::size_t begin = next_;
        const char first = source_[begin];
        if (is_control(first)) {
            faults_.error(begin, "control character " + hexadecimal(first));
            while (next_ < source_.size() && is_control(source_[next_])) {
                ++next_;
            }
            return;
        }
        ++next_;
        while (next_ < source_.size() && (source_[next_] & 0xC0) == 0x80) {
            ++next_;
        }
        const std::string_view strange = source_.substr(begin, next_ - begin);
        constexpr std::array<std::string_view, 4> typographic{"\u2018", "\u2019", "\u201C",
                                                              "\u201D"};
        std::string hint;
        if (std::find(typographic.begin(), typographic.end(), strange) != typographic.end()) {
            hint = "write straight quotes: ' or \"";
        } else if (first == '%') {
            hint = unit_hint;
        } else if (first == '-') {
            hint = "no field is negative, and nothing is subtracted";
        } else if (first == '.') {
            hint = "write a digit before the decimal point";
        }
        faults_.error(begin, "unexpected '" + std::string(strange) + "'", std::move(hint));
    }

    std::string_view source_;
    Faults& faults_;
    std::size_t next_ = 0;
    std::vector<Token> tokens_;
};

}  // namespace

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

std::vector<Token> tokens_of(std::string_view condition, Faults& faults) {
    return Lexer(condition, faults).run();
}

}  // namespace greenlane::profile
