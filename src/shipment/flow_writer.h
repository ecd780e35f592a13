#pragma once

#include "greenlane/random/draw.h"
#include "greenlane/shipment/source.h"

#include "shipment/flow_tables.h"

#include <vector>

namespace greenlane::shipment {

/// Fills blocks whose times of lodgement are given: a function of (key, shipment), column by
/// column. Its members are room for draws and for what a column needs of an earlier one.
class GoodsWriter {
public:
    /// `tables` outlives the writer.
    GoodsWriter(const FlowTables& tables, random::Key key) : tables_(tables), key_(key) {}

    void fill(Block& block);

private:
    // Declarations, in flow_writer.cpp.
    void write_kinds(Declarations& declarations);
    void write_traders(Declarations& declarations);
    void write_places(Declarations& declarations);
    void list_items(const Declarations& declarations);
    void choose_lines();
    void choose_origins(const Declarations& declarations);
    void write_goods(const Declarations& declarations, Items& items);
    void write_departures(Declarations& declarations);

    // What goes with the goods, and what is wrong with them, in flow_truth.cpp.
    void hide_violations(GroundTruth& truth);
    void write_measures(Items& items);
    void write_duties(Declarations& declarations, GroundTruth& truth);
    Money undervalued(std::size_t item, Money value) const;
    void write_visibility(GroundTruth& truth);
    void write_documents(Declarations& declarations, const GroundTruth& truth);

    void draw_rows(const Declarations& declarations, random::Stream stream);
    void draw_items(random::Stream stream);
    void resize_draws(std::size_t size);
    random::Words draw_item(std::size_t item, random::Purpose purpose, std::string_view name) const;

    const FlowTables& tables_;
    random::Key key_;
    // The last draws, and their uniforms.
    std::vector<std::uint64_t> first_words_;
    std::vector<std::uint64_t> second_words_;
    std::vector<double> first_;
    std::vector<double> second_;
    // One a declaration.
    std::vector<std::uint32_t> cell_;
    std::vector<std::uint32_t> importer_;  ///< rank, from 0
    // One an item.
    std::vector<std::uint64_t> shipment_;
    std::vector<std::uint32_t> number_;  ///< within its declaration, from 0
    std::vector<std::uint32_t> row_;
    std::vector<std::uint64_t> item_importer_;
    std::vector<LineIndex> line_;         ///< what the goods are
    std::vector<LineIndex> declared_;     ///< what they are declared as
    std::vector<std::uint32_t> variant_;  ///< 11 random bits that choose the description
    std::vector<Code> origin_;
    std::vector<double> risk_;  ///< of the origin
    std::vector<std::uint64_t> usual_words_;
};

}  // namespace greenlane::shipment
