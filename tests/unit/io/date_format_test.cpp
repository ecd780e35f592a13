#include "io/date_format.h"

#include "greenlane/core/calendar.h"

#include "io/utf8.h"

#include <string>

#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

std::optional<Instant> parsed(const std::string& format, const std::string& text) {
    std::string fault;
    const auto compiled = DateFormat::compile(format, fault);
    EXPECT_TRUE(compiled) << fault;
    return compiled->parse(text);
}

TEST(DateFormat, reads_what_it_says) {
    EXPECT_EQ(parsed("%Y-%m-%d", "2026-01-31"), parse_instant("2026-01-31"));
    EXPECT_EQ(parsed("%y-%m-%d", "13-02-28"), parse_instant("2013-02-28"));
    EXPECT_EQ(parsed("%d/%m/%Y %H:%M", "1/2/2020 9:05"), parse_instant("2020-02-01T09:05"));
    EXPECT_EQ(parsed("%Y%m%dT%H%M%S", "20240229T235959"), parse_instant("2024-02-29T23:59:59"));
}

TEST(DateFormat, refuses_other_texts_and_days_that_do_not_exist) {
    for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "26-01-01",
                             "2026-01-01 ", "2026/01/01", "", "2026-01", "x026-01-01"}) {
        EXPECT_FALSE(parsed("%Y-%m-%d", text)) << text;
    }
    EXPECT_FALSE(parsed("%Y-%m-%d %H:%M", "2026-01-01 24:00"));
    EXPECT_FALSE(parsed("%Y-%m-%d %H:%M", "2026-01-01 23:60"));
}

TEST(DateFormat, formats_must_name_a_day) {
    std::string fault;
    for (const char* format : {"", "%Y-%m", "%Y-%m-%d-%y", "%Y-%m-%d %M", "%Y-%m-%d %H:%S",
                               "%Y-%m-%d%", "%Y-%m-%d %q", "%Y-%m-%d %d"}) {
        EXPECT_FALSE(DateFormat::compile(format, fault)) << format;
    }
}

TEST(UtcOffset, is_signed_hours_and_minutes) {
    EXPECT_EQ(parse_utc_offset("+09:00"), 9 * hour);
    EXPECT_EQ(parse_utc_offset("-03:30"), -(3 * hour + 30 * minute));
    EXPECT_EQ(parse_utc_offset("Z"), 0);
    for (const char* text : {"", "9", "+9:00", "+09", "+09:60", "+15:00", "+09:00 "}) {
        EXPECT_FALSE(parse_utc_offset(text)) << text;
    }
}

TEST(Utf8, ends_at_the_first_malformed_byte) {
    const std::string pad = "eight by";
    for (const char* sound : {"", "ascii", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x9a\x9a",
                              "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"}) {
        EXPECT_EQ(valid_utf8_prefix(pad + sound), pad.size() + std::string(sound).size());
    }
    for (const char* faulty :
         {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\x80",
          "\xf4\x90\x80\x80", "\xf8\x88", "\xe2\x82", "\xff"}) {
        EXPECT_EQ(valid_utf8_prefix(pad + faulty), pad.size());
        EXPECT_EQ(valid_utf8_prefix(pad + faulty + pad), pad.size());
    }
}

}  // namespace
}  // namespace greenlane::io
