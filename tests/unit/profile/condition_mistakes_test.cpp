#include "unit/profile/reading.h"

#include <gmock/gmock.h>

namespace greenlane::profile::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The opening quote stands at 7:10, so the text begins in column 11.
std::vector<std::string> mistakes(const std::string& text) {
    const Reading reading = read(text);
    EXPECT_FALSE(reading.program.has_value()) << text;
    return messages(reading.diagnostics);
}

std::vector<std::string> warnings(const std::string& text) {
    const Reading reading = read(text);
    EXPECT_TRUE(reading.program.has_value()) << text;
    return messages(reading.diagnostics);
}

TEST(ConditionMistakes, AreAllFoundInOnePass) {
    EXPECT_THAT(
        mistakes("masss > 5 and (origin == 'kz' or aeo first_time) and mode in [sea, 'aid'] and"),
        ElementsAre("7:11: unknown field 'masss' | did you mean 'mass'?",
                    "7:36: 'kz' is no country (two capital letters, ISO 3166) | write 'KZ'",
                    "7:48: expected 'and', 'or' or ')', not 'first_time'",
                    "7:73: mode is a word, not 'sea' | write it in quotes: 'sea'",
                    "7:78: 'aid' is no mode | did you mean 'air'?",
                    "7:88: expected a comparison or a flag, not the end of the condition"));
}

TEST(ConditionMistakes, StandWhereTheyAreInTheFile) {
    EXPECT_THAT(mistakes("description contains 'жөндөө' and aeoo"),
                ElementsAre("7:45: unknown field 'aeoo' | did you mean 'aeo'?"));
    EXPECT_THAT(mistakes("aeo and\n   x == 'y'\n"), ElementsAre("9:4: unknown field 'x'"));
    const Reading whole_file = read("x", Scope::declaration, 2, {nullptr, 0, 0});
    EXPECT_THAT(messages(whole_file.diagnostics), ElementsAre("0:0: unknown field 'x'"));
}

TEST(ConditionMistakes, OfType) {
    EXPECT_THAT(
        mistakes("mass > 'a'"),
        ElementsAre("7:18: mass is a number of kg and cannot be compared with the text 'a'"));
    EXPECT_THAT(mistakes("mode == 3"),
                ElementsAre("7:19: mode is a word and cannot be compared with the number 3 | "
                            "write it in quotes: '3'"));
    EXPECT_THAT(mistakes("hs == 2620"),
                ElementsAre("7:17: hs is an HS code and cannot be compared with the number 2620 | "
                            "write it in quotes: '2620'"));
    EXPECT_THAT(mistakes("tier > 'aeo'"),
                ElementsAre("7:16: tier is a word and has no order | compare it with ==, !=, in "
                            "or not in"));
    EXPECT_THAT(mistakes("aeo == true"),
                ElementsAre("7:11: aeo cannot be compared | write aeo or not aeo"));
    EXPECT_THAT(mistakes("description == 'x'"),
                ElementsAre("7:11: description cannot be compared | write description contains "
                            "'...'"));
    EXPECT_THAT(mistakes("document in ['x']"),
                ElementsAre("7:11: document cannot be compared | write has_document('...')"));
    EXPECT_THAT(mistakes("value"),
                ElementsAre("7:11: value is a number of currency and not a flag | compare it with "
                            "a number"));
    EXPECT_THAT(mistakes("mode contains 'a'"),
                ElementsAre("7:11: mode is a word and contains nothing | only description can be "
                            "searched for a text"));
    EXPECT_THAT(mistakes("description contains waste"),
                ElementsAre("7:32: 'contains' is followed by a text in quotes | write 'waste'"));
    EXPECT_THAT(mistakes("aeo in list('suspects')"),
                ElementsAre("7:11: aeo is in no list | write aeo or not aeo"));
}

TEST(ConditionMistakes, OfTwoOperands) {
    const std::string only_countries =
        " | of two fields only countries (origin, departure, destination) can be compared, with == "
        "or !=";
    EXPECT_THAT(mistakes("value > duty"),
                ElementsAre("7:17: value and duty cannot be compared with '>'" + only_countries));
    EXPECT_THAT(
        mistakes("origin == origin"),
        ElementsAre("7:18: origin and origin cannot be compared with '=='" + only_countries));
    EXPECT_THAT(mistakes("5 < 7"), ElementsAre("7:11: a comparison needs a field"));
    EXPECT_THAT(mistakes("'x'"), ElementsAre("7:11: expected a field, not the text 'x'"));
    EXPECT_THAT(mistakes("5 < mass > 7"),
                ElementsAre("7:20: only a field between two numbers can be compared in a chain | "
                            "write 10 <= mass < 20, or join comparisons with 'and'"));
    EXPECT_THAT(mistakes("7 < mass < 5"), ElementsAre("7:11: no number is above 7 and below 5"));
    EXPECT_THAT(mistakes("procedure == import"),
                ElementsAre("7:24: unknown field 'import' | write it in quotes: 'import'"));
}

