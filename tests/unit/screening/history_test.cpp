#include "greenlane/screening/history.h"

#include "greenlane/core/contract.h"

#include <array>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

TEST(History, an_importer_is_new_throughout_its_first_epoch) {
    History history;
    history.enter(-3);
    EXPECT_TRUE(history.first_time(5));
    history.note(std::array<shipment::Code, 2>{5, 5});
    EXPECT_TRUE(history.first_time(5));
    history.enter(-2);
    EXPECT_FALSE(history.first_time(5));
    EXPECT_TRUE(history.first_time(4));
    EXPECT_TRUE(history.first_time(1000));
    history.note(std::array<shipment::Code, 2>{1000, 5});
    EXPECT_FALSE(history.first_time(5));
    EXPECT_TRUE(history.first_time(1000));
    history.enter(7);
    EXPECT_FALSE(history.first_time(1000));
}

TEST(History, epochs_are_entered_in_order) {
    History history;
    history.enter(4);
    history.note(std::array<shipment::Code, 1>{1});
    EXPECT_THROW(history.enter(3), ContractViolation);
}

}  // namespace
}  // namespace greenlane::screening
