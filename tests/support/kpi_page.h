#pragma once

#include <string>

namespace greenlane::test {

/// docs/kpis.md as the tables of measures and KPIs make it.
std::string kpi_page();

}  // namespace greenlane::test