TEST(ConditionMistakes, OfNumbers) {
    EXPECT_THAT(mistakes("value == 1.005"),
                ElementsAre("7:20: value is counted in steps of 0.01 and never equals 1.005"));
    EXPECT_THAT(mistakes("containers != 1.5"),
                ElementsAre("7:25: containers is counted in steps of 1 and never equals 1.5"));
    EXPECT_THAT(mistakes("hour <= 24"), ElementsAre("7:19: hour is a whole number from 0 to 23"));
    EXPECT_THAT(mistakes("mass > 1000000000000"),
                ElementsAre("7:18: 1000000000000 is larger than any mass"));
    EXPECT_THAT(mistakes("mass > -5"),
                ElementsAre("7:18: unexpected '-' | no field is negative, and nothing is "
                            "subtracted"));
    for (const std::string number : {"1__0", "1_", "1.", "1._5", "1.2.3"}) {
        EXPECT_THAT(mistakes("mass > " + number),
                    ElementsAre("7:18: '" + number +
                                "' is not a number | write digits, _ between "
                                "them and one decimal point: 1_000.50"));
    }
    const std::string unit = " | write the number alone: its unit is that of the field";
    EXPECT_THAT(mistakes("mass > 500kg"), ElementsAre("7:18: '500kg' is not a number" + unit));
    EXPECT_THAT(mistakes("tax_rate > 20%"), ElementsAre("7:24: unexpected '%'" + unit));
}

TEST(ConditionMistakes, OfWords) {
    EXPECT_THAT(mistakes("tier == 'gold'"),
                ElementsAre("7:19: 'gold' is no tier | one of 'standard', 'aeo'"));
    EXPECT_THAT(mistakes("mode == 'unknown'"),
                ElementsAre("7:19: 'unknown' is no mode | one of 'sea', 'rail', 'road', 'air', "
                            "'post', 'other'"));
    EXPECT_THAT(mistakes("weekday in ['Sun']"),
                ElementsAre("7:23: 'Sun' is no weekday | did you mean 'sun'?"));
    EXPECT_THAT(mistakes("origin == 'KAZ'"),
                ElementsAre("7:21: 'KAZ' is no country (two capital letters, ISO 3166)"));
    EXPECT_THAT(mistakes("importer == ''"), ElementsAre("7:23: '' is no importer"));
    for (const std::string code : {"2", "1234567890123", "26-20", "26A"}) {
        EXPECT_THAT(mistakes("hs == '" + code + "'"),
                    ElementsAre("7:17: '" + code +
                                "' is not an HS code (2 to 12 digits; dots and spaces are "
                                "dropped)"));
    }
    EXPECT_THAT(warnings("hs == '0012'"),
                ElementsAre("7:17: warning: '0012' is in no chapter of the HS (01 to 99)"));
    EXPECT_THAT(warnings("hs in ['01', '99']"), IsEmpty());
}

TEST(ConditionMistakes, OfLists) {
    EXPECT_THAT(mistakes("hs in mea('Basl')"),
                ElementsAre("7:21: unknown agreement 'Basl' | did you mean 'Basel'?"));
    EXPECT_THAT(mistakes("hs in mea('Vienna')"),
                ElementsAre("7:21: unknown agreement 'Vienna' | one of 'any', 'Basel', 'CITES'"));
    EXPECT_THAT(mistakes("hs in mea('Basel', 'with-ex')"),
                ElementsAre("7:30: unknown reach 'with-ex' of a watch list | did you mean 'with "
                            "ex'?"));
    EXPECT_THAT(mistakes("hs in mea()"), ElementsAre("7:17: mea() takes one text or two"));
    EXPECT_THAT(mistakes("hs in mea(Basel)"),
                ElementsAre("7:21: mea() takes a text in quotes | write 'Basel'"));
    EXPECT_THAT(mistakes("origin in mea('Basel')"),
                ElementsAre("7:21: mea() holds HS codes, no words of origin | write hs in "
                            "mea(...)"));
    EXPECT_THAT(mistakes("mea('Basel')"),
                ElementsAre("7:11: mea() stands after 'in' | write hs in mea(...)"));
    EXPECT_THAT(mistakes("hs in green_goods('x')"),
                ElementsAre("7:17: green_goods() takes nothing"));
    EXPECT_THAT(mistakes("hs in lisst('waste')"),
                ElementsAre("7:17: unknown list function 'lisst' | did you mean 'list'?"));
    EXPECT_THAT(mistakes("importer in list('suspect')"),
                ElementsAre("7:28: unknown list 'suspect' | did you mean 'suspects'?"));
    EXPECT_THAT(mistakes("hs in list('suspects')"),
                ElementsAre("7:22: 'Omega' of list 'suspects' is not an HS code (2 to 12 digits; "
                            "dots and spaces are dropped)"));
    EXPECT_THAT(mistakes("origin in list('countries')"),
                ElementsAre("7:26: 'kg' of list 'countries' is no country (two capital letters, "
                            "ISO 3166) | write 'KG'"));
    EXPECT_THAT(mistakes("hs in '2620'"),
                ElementsAre("7:17: expected a list after 'in', not the text '2620' | write "
                            "['2620']"));
    EXPECT_THAT(
        mistakes("hs in ['2620' '3915'] and x"),
        ElementsAre("7:25: expected ',' or ']', not the text '3915'", "7:37: unknown field 'x'"));
    EXPECT_THAT(
        mistakes("hs in mea('Basel' 'all') and x"),
        ElementsAre("7:29: expected ',' or ')', not the text 'all'", "7:40: unknown field 'x'"));
    EXPECT_THAT(warnings("importer in list('empty') or mode in []"),
                ElementsAre("7:23: warning: list() holds nothing here",
                            "7:40: warning: an empty list holds nothing"));
    EXPECT_THAT(mistakes("hour in []"), ElementsAre("7:11: an empty list holds nothing"));
}

TEST(ConditionMistakes, OfAWatchListWhereThereIsNone) {
    const Lists none;
    ConditionCompiler compiler(none, 2);
    Diagnostics diagnostics;
    EXPECT_FALSE(
        compiler.add({"hs in mea('Basel')", {nullptr, 7, 10}}, Scope::declaration, diagnostics));
    EXPECT_THAT(messages(diagnostics),
                ElementsAre("7:21: unknown agreement 'Basel' | the profile has no watch lists"));
}

TEST(ConditionMistakes, OfDocuments) {
    EXPECT_THAT(warnings("has_document('basel_movment')"),
                ElementsAre("7:24: warning: no watch list asks for the document 'basel_movment' | "
                            "did you mean 'basel_movement'?"));
    EXPECT_THAT(warnings("has_document('cites_permit') and has_document('certificate_of_origin')"),
                IsEmpty());
    EXPECT_THAT(mistakes("has_document('')"), ElementsAre("7:24: a document has a name"));
    EXPECT_THAT(mistakes("has_documents('x')"),
                ElementsAre("7:11: unknown function 'has_documents' | did you mean "
                            "'has_document'?"));
    EXPECT_THAT(mistakes("has_document('x', 'y')"),
                ElementsAre("7:11: has_document() takes one text"));
}

TEST(ConditionMistakes, OfWhatARuleCannotKnow) {
    EXPECT_THAT(mistakes("lane == 'red' and alarm"),
                ElementsAre("7:11: lane is known only after the rules | only stations and routes "
                            "can ask for it",
                            "7:29: alarm is known only after a control | only stations and routes "
                            "can ask for it"));
}

TEST(ConditionMistakes, OfHabit) {
    EXPECT_THAT(
        mistakes("value = 5 && !aeo || mode <> 'sea' AND aeo"),
        ElementsAre("7:17: unexpected '=' | write '=='", "7:21: unexpected '&&' | write 'and'",
                    "7:24: unexpected '!' | write 'not'", "7:29: unexpected '||' | write 'or'",
                    "7:37: unexpected '<>' | write '!='", "7:46: unexpected 'AND' | write 'and'"));
    EXPECT_THAT(mistakes("aeo and “sea” == mode"),
                ::testing::Contains("7:19: unexpected '“' | write straight quotes: ' or \""));
}

TEST(ConditionMistakes, OfParentheses) {
    EXPECT_THAT(mistakes("(aeo and (perishable)"), ElementsAre("7:11: this '(' is never closed"));
    EXPECT_THAT(mistakes("aeo) or first_tme"),
                ElementsAre("7:14: this ')' closes nothing",
                            "7:19: unknown field 'first_tme' | did you mean 'first_time'?"));
    EXPECT_THAT(mistakes("()"), ElementsAre("7:12: expected a comparison or a flag, not ')'"));
    EXPECT_THAT(mistakes(" "), ElementsAre("7:11: the condition is empty | leave 'when' out where "
                                           "it is always true"));
}

}  // namespace
}  // namespace greenlane::profile::test
